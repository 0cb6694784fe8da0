"""Tables, flags and releases as a notebook shows them."""

from __future__ import annotations

import dataclasses
import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, overload

from datashift.studies.loading import Study, load
from datashift.studies.reading import look_at
from datashift.studies.release import Release
from datashift.studies.run import run as run_study
from datashift.tables import Flag, Table
from datashift.tables import read as read_table

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_SHOWN = 10
_SHOWN_COLUMNS = 30


@dataclass(frozen=True)
class Rows(Table):
    """A typed table that shows itself."""

    def table(self) -> pa.Table:
        """The values as an Arrow table."""
        return self.data

    def to_pandas(self) -> pd.DataFrame:
        """The values as a pandas data frame (pandas must be installed)."""
        frame: pd.DataFrame = self.data.to_pandas()
        return frame

    def _repr_html_(self) -> str:
        chosen = self.columns[:_SHOWN_COLUMNS]
        head = self.data.select([column.name for column in chosen]).slice(0, _SHOWN).to_pylist()
        lines = [[row[column.name] for column in chosen] for row in head]
        names = [f"{column.name} ({column.kind})" for column in chosen]
        title = f"{self.source.name}: {len(self):,} rows, {len(self.columns):,} columns"
        return _html(title, names, lines)


@dataclass(frozen=True)
class Noticed(Sequence[Flag]):
    """Flags that show themselves, gravest first."""

    flags: tuple[Flag, ...]
    source: str = ""

    def __len__(self) -> int:
        return len(self.flags)

    @overload
    def __getitem__(self, index: int) -> Flag: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Flag, ...]: ...

    def __getitem__(self, index: int | slice) -> Flag | tuple[Flag, ...]:
        return self.flags[index]

    def table(self) -> pa.Table:
        """Code, severity, column, count and message of each flag as an Arrow table."""
        import pyarrow as pa

        return pa.table(
            {
                "code": [flag.code for flag in self.flags],
                "severity": [str(flag.severity) for flag in self.flags],
                "column": pa.array([flag.column for flag in self.flags], pa.string()),
                "count": [flag.count or len(flag.rows) for flag in self.flags],
                "message": [flag.message for flag in self.flags],
            }
        )

    def to_pandas(self) -> pd.DataFrame:
        """The same as a pandas data frame (pandas must be installed)."""
        frame: pd.DataFrame = self.table().to_pandas()
        return frame

    def _repr_html_(self) -> str:
        lines = [
            [flag.severity, flag.column or "", flag.count or len(flag.rows), flag.message]
            for flag in self.flags
        ]
        title = f"{self.source}: {len(self.flags):,} things to know"
        return _html(title, ["severity", "column", "count", "what was noticed"], lines)


def read(
    file: str | PathLike[str], *, missing: Sequence[str] = (), sheet: str | None = None
) -> Rows:
    """See `datashift.read`."""
    return _shown(read_table(Path(file), missing=missing, sheet=sheet))


def check(
    table: Table | str | PathLike[str], *, country: str | None = None, today: date | None = None
) -> Noticed:
    """See `datashift.check`."""
    rows = table if isinstance(table, Table) else read_table(Path(table))
    flags = look_at(rows, country=country, today=today or _today())
    order = {"stops": 0, "look": 1, "note": 2}
    return Noticed(tuple(sorted(flags, key=lambda flag: order[flag.severity])), rows.source.name)


def run(
    study: Study | str | PathLike[str],
    *,
    out: str | PathLike[str] | None = None,
    force: bool = False,
    today: date | None = None,
) -> Release:
    """See `datashift.run`."""
    return run_study(
        study if isinstance(study, Study) else load(Path(study)),
        out=Path(out) if out is not None else None,
        force=force,
        today=today or _today(),
    )


def _shown(table: Table) -> Rows:
    fields = {field.name: getattr(table, field.name) for field in dataclasses.fields(Table)}
    return Rows(**fields)


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the day where the person sits


def _html(title: str, names: Iterable[str], lines: Iterable[Iterable[object]]) -> str:
    head = "".join(f"<th>{html.escape(name)}</th>" for name in names)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(_cell(value))}</td>" for value in line) + "</tr>"
        for line in lines
    )
    return (
        f"<p>{html.escape(title)}</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= 200 else f"{text[:199]}…"
