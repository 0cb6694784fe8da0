"""Signs that interviews were made up or made carelessly, with a known rate of false alarms."""

from datashift.quality.fieldwork.digits import benford, myers, whipple
from datashift.quality.fieldwork.look import Look, look
from datashift.quality.fieldwork.signals import Fieldwork, Impossible, Signal

__all__ = [
    "Fieldwork",
    "Impossible",
    "Look",
    "Signal",
    "benford",
    "look",
    "myers",
    "whipple",
]
