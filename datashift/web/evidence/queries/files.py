"""The files of a study, and their rows shown back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain, count
from typing import Any

from datashift.web.evidence.models import DataFile, Study
from datashift.web.evidence.queries.samples import cell

BUSY = frozenset({DataFile.State.QUEUED, DataFile.State.READING})


@dataclass(frozen=True)
class Files:
    """What a study has now.

    Args:
        files: in the order they were brought.
    """

    files: tuple[DataFile, ...]

    @property
    def is_busy(self) -> bool:
        return any(file.state in BUSY for file in self.files)

    @property
    def is_ready(self) -> bool:
        """Whether there are rows to look at."""
        return any(
            file.state == DataFile.State.READY and file.part == DataFile.Part.DATA
            for file in self.files
        )


@dataclass(frozen=True)
class Rows:
    """Some rows of a file.

    Args:
        columns: the columns, as the file's catalogue has them; `hidden` where values are not shown.
        rows: file row number and the cells of each.
    """

    columns: tuple[Mapping[str, Any], ...]
    rows: tuple[tuple[int, tuple[str | None, ...]], ...]


def current_files(study: Study) -> Files:
    return Files(tuple(study.files.filter(replaced_at=None).select_related("brought_by")))


def free_name(study: Study, wanted: str) -> str:
    """A name that no file of the study has now."""
    taken = set(study.files.filter(replaced_at=None).values_list("name", flat=True))
    stem, dot, ending = wanted.rpartition(".")
    tries = chain([wanted], (f"{stem}-{number}{dot}{ending}" for number in count(2)))
    return next(name for name in tries if name not in taken)


def rows_of(file: DataFile, start: int, number: int) -> Rows:
    """Some rows of a file that was read; personal columns stay hidden until somebody keeps them.

    Raises:
        Problem: its table is not there.
    """
    from datashift.tables import slices

    shown = _columns(file)
    data, numbers = slices.some_rows(file.table_folder, start, number)
    values = [
        [None] * len(numbers) if each["hidden"] else _cells(data, each["name"]) for each in shown
    ]
    cells = zip(*values, strict=True) if values else ((),) * len(numbers)
    return Rows(tuple(shown), tuple(zip(numbers, cells, strict=True)))


def _cells(data: Any, name: str) -> list[str | None]:
    return [cell(value) for value in data.column(name).to_pylist()]


def _columns(file: DataFile) -> list[dict[str, Any]]:
    return [
        {
            **each,
            "number": each["kind"] in ("integer", "number"),
            "hidden": each["kind"] == "geometry" or bool(each.get("personal")),
        }
        for each in file.columns
    ]
