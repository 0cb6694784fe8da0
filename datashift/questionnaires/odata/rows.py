"""One submission as rows of a table."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from datashift.questionnaires.odata.schema import MAIN, Field, identifier
from datashift.questionnaires.odata.values import value
from datashift.questionnaires.submission import Value

Row = dict[str, Any]
LINK = "@odata.navigationLink"


@dataclass(frozen=True)
class Entry:
    """A row of a repeat's table.

    Args:
        row: what it holds.
        within: keys of the rows that it stands in, the submission's first.
        place: where it stands, as Central's CSV has it for a key: ``uuid:…/home/member[2]``.
        parent: the same of the row around it; of the outermost the submission's key.
    """

    row: Row
    within: tuple[str, ...]
    place: str
    parent: str


@dataclass(frozen=True)
class _Turn:
    """A row of a repeat with where it stands: its link, and the path of the row around it.

    Args:
        place, parent: as of an `Entry`.
    """

    row: Row
    link: str
    within: tuple[str, ...]
    outer: tuple[str, ...]
    place: str
    parent: str


def main_row(
    values: Iterable[Value], form: Field, *, key: str, expand: bool = False, wkt: bool = False
) -> Row:
    """The submission's row of the main table.

    Args:
        key: of the submission, which stays the same when it is edited.
        expand: with its repeats inside; otherwise only links to them.
        wkt: places as well-known text, not GeoJSON.
    """
    row = _grown(values, form, key, wkt)
    _link(row, form, _link_of(key), expand=expand)
    return row


def repeat_rows(
    values: Iterable[Value],
    form: Field,
    repeat: Field,
    *,
    key: str,
    expand: bool = False,
    wkt: bool = False,
) -> Iterator[Entry]:
    """The submission's rows of a repeat's table, each with the key of the row it stands in."""
    start = _Turn(_grown(values, form, key, wkt), _link_of(key), (key,), (), key, key)
    for turn in _turns(start, form, repeat.path):
        _link(turn.row, repeat, turn.link, expand=expand)
        parent = "-".join((MAIN, *map(identifier, turn.outer)))
        turn.row[f"__{parent}-id"] = turn.within[-1]
        yield Entry(turn.row, turn.within, turn.place, turn.parent)


def selected(row: Row, wanted: Sequence[str]) -> Row:
    """Only what was asked for: ``name``, ``group/name`` or ``group``."""
    found: Row = {}
    for path in wanted:
        source, target = row, found
        *groups, last = path.split("/")
        for name in groups:
            inner = source.get(name)
            source = inner if isinstance(inner, dict) else {}
            target = target.setdefault(name, {})
        if last in source:
            target[last] = source[last]
    return found


def frame(form: Field) -> Row:
    """A row without answers: every column is there."""
    return {
        each.key: frame(each) if each.type == "structure" else None
        for each in form.contents.values()
        if each.type != "repeat"
    }


def _grown(values: Iterable[Value], form: Field, key: str, wkt: bool) -> Row:
    """The whole tree."""
    row: Row = {"__id": key, **frame(form)}
    for item in values:
        _put(row, form, item, key, wkt)
    return row


def _put(row: Row, form: Field, item: Value, key: str, wkt: bool) -> None:
    at, here = row, form
    for depth, name in enumerate(item.path):
        inner = here.contents.get(name)
        if inner is None:
            return  # no version asks this
        if inner.type == "repeat":
            at = _turn(at, inner, item, depth, key)
        elif inner.type == "structure":
            at = at[inner.key]
        elif item.leaf and depth == len(item.path) - 1:
            read = value(inner.type, item.text, wkt=wkt)
            # A second answer to one question does not take the place of the first.
            at[inner.key] = read if at[inner.key] is None else at[inner.key]
        here = inner


def _turn(at: Row, repeat: Field, item: Value, depth: int, key: str) -> Row:
    """The row of one turn of a repeat."""
    turns: list[Row] = at.setdefault(repeat.key, [])
    while len(turns) <= item.places[depth]:
        places = (*item.places[:depth], len(turns))
        turns.append({"__id": _key(key, repeat.path, places), **frame(repeat)})
    return turns[item.places[depth]]


def _key(key: str, path: Sequence[str], places: Sequence[int]) -> str:
    """A key for a turn: the same for the same place of the same submission."""
    steps = (f"{name}#{place}" for name, place in zip(path, places, strict=True))
    told = "/".join((f"{MAIN}#{key}", *steps))
    return hashlib.sha256(told.encode()).hexdigest()[:40]


def _link_of(key: str) -> str:
    return f"{MAIN}('{quote(key, safe='')}')"


def _link(row: Row, form: Field, link: str, *, expand: bool) -> None:
    """Links to repeats; without `expand` they take the place of the repeats."""
    for each in form.contents.values():
        place = f"{link}/{each.key}"
        if each.type == "structure":
            _link(row[each.key], each, place, expand=expand)
        elif each.type == "repeat" and each.key in row:
            turns = row[each.key] if expand else row.pop(each.key)
            row[each.key + LINK] = place
            for turn in turns if expand else ():
                _link(turn, each, f"{place}('{turn['__id']}')", expand=True)


def _turns(at: _Turn, form: Field, path: Sequence[str]) -> Iterator[_Turn]:
    """The turns of the repeat at a path below the row."""
    inner = form.contents[path[0]]
    link, place, rest = f"{at.link}/{inner.key}", f"{at.place}/{inner.name}", path[1:]
    if inner.type == "structure":
        group = _Turn(at.row[inner.key], link, at.within, at.outer, place, at.parent)
        yield from _turns(group, inner, rest)
        return
    for number, row in enumerate(at.row.get(inner.key, []), start=1):
        mine, here = f"{link}('{row['__id']}')", f"{place}[{number}]"
        if rest:
            within = (*at.within, row["__id"])
            yield from _turns(_Turn(row, mine, within, inner.path, here, here), inner, rest)
        else:
            yield _Turn(row, mine, at.within, at.outer, here, at.parent)
