"""Ushahidi: reports of its second version, posts of the platform after it, as CSV."""

from __future__ import annotations

from collections.abc import Sequence

from datashift.kit.language import verbatim
from datashift.questionnaires.sources.columns import put
from datashift.questionnaires.sources.export import Raw, Record, Tree
from datashift.questionnaires.sources.grid import Grid
from datashift.questionnaires.sources.names import Names

_OLD = verbatim(frozenset({"INCIDENT TITLE", "INCIDENT DATE"}))
_NEW = verbatim("Post ID")
_NEW_TOO = verbatim(frozenset({"Post Status", "Survey", "Created (UTC)", "Post Date (UTC)"}))
_STATES = verbatim({"Post Status", "Updated (UTC)"})
_IDS = ("#", "Serial", _NEW)
_MOMENTS = verbatim(("INCIDENT DATE", "Created (UTC)", "Post Date (UTC)"))
_POINTS = (("LATITUDE", "LONGITUDE"), ("Latitude", "Longitude"))


def knows_table(heading: Sequence[str]) -> bool:
    """Whether a table's heading is Ushahidi's."""
    return set(heading) >= _OLD or (_NEW in heading and bool(_NEW_TOO.intersection(heading)))


def tables(found: Sequence[Grid], names: Names) -> Raw:
    """One report for each row. Its number is its id; a deployment's file is one questionnaire."""
    grid = found[0]
    raw = Raw("ushahidi", title=grid.sheet)
    points = _points(grid.heading)
    theirs = next((each for each in _IDS if each in grid.heading), "")
    parts = {name for pair in points.values() for name in pair}
    for number, row in grid.rows:
        told = dict(zip(grid.heading, row, strict=True))
        answers: Tree = {}
        for heading in grid.heading:
            if heading in parts or heading == theirs or heading in _STATES or not heading:
                continue
            path = names.path(heading)
            raw.labels.setdefault(path, heading)
            if heading in _MOMENTS:
                raw.kinds.setdefault(path, "datetime")
            if told[heading]:
                put(answers, path, told[heading].rstrip(", "))
        for heading, (latitude, longitude) in points.items():
            path = names.path(heading)
            raw.labels.setdefault(path, heading)
            raw.kinds.setdefault(path, "geopoint")
            if told[latitude] and told[longitude]:
                put(answers, path, f"{told[latitude]} {told[longitude]}")
        identity = f"ushahidi:{told[theirs]}" if theirs and told[theirs] else ""
        raw.records.append(Record(grid.file, number, identity, answers))
    return raw


def _points(heading: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Headings of points to their two columns."""
    pair = next((each for each in _POINTS if set(each) <= set(heading)), None)
    found = {"point": pair} if pair else {}
    for each in heading:
        stem = each.removesuffix(".lat")
        if stem != each and f"{stem}.lon" in heading:
            found[stem] = (each, f"{stem}.lon")
    return found
