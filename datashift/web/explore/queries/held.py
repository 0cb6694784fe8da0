"""What is published, read once for a whole site of files: nothing of it may change meanwhile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from uuid import UUID

from datashift.figures.packed import LAYOUT
from datashift.figures.packed import Packed as PackedFigures
from datashift.web.credibility.queries.standing import Card, card_of, spoken_of
from datashift.web.evidence.models import Finding, PackedFinding, Release
from datashift.web.explore.queries import catalogue
from datashift.web.official import queries as official
from datashift.web.official.queries import Official, Packed

_FEW = 8
_SHELF = 8  # findings that are unpacked at once, those whose pages lie together

Address = tuple[str, str, int, str]
"""Organisation, study, number of the release, key of the finding."""


class Held:
    """The catalogue in memory, each part of it read when it is first asked for."""

    def __init__(self) -> None:
        self._official: dict[str, Mapping[str, Packed]] = {}
        self._asked: Counter[str] = Counter()
        self._packed_for: Sequence[Finding] = ()
        self._packed: Mapping[UUID, PackedFigures] = {}

    @cached_property
    def findings(self) -> list[Finding]:
        """Those that are shown, as `catalogue.findings` has them."""
        return list(catalogue.findings())

    @cached_property
    def releases(self) -> list[Release]:
        """Every release, newest first, as `catalogue.releases` has them."""
        return list(catalogue.releases())

    @cached_property
    def standing(self) -> list[Release]:
        """As `catalogue.standing` has them."""
        releases = {one.pk: one for one in self.releases}
        return [releases[key] for key in catalogue.standing().values_list("pk", flat=True)]

    @cached_property
    def by_study(self) -> Mapping[UUID, list[Release]]:
        """The releases of every study, newest first."""
        found: dict[UUID, list[Release]] = {}
        for one in sorted(self.releases, key=lambda one: -one.number):
            found.setdefault(one.study_id, []).append(one)
        return found

    @cached_property
    def by_release(self) -> Mapping[UUID, list[Finding]]:
        """The findings of every release, in their order; those that are shown are the same."""
        releases = {one.pk: one for one in self.releases}
        shown = {one.pk: one for one in self.findings}
        found: dict[UUID, list[Finding]] = {key: [] for key in releases}
        others = Finding.objects.filter(release__in=list(releases)).exclude(pk__in=list(shown))
        for one in sorted((*shown.values(), *others), key=lambda one: one.position):
            one.release = releases[one.release_id]
            found[one.release_id].append(one)
        return found

    @cached_property
    def by_address(self) -> Mapping[Address, Finding]:
        """Every finding by what its address is made of."""
        return {
            (one.study.organisation.slug, one.study.slug, one.number, finding.key): finding
            for one in self.releases
            for finding in self.by_release[one.pk]
        }

    @cached_property
    def by_indicator(self) -> Mapping[str, Sequence[Finding]]:
        """Those that are shown, of each indicator, in their order."""
        found: dict[str, list[Finding]] = {}
        for one in self.findings:
            found.setdefault(one.sdg, []).append(one)
        return found

    @cached_property
    def speaking(self) -> Mapping[str, Sequence[Finding]]:
        """As `catalogue.speaking` has them, by indicator."""
        found: dict[str, list[Finding]] = {}
        for release in self.standing:
            for one in self.by_release[release.pk]:
                found.setdefault(one.sdg, []).append(one)
        return found

    @cached_property
    def _shelves(self) -> Mapping[UUID, Sequence[Finding]]:
        """The findings that stand beside each, those of one address after the other."""
        ordered = [self.by_address[key] for key in sorted(self.by_address)]
        shelves = [ordered[at : at + _SHELF] for at in range(0, len(ordered), _SHELF)]
        return {one.pk: shelf for shelf in shelves for one in shelf}

    def packed_of(self, findings: Sequence[Finding]) -> Mapping[UUID, PackedFigures]:
        """Findings packed by area, of those that are; with one those that are asked for next."""
        shelf = self._shelves.get(findings[0].pk, ()) if len(findings) == 1 else ()
        if not shelf:
            return _packed(findings)
        if shelf is not self._packed_for:
            self._packed_for, self._packed = shelf, _packed(shelf)
        return {one.pk: self._packed[one.pk] for one in findings if one.pk in self._packed}

    @cached_property
    def spoken_of(self) -> frozenset[UUID]:
        """Studies of whose credibility anybody has said anything."""
        return spoken_of()

    def official(self, within: str) -> Mapping[str, Packed] | None:
        """Official figures of a country and its parts, packed, by indicator.

        None for who asks a few times: those of all indicators take longer than those of one.
        """
        self._asked[within] += 1
        return self.packed(within) if self._asked[within] > _FEW else self._official.get(within)

    def packed(self, within: str) -> Mapping[str, Packed]:
        """The same for who asks for all indicators."""
        if within not in self._official:
            self._official[within] = official.held_within(within)
        return self._official[within]


_now: ContextVar[Held | None] = ContextVar("held", default=None)


@contextmanager
def held() -> Iterator[Held]:
    """Keep in memory what is read, until the end of the block."""
    kept = Held()
    before = _now.set(kept)
    try:
        yield kept
    finally:
        _now.reset(before)


def now() -> Held:
    """What is held here and now; outside of any block, what is read anew."""
    return _now.get() or Held()


def finding(organisation: str, study: str, number: int, key: str) -> Finding | None:
    """The finding of that address, where everything is held; None for any other."""
    kept = _now.get()
    return None if kept is None else kept.by_address.get((organisation, study, number, key))


def of_indicator(code: str) -> list[Finding]:
    """The findings of an indicator that are shown."""
    kept = _now.get()
    if kept is None:
        return list(catalogue.findings().filter(sdg=code))
    return list(kept.by_indicator.get(code, ()))


def speaking(code: str) -> Sequence[Finding]:
    """What speaks to an indicator, as its exports hold it."""
    kept = _now.get()
    if kept is None:
        return list(catalogue.speaking().filter(sdg=code))
    return kept.speaking.get(code, ())


def packed_of(findings: Sequence[Finding]) -> Mapping[UUID, PackedFigures]:
    """Findings packed by area, of those that are."""
    kept = _now.get()
    return _packed(findings) if kept is None else kept.packed_of(findings)


def _packed(findings: Sequence[Finding]) -> Mapping[UUID, PackedFigures]:
    found = PackedFinding.objects.filter(finding__in=findings, layout=LAYOUT)
    return {
        key: PackedFigures(bytes(told), bytes(figures))  # PostgreSQL gives views of memory
        for key, told, figures in found.values_list("finding", "told", "figures")
    }


def versions(finding: Finding) -> Sequence[catalogue.Version]:
    """As `catalogue.versions`."""
    kept = _now.get()
    if kept is None:
        return catalogue.versions(finding)

    def same(release: Release) -> Finding | None:
        if release.pk == finding.release_id:
            return finding
        every = kept.by_release[release.pk]
        return next((one for one in every if one.key == finding.key), None)

    return [catalogue.Version(one, same(one)) for one in kept.by_study[finding.release.study_id]]


def card(release: Release) -> Card:
    """How credible a release was found."""
    kept = _now.get()
    if kept is None or release.study_id in kept.spoken_of:
        return card_of(release)
    return Card(release, assessments=(), begun=0, before=None, sides=())


def figures(indicator: str, *, within: str, areas: Collection[str] | None) -> tuple[Official, ...]:
    """The newest official figures of an indicator, as `official.figures` has them."""
    kept = _now.get()
    packed = kept.official(within) if kept is not None and within and areas is None else None
    if packed is None:
        return official.figures(indicator, within=within, areas=areas)
    return official.opened(packed.get(indicator, ()), within=within)
