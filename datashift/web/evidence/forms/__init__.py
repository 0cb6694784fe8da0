"""What people type in the workspace."""

from datashift.web.evidence.forms.comparing import Match, OfficialSeries
from datashift.web.evidence.forms.harm import WhoCouldBeHurt
from datashift.web.evidence.forms.publishing import Confirm, Decline, Withdraw
from datashift.web.evidence.forms.text import Text

__all__ = [
    "Confirm",
    "Decline",
    "Match",
    "OfficialSeries",
    "Text",
    "WhoCouldBeHurt",
    "Withdraw",
]
