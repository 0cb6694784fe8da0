"""What people type in the workspace."""

from datashift.web.evidence.forms.comparing import Match, OfficialSeries
from datashift.web.evidence.forms.publishing import Confirm, Minimum, Withdraw
from datashift.web.evidence.forms.text import Text

__all__ = ["Confirm", "Match", "Minimum", "OfficialSeries", "Text", "Withdraw"]
