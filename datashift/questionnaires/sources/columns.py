"""Columns of an export gathered into answers: points of four columns, choices of many, repeats."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from datashift.questionnaires.sources.export import Path, Raw, Tree
from datashift.questionnaires.sources.grid import Grid
from datashift.questionnaires.sources.names import Names

PARTS = ("latitude", "longitude", "altitude", "accuracy")
_YES = {"1", "true", "1.0", "yes"}
_UNNAMED: Path = ("value",)
_NO = {"0", "false", "0.0", "", "no", "n/a"}
_NUMBERED = re.compile(r"\[([1-9]\d{0,2})\]")  # a number that exhausts memory is a name


@dataclass(frozen=True)
class Style:
    """How a platform writes headings.

    Args:
        separator: between a group and its question.
        points: endings of the columns of a point, in the order of `PARTS`.
        choices: between a question and one of its choices, where each has a column.
        missing: cells that mean nothing was answered.
    """

    separator: str
    points: tuple[str, str, str, str] | None = None
    choices: str = "/"
    missing: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Place:
    """What a column holds.

    Args:
        path: of the question.
        numbers: which of its repeats, counted from 1, by the length of the repeat's path.
        part: of a point.
        choice: of a question with several answers.
    """

    path: Path
    numbers: tuple[tuple[int, int], ...] = ()
    part: str = ""
    choice: str = ""


class Plan:
    """What each column of a table holds.

    Args:
        skip: headings that are the platform's own.
        base: path of the repeat whose rows the table holds.
    """

    def __init__(
        self,
        grid: Grid,
        names: Names,
        style: Style,
        raw: Raw,
        *,
        skip: frozenset[str] = frozenset(),
        base: Path = (),
    ) -> None:
        self._grid, self._names, self._style, self._raw = grid, names, style, raw
        self._base = base
        points, choices = self._points(), self._choices()
        self.places: list[Place | None] = []
        for at, heading in enumerate(grid.heading):
            if not heading or heading in skip:
                self.places.append(None)
            elif at in points:
                owner, part = points[at]
                self.places.append(self._place(owner, part=part, kind="geopoint"))
            elif at in choices:
                owner, choice = choices[at]
                self.places.append(self._choice(owner, choice))
            else:
                self.places.append(self._place(heading))

    def answers(self, row: Sequence[str]) -> Tree:
        """The answers of one row; the empty ones are left out."""
        tree: Tree = {}
        points: dict[tuple[Path, tuple[tuple[int, int], ...]], dict[str, str]] = defaultdict(dict)
        chosen: dict[tuple[Path, tuple[tuple[int, int], ...]], list[str]] = defaultdict(list)
        for place, cell in zip(self.places, row, strict=True):
            if place is None or not cell:
                continue
            if cell.casefold() in self._style.missing:
                self._raw.noticed.add(
                    "missing", '%(count)s cells say "n/a" or the like and are read as missing.'
                )
            elif place.part:
                points[place.path, place.numbers][place.part] = cell
            elif place.choice:
                if cell.casefold() in _YES:
                    chosen[place.path, place.numbers].append(place.choice)
            else:
                put(tree, place.path[len(self._base) :], cell, self._inner(place))
        for (path, numbers), choices in chosen.items():
            at = Place(path, numbers)
            if not taken(tree, path[len(self._base) :], self._inner(at)):
                put(tree, path[len(self._base) :], " ".join(choices), self._inner(at))
        for (path, numbers), parts in points.items():
            at = Place(path, numbers)
            whole = taken(tree, path[len(self._base) :], self._inner(at))
            if not whole and "latitude" in parts and "longitude" in parts:
                put(tree, path[len(self._base) :], point(parts), self._inner(at))
        return tree

    def _inner(self, place: Place) -> Mapping[int, int]:
        return {length - len(self._base): number for length, number in place.numbers}

    def _place(self, heading: str, *, part: str = "", kind: str = "") -> Place:
        numbers: tuple[tuple[int, int], ...] = ()
        plain = heading
        if found := list(_NUMBERED.finditer(heading)):
            plain = _NUMBERED.sub("", heading)
            path = self._names.path(plain, self._base)
            lengths = [
                len([p for p in re.split(r"[/.]", heading[: m.start()]) if p]) for m in found
            ]
            numbers = tuple(
                (len(self._base) + length, int(m[1]))
                for length, m in zip(lengths, found, strict=True)
            )
        else:
            path = self._names.path(heading, self._base)
        self._raw.labels.setdefault(path, plain)
        if kind:
            self._raw.kinds.setdefault(path, kind)
        return Place(path, numbers, part=part)

    def _choice(self, owner: str, choice: str) -> Place:
        place = self._place(owner, kind="select_multiple")
        offered = self._raw.choices.setdefault(place.path, [])
        question = self._names.question(place.path)
        if question is not None:
            for each in question.choices:
                if choice == each.name or choice in each.labels.values():
                    choice = each.name
        if choice not in offered:
            offered.append(choice)
        return Place(place.path, place.numbers, choice=choice)

    def _points(self) -> dict[int, tuple[str, str]]:
        """Columns that are parts of a point: only where latitude and longitude are both there."""
        if self._style.points is None:
            return {}
        heading = self._grid.heading
        found: dict[int, tuple[str, str]] = {}
        first, second = self._style.points[:2]
        for stem in [e.removesuffix(first) for e in heading if e.endswith(first)]:
            if stem + second not in heading:
                continue
            # Kobo writes the parts of "well" as _well_latitude, in a group g/_well_latitude.
            group, mark, last = stem.rpartition("/")
            owner = group + mark + (last.removeprefix("_") if first.startswith("_") else last)
            for ending, part in zip(self._style.points, PARTS, strict=True):
                if stem + ending in heading:
                    found[heading.index(stem + ending)] = (owner, part)
        return found

    def _choices(self) -> dict[int, tuple[str, str]]:
        """Columns that are one choice each of a question with several answers."""
        mark, heading = self._style.choices, self._grid.heading
        siblings: dict[str, list[int]] = defaultdict(list)
        for at, each in enumerate(heading):
            owner, found, choice = each.rpartition(mark)
            if found and owner and choice:
                siblings[owner].append(at)
        chosen: dict[int, tuple[str, str]] = {}
        for owner, places in siblings.items():
            path = self._names.known(owner, self._base)
            kind = self._names.kind(path) if path else ""
            if kind and kind not in {"select_multiple", "rank"}:
                continue
            if not kind and not (owner in heading or len(places) > 1):
                continue
            if not kind and not all(self._is_yes_or_no(at) for at in places):
                continue
            for at in places:
                chosen[at] = (owner, heading[at][len(owner) + len(mark) :])
        return chosen

    def _is_yes_or_no(self, at: int) -> bool:
        cells = {row[at].casefold() for _, row in self._grid.rows}
        return cells <= _YES | _NO and bool(cells - {""})


def point(parts: Mapping[str, str]) -> str:
    """Latitude, longitude, altitude and accuracy as a phone writes them."""
    said = [parts.get(name, "") for name in PARTS]
    if said[3]:
        said[2] = said[2] or "0"
    return " ".join(each for each in said if each)


def put(tree: Tree, path: Path, text: str, numbers: Mapping[int, int] | None = None) -> None:
    """Write an answer at a path; `numbers` says which of its repeats, by the path's length.

    Where something else stands already (a group where an answer should, say), it goes beside it;
    what has the path of its own repeat is that row's value.
    """
    level, path = tree, path or _UNNAMED
    for length, name in enumerate(path[:-1], start=1):
        number = (numbers or {}).get(length)
        if number is None:
            level = _inside(level, name, dict, "group")
        else:
            rows = _inside(level, name, list, "rows")
            while len(rows) < number:
                rows.append({})
            level = rows[number - 1]
    if isinstance(level.get(path[-1]), (dict, list)):
        level[f"{path[-1]}_value"] = text
    else:
        level[path[-1]] = text


def _inside(level: Tree, name: str, kind: type, ending: str) -> Any:
    """What stands under a name, if it is of the kind; else it is begun under a longer name."""
    while not isinstance(level.setdefault(name, kind()), kind):
        name = f"{name}_{ending}"
    return level[name]


def taken(tree: Tree, path: Path, numbers: Mapping[int, int] | None = None) -> bool:
    """Whether something is answered at a path."""
    level: object = tree
    for length, name in enumerate(path, start=1):
        if not isinstance(level, dict) or name not in level:
            return False
        level = level[name]
        number = (numbers or {}).get(length)
        if number is not None and isinstance(level, list):
            if len(level) < number:
                return False
            level = level[number - 1]
    return bool(level)


def append(tree: Tree, path: Path, row: Tree) -> None:
    """Add a row to the repeat at a path."""
    level, path = tree, path or _UNNAMED
    for name in path[:-1]:
        level = _inside(level, name, dict, "group")
    _inside(level, path[-1], list, "rows").append(row)
