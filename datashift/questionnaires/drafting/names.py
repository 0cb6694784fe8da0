"""Short names of questions and choices, which people need not see."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from datashift.kit.latin import latin
from datashift.questionnaires.questionnaire import Group, Question, Questionnaire, Texts, walk

LONGEST = 30
REFERENCE = re.compile(r"\$\{\s*([\w.\-]+)\s*\}")
# Columns that every table has already, and what an XForm keeps for itself.
_RESERVED = frozenset(
    {"meta", "data", "instance_id", "version", "deprecated_id", "row", "parent", "place", "name"}
)


def taken(questionnaire: Questionnaire) -> frozenset[str]:
    """Every name in use, of questions and groups."""
    return _RESERVED | {item.name for item in walk(questionnaire.contents)}


def plain(text: str, *, otherwise: str) -> str:
    """A name that machines take, from words: "Does the pump work?" gives `does_the_pump_work`.

    Args:
        otherwise: the name where the words have no letters that can be Latin ones.
    """
    letters = unicodedata.normalize("NFKD", latin(text)).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", letters)
    name = ""
    for word in words:
        if name and len(name) + 1 + len(word) > LONGEST:
            break
        name = f"{name}_{word}" if name else word[:LONGEST]
    if not name or len(name) < 2:
        return f"{otherwise}_{name}" if name else otherwise
    return name if name[0].isalpha() else f"{otherwise}_{name}"[:LONGEST].rstrip("_")


def free(wanted: str, others: Collection[str]) -> str:
    """The name, or the next one with a number that nobody has."""
    if wanted not in others and wanted not in _RESERVED:
        return wanted
    stem, _, last = wanted.rpartition("_")
    if not (stem and last.isdecimal()):
        stem, last = wanted, "1"
    number = int(last) + 1
    while f"{stem}_{number}" in others:
        number += 1
    return f"{stem}_{number}"


def references(item: Question | Group) -> tuple[str, ...]:
    """Names of the questions whose answers it looks at, each once; not those inside a group."""
    found: dict[str, None] = {}

    def note(text: str) -> str:
        found.update(dict.fromkeys(REFERENCE.findall(text)))
        return text

    rewritten(replace(item, contents=()) if isinstance(item, Group) else item, note)
    found.update(dict.fromkeys(item.triggers if isinstance(item, Question) else ()))
    return tuple(found)


def renamed(item: Question | Group, others: Mapping[str, str]) -> Question | Group:
    """Under other names, and so wherever the item looks at them itself."""

    def said(text: str) -> str:
        return REFERENCE.sub(lambda name: f"${{{others.get(name[1], name[1])}}}", text)

    found = replace(rewritten(item, said), name=others.get(item.name, item.name))
    if isinstance(found, Group):
        return replace(found, contents=tuple(renamed(each, others) for each in found.contents))
    return replace(found, triggers=tuple(others.get(name, name) for name in found.triggers))


def rewritten(item: Question | Group, change: Callable[[str], str]) -> Question | Group:
    """With every expression and every word that may name a question changed."""

    def words(texts: Texts) -> Texts:
        return {language: change(text) for language, text in texts.items()}

    if isinstance(item, Group):
        return replace(
            item,
            labels=words(item.labels),
            relevant=change(item.relevant),
            count=change(item.count),
            bind={name: change(value) for name, value in item.bind.items()},
        )
    return replace(
        item,
        labels=words(item.labels),
        hints=words(item.hints),
        guidance=words(item.guidance),
        required=change(item.required),
        required_messages=words(item.required_messages),
        relevant=change(item.relevant),
        constraint=change(item.constraint),
        constraint_messages=words(item.constraint_messages),
        read_only=change(item.read_only),
        calculation=change(item.calculation),
        default=change(item.default),
        choice_filter=change(item.choice_filter),
        choice_list=change(item.choice_list),
        bind={name: change(value) for name, value in item.bind.items()},
    )
