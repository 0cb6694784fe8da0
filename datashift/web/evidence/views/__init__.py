"""The workspace, one file per screen."""

from datashift.web.evidence.views.studies import study
from datashift.web.evidence.views.today import today

__all__ = ["study", "today"]
