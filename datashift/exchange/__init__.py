"""Figures in the forms that others load."""

from datashift.exchange import observations
from datashift.exchange.formats import FORMATS, Files, Format, write, write_all
from datashift.exchange.observations import Observation
from datashift.exchange.published import Published, dated, opened
from datashift.exchange.published import read as read_release

__all__ = [
    "FORMATS",
    "Files",
    "Format",
    "Observation",
    "Published",
    "dated",
    "observations",
    "opened",
    "read_release",
    "write",
    "write_all",
]
