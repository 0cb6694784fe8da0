"""What a format's reader hands to the step that gives columns their types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datashift.kit.progress import Progress, silent
from datashift.tables.flag import Flag
from datashift.tables.limits import Limits

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Request:
    """One file to be read, with everything a reader may need to know.

    Args:
        path: where it is on this machine; never shown to anybody.
        name: its name as the person knows it.
        size: bytes.
        sheet: name of the sheet wanted, None for the first with something in it.
    """

    path: Path
    name: str
    size: int
    sheet: str | None = None
    progress: Progress = silent
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Field:
    """One column before its type is known.

    Args:
        written: heading as written in the file.
        values: text as written (strings or dictionary-encoded strings), or values the format
            itself has typed.
        label: a longer description the file carries.
        codes: value labels the file carries.
        geometry: the text is a GeoJSON geometry.
        position: place in the file counted from 1; 0 for "as it comes".
    """

    written: str
    values: pa.ChunkedArray
    label: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    geometry: bool = False
    position: int = 0


@dataclass(frozen=True)
class Raw:
    """A table whose text is still as written.

    Args:
        format: as in `Source.format`.
        fields: the columns in file order.
        row_numbers: file row number (heading = 1) of each row, int64.
        flags: what was assumed so far.
        details: what was found out about the file.
        comma_decimals: the file's form suggests decimal commas (semicolons between columns).
    """

    format: str
    fields: tuple[Field, ...]
    row_numbers: pa.Array
    flags: tuple[Flag, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)
    comma_decimals: bool = False
