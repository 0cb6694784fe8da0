"""Anonymous reports, sealed; the people who can open them, and their keys."""

from datashift.web.reports.models.boxes import Box, Reviewer
from datashift.web.reports.models.keys import PersonalKey, Unlocked
from datashift.web.reports.models.reports import Letter, Picture, Report, ReportKey

__all__ = [
    "Box",
    "Letter",
    "PersonalKey",
    "Picture",
    "Report",
    "ReportKey",
    "Reviewer",
    "Unlocked",
]
