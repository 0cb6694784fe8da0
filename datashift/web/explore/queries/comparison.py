"""A finding beside one official figure: how far apart, how sure that is, and what differs."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.utils.text import slugify

from datashift.comparison.apart import difference
from datashift.comparison.series import Definition, Figure
from datashift.figures import Finding as Told
from datashift.figures import OfficialFigure, Row
from datashift.web.credibility.queries.nearness import Nearness, nearness, wholes
from datashift.web.credibility.queries.ranges import Ranges, ranges
from datashift.web.evidence.models import Finding
from datashift.web.explore.queries import places, published
from datashift.web.explore.queries.held import Held
from datashift.web.explore.queries.voices import (
    Pair,
    Voice,
    counted,
    every,
    in_words,
    shares,
    side_by_side,
)
from datashift.web.official import queries as official
from datashift.web.official.queries import Official, Packed

_LONGEST = 120  # letters of a name in an address


@dataclass(frozen=True)
class Beside:
    """One official figure that a finding can be seen beside.

    Args:
        key: its part of the address: its number in the release, or the name of a held series.
        held: where it comes from, when the platform holds its series; None for a release's own.
    """

    key: int | str
    figure: OfficialFigure
    held: Official | None = None

    @property
    def definition(self) -> Definition | None:
        return self.held.series.definition if self.held is not None else None


@dataclass(frozen=True)
class Compared:
    """The comparison.

    Args:
        heading: both figures in one sentence.
        ranges: both on one axis; None where they have no axis in common.
    """

    beside: Beside
    heading: str
    near: Nearness
    ranges: Ranges | None


def of_release(finding: Finding) -> list[Beside]:
    """The official figures that the release itself brought. They never change."""
    return [
        Beside(number, one) for number, one in enumerate(wholes(published.told(finding)), start=1)
    ]


def held(finding: Finding) -> list[Beside]:
    """Those of the series that the platform holds, of the nearest year."""
    place = places.place_of(finding)
    if place is None or not _is_share(finding):
        return []
    told = published.told(finding)
    return [
        Beside(name_of(pair.voice), _figure(told, pair), pair.voice.official)
        for pair in every(finding, place)
    ]


@dataclass(frozen=True)
class Office:
    """Whose series a finding can be seen beside.

    Args:
        who, what: who published it, and what it is called.
        key: its part of the address.
    """

    who: str
    what: str
    key: int | str


def offices(finding: Finding) -> list[tuple[str, int | str]]:
    """Whom a finding can be compared with, by name, and the key of each comparison.

    An office whose figure the release brought is not named again for what the platform holds.
    """
    own = [
        Office(one.figure.source or one.figure.what, one.figure.what, one.key)
        for one in of_release(finding)
    ]
    brought = {one.who for one in own}
    held_here = _holding(finding, lambda code: official.packed_of(finding.sdg, code))
    found = {one.key: one for one in (*own, *held_here) if one in own or one.who not in brought}
    names = Counter(one.who for one in found.values())
    return [
        (one.who if names[one.who] == 1 else f"{one.who}: {one.what}", one.key)
        for one in found.values()
    ]


def names_held(finding: Finding, known: Held) -> list[int | str]:
    """The keys of `held`, soon enough to be asked for every finding of a site."""
    found = _holding(finding, lambda code: known.packed(code).get(finding.sdg, ()))
    return list(dict.fromkeys(one.key for one in found))


def _holding(finding: Finding, packed: Callable[[str], Packed]) -> list[Office]:
    """Whose series the platform holds, without making their figures where that can be helped.

    Args:
        packed: the packed figures of the finding's indicator in a country.
    """
    place = places.place_of(finding)
    if place is None or not _is_share(finding):
        return []
    if place.area is not None:
        glimpsed = official.glimpsed(packed(place.area.code))
        if glimpsed is not None:
            found = shares(glimpsed, place.area.code)
            return [Office(who, what, _named(who, what)) for who, what in found]
    return [Office(one.figure.source, one.figure.what, one.key) for one in held(finding)]


def compared(finding: Finding, one: Beside) -> Compared:
    """Everything that can be said of the two."""
    told = published.told(finding)
    alone = told if one.held is None else replace(told, official=(one.figure,))
    number = one.key if isinstance(one.key, int) else 1
    near = nearness(finding.release.run, alone, official=number, held=one.definition)
    of_counted = one.held.series.counted if one.held else counted(one.figure.what, told)
    heading = _heading(told, one.figure, counted=of_counted)
    return Compared(one, heading, near, ranges(told, one.figure))


def name_of(voice: Voice) -> str:
    """The name of an official series in an address: "world-bank-sh-h2o-smdw-zs"."""
    code = voice.official.series.code if voice.official is not None else ""
    return _named(voice.who, code or voice.what)


def key_beside(finding: Finding, voice: Voice) -> int | str | None:
    """Where in the address of a finding's comparisons an office's voice is; None for nowhere."""
    if voice.kind != "official" or voice.quantity != finding.quantity:
        return None
    if voice.official is not None:
        return name_of(voice) if voice.quantity == "proportion" else None
    mine = (
        one.key
        for one in of_release(finding)
        if (one.figure.source or one.figure.what, one.figure.what) == (voice.who, voice.what)
    )
    return next(mine, None)


def _named(who: str, what: str) -> str:
    said = f"{who} {what}"
    name = slugify(said)
    if len(name) < len(slugify(said, allow_unicode=True)):  # in another script
        name = f"{name[: _LONGEST - 13]}-{hashlib.sha256(said.encode()).hexdigest()[:12]}"
    return name[:_LONGEST].strip("-")


def _is_share(finding: Finding) -> bool:
    """Whether an official series can stand beside it."""
    return bool(finding.sdg) and finding.value is not None and finding.quantity == "proportion"


def _heading(told: Told, official: OfficialFigure, *, counted: bool) -> str:
    theirs = Row("", value=official.value, lower=official.lower, upper=official.upper)
    return side_by_side(official.difference, official.could_be_the_same) % {
        "place": told.place,
        "ours": in_words(told.overall, told.quantity, told.unit_words, counted=counted),
        "theirs": in_words(theirs, told.quantity, told.unit_words, counted=counted),
    }


def _figure(told: Told, pair: Pair) -> OfficialFigure:
    """A held figure as a release would bring it, with the difference."""
    row, ours = pair.seen.row, told.overall
    lower, upper = (None, None) if ours.conditional else (ours.lower, ours.upper)
    apart, lower, upper = difference(
        Figure(ours.value, lower, upper), Figure(row.value, row.lower, row.upper)
    )
    return OfficialFigure(
        what=pair.voice.what,
        language=pair.voice.language,
        value=row.value,
        lower=row.lower,
        upper=row.upper,
        period=pair.seen.period,
        source=pair.voice.who,
        difference=apart,
        difference_lower=lower,
        difference_upper=upper,
        could_be_the_same=None if lower is None or upper is None else lower <= 0 <= upper,
    )
