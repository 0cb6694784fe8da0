"""Any file into a typed table that remembers where each value stood; Parquet; the engine."""

from datashift.tables.again import read_again
from datashift.tables.flag import Action, Flag, Repair, Severity
from datashift.tables.limits import Limits
from datashift.tables.read import read
from datashift.tables.store import load, store
from datashift.tables.table import Column, Kind, Source, Table

__all__ = [
    "Action",
    "Column",
    "Flag",
    "Kind",
    "Limits",
    "Repair",
    "Severity",
    "Source",
    "Table",
    "load",
    "read",
    "read_again",
    "store",
]
