"""Lists of choices that a form keeps in files beside it: CSV, and GeoJSON.

Where the form does not say which, ODK stores the column `name` of CSV and shows `label`; of GeoJSON it
stores `id` and shows `title`. Source: XLSForm reference, "Multiple choice from file".
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from datashift.kit.documents import json_of
from datashift.kit.problem import Problem
from datashift.questionnaires.xml import UNWRITABLE


def check(content: bytes, name: str) -> None:
    """Refuse a list that would not be read whole.

    Args:
        name: the file's name, which says what it is.

    Raises:
        Problem: it is not in UTF-8, a line cannot be read, a character cannot be seen, no GeoJSON.
    """
    try:
        for _ in _rows(content, name, strict=True):
            pass
    except Problem as problem:
        problem.file = name
        raise


def rows(content: bytes, name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of a list, each as heading to text, as far as they can be read.

    Args:
        name: the file's name, which says what it is; of other kinds than the two there are no rows.
    """
    found = []
    with suppress(Problem):
        for row in _rows(content, name, strict=False):
            found.append(row)  # noqa: PERF402 - those before an error are kept
    return tuple(found)


def _rows(content: bytes, name: str, *, strict: bool) -> Iterator[Mapping[str, str]]:
    if name.endswith(".csv"):
        yield from _of_csv(content, strict=strict)
    elif name.endswith(".geojson"):
        yield from _of_geojson(content)


def columns(name: str) -> tuple[str, str]:
    """What is stored of a row and what is shown, where the form does not say."""
    return ("id", "title") if name.endswith(".geojson") else ("name", "label")


def _of_csv(content: bytes, *, strict: bool) -> Iterator[Mapping[str, str]]:
    try:
        text = content.decode("utf-8-sig", "strict" if strict else "replace")
    except UnicodeDecodeError as error:
        raise Problem(
            "The file is not in UTF-8", do="Save it as CSV UTF-8", code="choices.encoding"
        ) from error
    lines = csv.reader(io.StringIO(text, newline=""), strict=strict)
    names: list[str] = []
    try:
        for cells in lines:
            if strict and any(map(UNWRITABLE.search, cells)):
                raise Problem(
                    "This line holds a character that cannot be seen",
                    line=lines.line_num, do="Type its cells anew", code="choices.letter",
                )  # fmt: skip
            told = [UNWRITABLE.sub("", cell) for cell in cells]
            if not names:
                names = [name.strip() for name in told]
            elif any(told):
                yield dict(zip(names, told, strict=False))
    except csv.Error as error:
        raise Problem(
            "This line cannot be read", line=lines.line_num, do="Look at its quotation marks",
            code="choices.line",
        ) from error  # fmt: skip


def _of_geojson(content: bytes) -> Iterator[Mapping[str, str]]:
    try:
        features = json_of(content)["features"]
        found = [{"id": one.get("id"), **(one.get("properties") or {})} for one in features]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise Problem(
            "The file is no list of places: GeoJSON with features is needed",
            do="Save it again as GeoJSON",
            code="choices.places",
        ) from error
    for one in found:
        yield {str(key): _text(value) for key, value in one.items()}


def _text(value: Any) -> str:
    return "" if value is None else UNWRITABLE.sub("", str(value))
