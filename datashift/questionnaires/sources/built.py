"""A questionnaire made of what an export holds, where nobody has the form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from datashift.kit.problem import Problem
from datashift.questionnaires import submission
from datashift.questionnaires.questionnaire import (
    UNNAMED,
    Choice,
    Group,
    Question,
    Questionnaire,
)
from datashift.questionnaires.sources import moments, numerals
from datashift.questionnaires.sources.export import Path, Raw, Tree
from datashift.questionnaires.sources.names import xml_name

VERSION = "imported"
_WHOLE = re.compile(r"[+-]?(0|[1-9]\d{0,14})", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(0|[1-9]\d{0,14})?\.?\d+([eE][+-]?\d+)?", re.ASCII)
_POINT = re.compile(r"-?\d{1,2}(\.\d+)? -?\d{1,3}(\.\d+)? -?\d+(\.\d+)? \d+(\.\d+)?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([+-]\d{2}:?\d{2}|Z)?")
_PRELOADED = {"start": "start", "end": "end", "today": "today", "deviceid": "deviceid",
              "username": "username", "phonenumber": "phonenumber"}  # fmt: skip
_PICTURES = re.compile(r"[^/\\]{1,200}\.(jpe?g|png|heic|webp|gif)", re.IGNORECASE)
_SOUNDS = re.compile(r"[^/\\]{1,200}\.(mp3|m4a|amr|aac|ogg|opus|wav)", re.IGNORECASE)
_FILMS = re.compile(r"[^/\\]{1,200}\.(mp4|3gpp?|webm|mov)", re.IGNORECASE)
_KOBO_NAME = re.compile(r"(.+?) - (?:all versions|latest version)\b.*", re.IGNORECASE)
_LONGEST_LABEL = 1_000


@dataclass
class _Node:
    """What stands at a path: a question, a group, or a repeat."""

    below: dict[str, _Node] = field(default_factory=dict)
    repeats: bool = False
    texts: set[str] = field(default_factory=set)


_ENOUGH = 2_000  # different answers of a question, looked at to tell its kind


def questionnaire(raw: Raw, name: str) -> Questionnaire:
    """The questionnaire that the columns suggest; kinds only where every answer is of one.

    Args:
        name: of the file that was brought.

    Raises:
        Problem: there is nothing to build it from.
    """
    root = _Node()
    for record in raw.records:
        _grow(root, record.answers)
    versions: Counter[str] = Counter()
    for sealed in raw.sealed:
        filled = submission.read(sealed.text)
        versions[filled.version] += 1
        _grow(root, tree_of(filled))
    if not root.below:
        raise Problem("No submission in the export has an answer", file=name, code="source.empty")
    root.below.pop("meta", None)
    root.below.pop("imported", None)
    title = raw.title or raw.form_id or _stem(name)
    return Questionnaire(
        id=raw.form_id or xml_name(_stem(title)),
        version=versions.most_common(1)[0][0] if versions else VERSION,
        title=_stem(title),
        contents=tuple(_contents(root, (), raw)),
    )


def _stem(name: str) -> str:
    """The name of a file without its ending, and without what Kobo adds to it."""
    stem = PurePath(name).name
    for ending in (".csv", ".xlsx", ".xls", ".json", ".zip", ".xml"):
        stem = stem.removesuffix(ending)
    found = _KOBO_NAME.fullmatch(stem)
    return (found[1] if found else stem).strip() or "import"


def tree_of(filled: submission.Submission) -> Tree:
    """A submission's answers as a tree; namesakes are rows of a repeat."""
    again = {value.path for value in filled.values if value.places[-1]}
    tree: Tree = {}
    for value in filled.values:
        level: Tree = tree
        for length, (name, place) in enumerate(
            zip(value.path[:-1], value.places[:-1], strict=True), start=1
        ):
            below = level.setdefault(name, [] if value.path[:length] in again else {})
            if isinstance(below, list):
                while len(below) <= place:
                    below.append({})
                below = below[place]
            if not isinstance(below, dict):
                break
            level = below
        else:
            if value.leaf and value.path[0] != "meta" and value.path not in again:
                level[value.path[-1]] = value.text
    return tree


