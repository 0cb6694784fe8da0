"""Which platform an export is of, told by what is in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from datashift.kit.documents import json_of
from datashift.kit.problem import Problem
from datashift.kit.progress import Progress
from datashift.questionnaires.sources.bundle import Bundle
from datashift.questionnaires.sources.export import Raw
from datashift.questionnaires.sources.grid import Grid, grids
from datashift.questionnaires.sources.names import Names
from datashift.questionnaires.sources.platforms import (
    central,
    commcare,
    epicollect,
    google,
    instances,
    kobo,
    ushahidi,
)

_TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xlsm")
_DEEPEST = 60
_ENVELOPES = ("results", "data", "value", "submissions")


def read(bundle: Bundle, names: Names, progress: Progress) -> Raw:
    """Read an export whatever its platform.

    Raises:
        Problem: it is none that is known, or damaged.
    """
    documents = [(part, _json(bundle, part)) for part in bundle.parts if _is_json(bundle, part)]
    if documents:
        return _of_json(bundle, documents, names)
    xmls = instances.documents(bundle)
    try:
        raw = _of_tables(_tables(bundle, progress), names)
    except Problem:
        if not xmls:  # a spreadsheet beside filled questionnaires is no matter
            raise
        raw = None
    if raw is not None:
        raw.flat = True
        return raw
    if xmls:
        return instances.read(bundle, names, progress)
    raise unknown(bundle.name)


def _is_json(bundle: Bundle, part: str) -> bool:
    if part.lower().endswith((".json", ".geojson")):
        return True
    alone = len(bundle.parts) == 1
    return alone and bundle.head(part).lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in {b"[", b"{"}


def _json(bundle: Bundle, part: str) -> Any:
    try:
        found = json_of(bundle.read(part))
        _check_depth(found)
    except (ValueError, RecursionError) as error:
        raise Problem(
            "The JSON cannot be read: it is cut off, or no JSON",
            file=part.rpartition("/")[2],
            do="Export it again",
            code="source.broken",
        ) from error
    return found


def _check_depth(found: Any) -> None:
    """Refuse what is nested deeper than a submission may be."""
    level = [found]
    for _ in range(_DEEPEST):
        level = [
            inner
            for each in level
            if isinstance(each, (dict, list))
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
        if not level:
            return
    raise ValueError


def _of_json(bundle: Bundle, documents: Sequence[tuple[str, Any]], names: Names) -> Raw:
    part, first = documents[0]
    name = part.rpartition("/")[2]
    if all(epicollect.knows_document(each) for _, each in documents):
        names.separator = "/"
        return epicollect.documents([(p.rpartition("/")[2], each) for p, each in documents], names)
    if central.knows_document(first):
        return central.document(first, names, name)
    if commcare.knows_document(first):
        return commcare.document(first, names, name)
    records = _records(first)
    if kobo.knows_records(records):
        return kobo.records(records, names, name)
    raise unknown(bundle.name)


def _records(document: Any) -> list[Any]:
    if isinstance(document, dict):
        document = next((document[key] for key in _ENVELOPES if key in document), [])
    return document if isinstance(document, list) else []


def _tables(bundle: Bundle, progress: Progress) -> list[Grid]:
    parts = [
        part
        for part in bundle.parts
        if (part.lower().endswith(_TABLES) or len(bundle.parts) == 1)
        and not part.startswith("media/")
        and bundle.head(part).lstrip()[:1] != b"<"
    ]
    found: list[Grid] = []
    for place, part in enumerate(parts, start=1):
        progress("Reading the file", place, len(parts))
        found += [grid for grid in grids(bundle, part) if any(grid.heading)]
    return found


def _of_tables(found: list[Grid], names: Names) -> Raw | None:
    if not found:
        return None
    heading = found[0].heading
    if any(central.knows_table(grid.heading) for grid in found):
        names.separator = "-"
        return central.tables([g for g in found if central.knows_table(g.heading)], names)
    if commcare.knows_table(heading):
        names.separator = "."
        return commcare.tables(found, names)
    if any(epicollect.knows_table(grid.heading) for grid in found):
        names.separator = "\x00"
        return epicollect.tables([g for g in found if epicollect.knows_table(g.heading)], names)
    if kobo.knows_table(heading):
        names.separator = "/"
        return kobo.tables(found, names)
    if ushahidi.knows_table(heading):
        names.separator = "\x00"
        return ushahidi.tables(found, names)
    if google.knows_table(found[0]):
        names.separator = "\x00"
        return google.tables(found, names)
    return None


def unknown(name: str) -> Problem:
    """The file is no export that is known."""
    return Problem(
        "This is no export of KoboToolbox, ODK, Ona, Ushahidi, Epicollect5, CommCare or Google "
        "Forms that could be recognised",
        file=name,
        do="Export it with its ids (in KoboToolbox the columns _id and _uuid), or bring it as data "
        "of a study",
        code="source.unknown",
    )
