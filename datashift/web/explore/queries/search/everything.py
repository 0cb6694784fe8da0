"""One search over everything that is public, whatever it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from datashift import sdg
from datashift.figures import OfficialFigure
from datashift.kit.text import fold
from datashift.web.accounts.models import Organisation
from datashift.web.credibility.queries.nearness import wholes
from datashift.web.evidence.models import Finding
from datashift.web.explore.queries import catalogue, methods, published
from datashift.web.explore.queries.methods import Method
from datashift.web.explore.queries.places import Part, Place
from datashift.web.explore.queries.search import shelves
from datashift.web.explore.queries.search.index import words

Item = TypeVar("Item")
_LEAST = 0.5  # of the best hit of the framework; what is less like it is another subject
_MOST = 60  # hits of the framework that are counted
_SPEAKS_OF = 40.0  # score from which an indicator is what somebody asks for


@dataclass(frozen=True)
class Group(Generic[Item]):
    """What was found of one kind, best first, and how many there are in all."""

    items: tuple[Item, ...] = ()
    number: int = 0

    def __bool__(self) -> bool:
        return bool(self.items)


@dataclass(frozen=True)
class Compared:
    """A finding beside one of the official figures of its release.

    Args:
        number: of the official figure, from 1, as its page has it.
    """

    finding: Finding
    official: OfficialFigure
    number: int


@dataclass(frozen=True)
class Found:
    """What a search found, by kind; and when that is nothing, what may have been meant.

    Args:
        first: the kind of what is called just so; "" where its kinds come in their usual order.
    """

    framework: Group[sdg.Hit] = Group()
    places: Group[Place | Part] = Group()
    findings: Group[Finding] = Group()
    comparisons: Group[Compared] = Group()
    organisations: Group[Organisation] = Group()
    methods: Group[Method] = Group()
    meant: tuple[str, ...] = ()
    first: str = ""

    @property
    def groups(self) -> dict[str, Group[object]]:
        """Each kind that has something, by its name."""
        names = ("places", "findings", "comparisons", "organisations", "framework", "methods")
        order = sorted(names, key=lambda name: name != self.first)
        return {name: group for name in order if (group := getattr(self, name))}

    @property
    def number(self) -> int:
        return sum(group.number for group in self.groups.values())

    def __bool__(self) -> bool:
        return bool(self.groups)


def search(text: str, *, language: str = "en", limit: int = 10) -> Found:
    """Everything that a text may mean.

    Args:
        text: what somebody typed, in any of our languages and however it is spelt.
        language: of the official names in the answer.
        limit: how many of each kind.
    """
    text = text.strip()[:200]
    if not words(text):
        return Found()
    state = catalogue.state()
    framework = _framework(text, language, limit)
    text = sdg.as_code(text) or text
    codes = [
        hit.code for hit in framework.items if hit.kind == "indicator" and hit.score >= _SPEAKS_OF
    ]
    findings = _findings(text, codes, limit, state)
    organisations = _organisations(text, limit, state)
    so_called = any(fold(one.name) == fold(text) for one in organisations.items)
    found = Found(
        framework=framework,
        places=_places(text, limit, state),
        findings=findings,
        comparisons=_comparisons(findings.items, limit),
        organisations=organisations,
        methods=_methods(text, limit),
        first="organisations" if so_called else "",
    )
    return found or Found(meant=_meant(text, state))


def find_findings(text: str, limit: int) -> list[UUID]:
    """Keys of the findings with these words, or words like them; the best ones."""
    return [hit.key for hit in shelves.findings(catalogue.state()).find(text)[:limit]]


def _framework(text: str, language: str, limit: int) -> Group[sdg.Hit]:
    hits = [one for one in sdg.search(text, language=language, limit=_MOST) if one.kind != "series"]
    least = _LEAST * max((one.score for one in hits), default=0.0)
    hits = [one for one in hits if one.score >= least]
    return Group(tuple(hits[:limit]), len(hits))


def _places(text: str, limit: int, state: catalogue.State) -> Group[Place | Part]:
    hits = shelves.where(state).find(text)
    return Group(tuple(hit.key for hit in hits[:limit]), len(hits))


def _findings(
    text: str, codes: Sequence[str], limit: int, state: catalogue.State
) -> Group[Finding]:
    index = shelves.findings(state)
    hits = index.find(text)
    whole = [hit.key for hit in hits if hit.whole]
    of_codes = [pk for code in codes for pk in index.exactly(code)]
    # What is about the same says more than what shares a word.
    every = list(dict.fromkeys([*whole, *of_codes, *(hit.key for hit in hits)]))
    known = {one.pk: one for one in catalogue.findings().filter(pk__in=every[:limit])}
    return Group(tuple(known[pk] for pk in every[:limit] if pk in known), len(every))


def _comparisons(findings: Sequence[Finding], limit: int) -> Group[Compared]:
    """Those of the findings that were found, as far as they are shown."""
    found = [
        Compared(finding, official, number)
        for finding in findings
        for number, official in enumerate(wholes(published.told(finding)), start=1)
    ]
    return Group(tuple(found[:limit]), len(found))


def _organisations(text: str, limit: int, state: catalogue.State) -> Group[Organisation]:
    keys = [hit.key for hit in shelves.organisations(state).find(text)]
    known = catalogue.organisations().in_bulk(keys[:limit])
    return Group(tuple(known[pk] for pk in keys[:limit] if pk in known), len(keys))


def _methods(text: str, limit: int) -> Group[Method]:
    hits = shelves.ways().find(text)
    return Group(tuple(methods.methods()[hit.key] for hit in hits[:limit]), len(hits))


def _meant(text: str, state: catalogue.State) -> tuple[str, ...]:
    """Words of places and findings that are nearly those."""
    found = [*shelves.where(state).meant(text, 2), *shelves.findings(state).meant(text, 2)]
    return tuple(dict.fromkeys(found))[:3]