def _grow(node: _Node, tree: Tree) -> None:
    for name, value in tree.items():
        below = node.below.setdefault(name, _Node())
        if isinstance(value, str):
            if len(below.texts) < _ENOUGH and value:
                below.texts.add(value)
        elif isinstance(value, list):
            below.repeats = True
            for row in value:
                _grow(below, row)
        else:
            _grow(below, value)


def _contents(node: _Node, path: Path, raw: Raw) -> Iterator[Question | Group]:
    for name, below in node.below.items():
        here = (*path, name)
        where = "/".join(here)
        label = {UNNAMED: _label(raw.labels.get(here) or name)}
        if below.below or below.repeats:
            inside = tuple(_contents(below, here, raw))
            if inside:
                yield Group(name, where, inside, labels=label, repeats=below.repeats)
        else:
            kind = kind_of(here, below.texts, raw.kinds)
            if kind == "text" and here not in raw.kinds:
                kind = _otherwise_written(here, below.texts, raw)
            # What was chosen and has no column of its own was a choice too: "none".
            seen = sorted({word for text in below.texts for word in text.split()})
            offered = dict.fromkeys((*raw.choices.get(here, ()), *seen))
            choices = tuple(Choice(each, {UNNAMED: each}) for each in _names(offered))
            if kind == "select_multiple" and not choices:
                kind = "text"
            yield Question(
                name,
                where,
                kind,
                labels={} if kind in _PRELOADED.values() else label,
                choices=choices if kind == "select_multiple" else (),
                choice_list=xml_name("_".join(here)) if kind == "select_multiple" else "",
            )


def _names(choices: Iterable[str]) -> Iterator[str]:
    """Those that can be names: one of several answers has no space."""
    return (each for each in choices if each and not re.search(r"\s", each))


def _label(text: str) -> str:
    return " ".join(text.replace("${", "$ {").split())[:_LONGEST_LABEL] or "-"


def kind_of(path: Path, texts: set[str], kinds: Mapping[Path, str]) -> str:
    """The kind of question that has all these answers."""
    if len(path) == 1 and path[0] in _PRELOADED:
        return _preloaded(path[0], texts)
    if path in kinds:
        return kinds[path]
    if not texts:
        return "text"
    for kind, pattern in (
        ("integer", _WHOLE),
        ("decimal", _DECIMAL),
        ("geopoint", _POINT),
        ("date", _DAY),
        ("datetime", _MOMENT),
        ("image", _PICTURES),
        ("audio", _SOUNDS),
        ("video", _FILMS),
    ):
        if all(pattern.fullmatch(text) for text in texts):
            return kind
    if all(moments.moment(text) for text in texts):
        return "datetime" if any(":" in text for text in texts) else "date"
    return "text"


def _otherwise_written(path: Path, texts: set[str], raw: Raw) -> str:
    """The kind where all answers are numbers or places, but not as phones write them."""
    if not any(letter.isdecimal() for text in texts for letter in text):
        return "text"
    if all(_POINT.fullmatch(numerals.point(text) or text) for text in texts):
        return "geopoint"
    found = numerals.read(texts)
    if found.every and not found.unclear:
        whole = all(_WHOLE.fullmatch(found.said.get(text, text)) for text in texts)
        return "integer" if whole else "decimal"
    if found.every:
        numerals.tell_unclear(raw, path, dict.fromkeys(found.unclear, 0))
    return "text"


def _preloaded(name: str, texts: set[str]) -> str:
    """What a phone fills in; a question of that name with other answers is a question."""
    if name in {"start", "end"} and not all(moments.moment(text) for text in texts):
        return "text"
    if name == "today" and not all(moments.day(text) for text in texts):
        return "text"
    return _PRELOADED[name]
