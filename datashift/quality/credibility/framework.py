"""A framework of an authority as data: gates, criteria, the words of each level, the threshold.

A new one is a file; nothing here knows Kenya from the United Kingdom.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from datashift.kit.problem import Problem

Comparator = Literal["at least", "more than"]
SCORES = (3, 2, 1, 0)
_FOLDER = Path(__file__).parent / "frameworks"


@dataclass(frozen=True)
class Gate:
    """What must hold before anything is scored.

    Args:
        parts: what it consists of, all needed; empty for a gate that is one question.
        goodwill: why passing may depend on an authority's goodwill; "" when it does not.
        rule: "documents" when a machine can look for the parts; "" when only a person can say.
    """

    id: str
    name: str
    question: str
    parts: Mapping[str, str]
    goodwill: str
    rule: str


@dataclass(frozen=True)
class Criterion:
    """What is scored from 0 to 3.

    Args:
        levels: the meaning of each score, where the framework's words are at hand.
        parts: what is counted, for a criterion that counts.
        rule: how a machine may suggest a score; without levels in it, it only gathers evidence.
    """

    id: str
    name: str
    question: str
    levels: Mapping[int, str]
    parts: Mapping[str, str]
    rule: Mapping[str | int, Any]


@dataclass(frozen=True)
class Framework:
    """One version of one authority's framework.

    Args:
        country: alpha-2 code.
        comparator, average: the average score asked for, and whether reaching it is enough.
        decisions: what the source leaves open and how it is read here.
        replaced_by: id of the version that came after; "" for the one in force.
    """

    id: str
    name: str
    authority: str
    country: str
    version: str
    source: str
    comparator: Comparator
    average: Fraction
    gates: tuple[Gate, ...]
    criteria: tuple[Criterion, ...]
    decisions: tuple[str, ...]
    replaced_by: str

    def gate(self, key: str) -> Gate:
        """The gate of that id (KeyError when there is none)."""
        return {gate.id: gate for gate in self.gates}[key]

    def criterion(self, key: str) -> Criterion:
        """The criterion of that id (KeyError when there is none)."""
        return {criterion.id: criterion for criterion in self.criteria}[key]


@cache
def frameworks() -> tuple[Framework, ...]:
    """All that ship: those in force first, then by id."""
    found = [read(path) for path in sorted(_FOLDER.glob("*.yaml"))]
    return tuple(sorted(found, key=lambda one: (one.replaced_by != "", one.id)))


def framework(key: str) -> Framework:
    """The framework of that id (KeyError when there is none)."""
    return {one.id: one for one in frameworks()}[key]


def read(path: Path) -> Framework:
    """A framework from its file, for an authority that is not among those that ship.

    Raises:
        Problem: the file does not say what a framework must say.
    """
    try:
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
        return _framework(said)
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise Problem(
            f"This is not a credibility framework: {_wrong(error)}",
            file=path.name,
            do="Compare it with one that ships",
            code="credibility.framework",
        ) from error


def _wrong(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"{error.args[0]} is not given"
    if isinstance(error, yaml.YAMLError):
        return "it is not well-formed YAML"
    return str(error)


def _framework(said: Mapping[str, Any]) -> Framework:
    comparator = said["average"]["comparator"]
    if comparator not in ("at least", "more than"):
        raise ValueError('the comparator is neither "at least" nor "more than"')
    criteria = tuple(_criterion(one) for one in said["criteria"])
    if not criteria:
        raise ValueError("it has no criteria")
    return Framework(
        id=said["id"],
        name=said["name"],
        authority=said["authority"],
        country=said["country"],
        version=str(said["version"]),
        source=said["source"],
        comparator=comparator,
        average=Fraction(str(said["average"]["value"])),
        gates=tuple(_gate(one) for one in said["gates"]),
        criteria=criteria,
        decisions=tuple(said.get("decisions", ())),
        replaced_by=said.get("replaced_by", ""),
    )


def _gate(said: Mapping[str, Any]) -> Gate:
    return Gate(
        id=said["id"],
        name=said["name"],
        question=said["question"],
        parts=dict(said.get("parts", {})),
        goodwill=said.get("goodwill", ""),
        rule=said.get("rule", ""),
    )


def _criterion(said: Mapping[str, Any]) -> Criterion:
    levels = dict(said.get("levels", {}))
    if levels and set(levels) != set(SCORES):
        raise ValueError(f"the levels of {said['id']} are not 3, 2, 1 and 0")
    return Criterion(
        id=said["id"],
        name=said["name"],
        question=said["question"],
        levels=levels,
        parts=dict(said.get("parts", {})),
        rule=dict(said.get("rule", {})),
    )
