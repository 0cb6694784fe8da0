"""The only way from a request to what is kept. Whoever decides about people decides about this."""

from __future__ import annotations

from datashift.web.accounts.access import organisation
from datashift.web.collect.access import questionnaire, submission

__all__ = ["organisation", "questionnaire", "submission"]
