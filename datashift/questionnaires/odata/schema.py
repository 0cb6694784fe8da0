"""What the tables of a questionnaire hold: one table, and one for each repeat."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from datashift.questionnaires.questionnaire import DATA_FILES, Group, Question, Questionnaire
from datashift.questionnaires.typed import kind_of

MAIN = "Submissions"
_TYPES = {
    "integer": "int",
    "decimal": "decimal",
    "date": "date",
    "moment": "dateTime",
    "point": "geopoint",
    "line": "geotrace",
    "shape": "geoshape",
}
_OTHERS = {"time": "time", "select_one": "select1", "select_multiple": "select", "rank": "odk:rank"}
_BINARY = frozenset({"image", "audio", "video", "file", "audit", "background-audio"})
_META = ("instanceID", "instanceName")


@dataclass
class Field:
    """An answer, a group or a repeat.

    Args:
        name: as the questionnaire says it.
        path: names from below the root down to it.
        type: as XForms says it; `structure` and `repeat` for groups.
        contents: by name.
    """

    name: str
    path: tuple[str, ...] = ()
    type: str = "structure"
    contents: dict[str, Field] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Its name in OData."""
        return identifier(self.name)

    def walk(self) -> Iterator[Field]:
        """All below it, in order."""
        for each in self.contents.values():
            yield each
            yield from each.walk()

    def repeats(self) -> Iterator[Field]:
        """The repeats below it, outer ones first."""
        return (each for each in self.walk() if each.type == "repeat")

    @property
    def table(self) -> str:
        """Name of the table, if it has one of its own: ``Submissions.household.member``."""
        return ".".join((MAIN, *map(identifier, self.path)))


def identifier(name: str) -> str:
    """A name as OData allows it: letters, digits and underscores (OData CSDL 4.01, 15.2)."""
    allowed = "".join(each if f"_{each}".isidentifier() else " " for each in name)
    joined = re.sub(" +", "_", allowed)
    return joined if joined.isidentifier() else f"_{joined}"


def schema(versions: Sequence[Questionnaire]) -> Field:
    """All that any version asks, the newest first: where two differ in kind it decides."""
    root = Field("")
    for version in versions:
        _add(root, version.contents)
    meta = root.contents.setdefault("meta", Field("meta", ("meta",)))
    for name in _META:
        meta.contents.setdefault(name, Field(name, ("meta", name), "string"))
    return root


def _add(root: Field, contents: Sequence[Question | Group]) -> None:
    for each in contents:
        path = tuple(each.path.split("/"))
        if isinstance(each, Group):
            _put(root, path, "repeat" if each.repeats else "structure")
            _add(root, each.contents)
        elif each.kind not in DATA_FILES:
            _put(root, path, _type(each))


def _put(root: Field, path: tuple[str, ...], kind: str) -> None:
    """Groups that are only in the paths of their questions come along."""
    at = root
    for depth, name in enumerate(path, start=1):
        last = depth == len(path)
        found = at.contents.get(name)
        if found is None:
            found = Field(name, path[:depth], kind if last else "structure")
            at.contents[name] = found
        at = found


def _type(question: Question) -> str:
    if question.kind in _BINARY:
        return "binary"
    return _OTHERS.get(question.kind) or _TYPES.get(kind_of(question), "string")
