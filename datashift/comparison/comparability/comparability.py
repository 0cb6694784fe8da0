"""How comparable two figures are: part by part, and what would have to change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from datashift.comparison.comparability import breakdown as groups_of
from datashift.comparison.comparability import concept, making, people, period, place, questions
from datashift.comparison.comparability.actions import ACTIONS, MISSING
from datashift.comparison.comparability.breakdown import GroupFit
from datashift.comparison.comparability.levels import ORDER, Level, better, weakest
from datashift.comparison.comparability.measured import Measured, series
from datashift.comparison.comparability.parts import Name, Part, judged
from datashift.comparison.document import as_json
from datashift.comparison.series import Reason
from datashift.estimates.estimate import Match


@dataclass(frozen=True)
class Comparability:
    """How far two sides answer the same question.

    Args:
        ours, theirs: their names.
        level: the weakest of the declared match and the parts that decide.
        score: 0-100, the points of the parts that are known by weight; None where nothing is.
        lowest, highest: the score if all that is unknown were unlike, or the same.
        parts: what was compared, in a fixed order.
        groups: each group of ours and whether it can stand beside one of theirs.
        declared: the match that somebody declared, "" where nobody did.
    """

    ours: str
    theirs: str
    level: Level
    score: float | None
    lowest: float
    highest: float
    parts: tuple[Part, ...]
    groups: tuple[GroupFit, ...] = ()
    declared: Match | None = None

    @property
    def held_by(self) -> tuple[Part, ...]:
        """The parts that hold the level where it is; none at "direct"."""
        if self.level == "direct":
            return ()
        return tuple(each for each in self.parts if each.decides and each.verdict == self.level)

    @property
    def unknown(self) -> tuple[Part, ...]:
        """Parts of which a side says nothing: the level could turn out weaker."""
        return tuple(each for each in self.parts if each.verdict == "unknown")

    @property
    def next_level(self) -> Level | None:
        """The level above, None at "direct"."""
        return better(self.level)

    @property
    def to_move_up(self) -> tuple[str, ...]:
        """What would have to change, all of it, for the level above."""
        found = [each.to_move_up for each in self.held_by if each.to_move_up]
        if self.declared == self.level and self.level != "direct":
            found.append("Look again at why the study itself calls it no better match.")
        return tuple(dict.fromkeys(found))

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Everything that differs, most weighty first."""
        ordered = sorted(
            self.parts,
            key=lambda each: -ORDER.index(each.verdict) if each.verdict != "unknown" else 0,
        )
        return tuple(reason for each in ordered for reason in each.reasons)

    @property
    def sentence(self) -> str:
        """The result in one plain sentence."""
        return _SAID[self.level].format(ours=self.ours, theirs=self.theirs)

    def part(self, name: Name) -> Part:
        """The part of that name."""
        return next(each for each in self.parts if each.name == name)

    def to_json(self) -> str:
        """The public form, keys as the fields here, with what follows from them."""
        more = ("next_level", "to_move_up", "sentence")
        return as_json("comparability/1", self, {name: getattr(self, name) for name in more})


_SAID: Mapping[Level, str] = {
    "direct": "{ours} and {theirs} answer the same question, as far as both say.",
    "partial": "{ours} and {theirs} answer the same question in part.",
    "proxy": "{ours} says something of {theirs} only by way of something else.",
    "no": "{ours} and {theirs} cannot be compared.",
}


def comparability(
    ours: Measured,
    theirs: Measured | str,
    *,
    declared: Match | None = None,
    them: str = "",
) -> Comparability:
    """Compare what two sides measure.

    The level is the weakest of the parts that decide and of what was declared; what is unknown
    weakens nothing but is named. Levels are those of KNBS for relevance (KeSQAF 2022, annex 4).

    Args:
        ours: our side.
        theirs: the other side, or the code of an SDG series.
        declared: the match that the study declares; it also says that the two are related, so that
            another goal makes a proxy and not "no".
        them: what sentences call the other side; "the official figure", "the series" or its name
            if not given.

    Raises:
        Problem: no such series is known.
    """
    other = series(theirs) if isinstance(theirs, str) else theirs
    called = them or ("the series" if other.framework else f'"{other.name}"')
    groups = groups_of.fits(ours, other)
    parts = (
        *_what(ours, other, called, related=declared is not None),
        _where(ours, other, called),
        _when(ours, other, called),
        _groups(groups, called),
        *_how(ours, other, called),
    )
    decided: list[Level] = [
        each.verdict for each in parts if each.decides and each.verdict != "unknown"
    ]
    score, lowest, highest = _score(parts)
    return Comparability(
        ours=ours.name,
        theirs=other.name,
        level=weakest([*decided, *([declared] if declared else [])]),
        score=score,
        lowest=lowest,
        highest=highest,
        parts=parts,
        groups=groups,
        declared=declared,
    )


def _score(parts: Sequence[Part]) -> tuple[float | None, float, float]:
    known = [each for each in parts if each.points is not None]
    weight = sum(each.weight for each in known)
    total = sum(each.weight for each in parts)
    got = sum(each.weight * (each.points or 0.0) for each in known)
    score = round(100 * got / weight, 1) if weight else None
    return score, round(100 * got / total, 1), round(100 * (got + total - weight) / total, 1)


def _what(ours: Measured, theirs: Measured, them: str, *, related: bool) -> tuple[Part, ...]:
    one, other = ours.definition, theirs.definition
    return (
        _part(
            "concept",
            concept.concept(one, other, them, related=related),
            known=concept.same_concept_known(one, other),
            same="Both are about the same thing.",
        ),
        _part(
            "unit",
            concept.unit(one, other, them),
            known=bool(one.unit and other.unit),
            same="Both count the same things.",
        ),
        _part(
            "unit_of_measure",
            concept.measure_unit(one, other, them),
            known=bool(one.measure_unit and other.measure_unit),
            same="Both are in the same unit.",
        ),
        _part(
            "population",
            (
                *people.population(one, other, them),
                *people.groups(ours.groups, theirs.groups, them),
            ),
            known=bool(other.population or theirs.groups) and bool(one.population or ours.groups),
            same="Both are about the same people.",
        ),
    )


def _where(ours: Measured, theirs: Measured, them: str) -> Part:
    one, other = ours.definition, theirs.definition
    found = [*place.coverage(one, other, them)] if one.coverage or other.coverage else []
    if theirs.framework:
        return _part("area", found, known=True, same="The series may be given for any area.")
    borders = (ours.borders, theirs.borders)
    found += place.area(one.area, other.area, them, years=borders)
    if one.area == other.area:
        found += place.borders(one.area, *borders)
    shared = tuple(each for each in ours.areas if each in theirs.areas)
    found += place.redrawn_within(shared, *borders)
    known = bool(one.area and other.area)
    return _part("area", found, known=known, same="Both are of the same area.")


def _when(ours: Measured, theirs: Measured, them: str) -> Part:
    one, other = ours.definition.period, theirs.definition.period
    if theirs.framework:
        return _part("period", (), known=True, same="The series may be given for any year.")
    return _part(
        "period",
        period.period(one, other, them) if one and other else (),
        known=bool(one and other),
        same="Both are for the same time.",
    )


def _groups(found: tuple[GroupFit, ...], them: str) -> Part:
    """The share of our groups that fit; it never decides the match of the overall figure."""
    part = _part(
        "groups",
        groups_of.breakdown(found, them),
        known=all(one.fits is not None for one in found),
        same="Every group of ours has its like." if found else "Ours has no groups to compare.",
    )
    if part.verdict == "unknown":
        return replace(part, decides=False)
    share = sum(one.fits is True for one in found) / len(found) if found else 1.0
    verdict: Level = "direct" if share == 1 else "partial" if share else "no"
    return replace(part, decides=False, points=round(share, 4), verdict=verdict)


def _how(ours: Measured, theirs: Measured, them: str) -> tuple[Part, ...]:
    sampled = ours.definition.sampling, theirs.definition.sampling
    return (
        _part(
            "wording",
            questions.wording(ours.question, theirs.question, them),
            known=questions.comparable(ours.question, theirs.question),
            same="The questions are worded the same.",
        ),
        _part(
            "mode",
            making.mode(ours.mode, theirs.mode, them),
            known=ours.mode is not None and theirs.mode is not None,
            same="Both were made in the same way.",
        ),
        _part(
            "sampling",
            making.sampling(*sampled, them),
            known=sampled[0] is not None and (sampled[1] is not None or theirs.framework),
            same="Both stand for everybody." if sampled[1] else "Ours stands for everybody.",
        ),
    )


_UNKNOWN: Mapping[Name, str] = {
    "concept": "Nobody says which indicator the two are about.",
    "unit": "One side does not say what it counts.",
    "unit_of_measure": "One side does not say its unit.",
    "population": "One side does not say whom it is about.",
    "area": "One side does not say which area it is for.",
    "period": "One side does not say which year it is for.",
    "groups": "Which groups the other side has is not known.",
    "wording": "The two wordings are not both known.",
    "mode": "One side does not say how it asked.",
    "sampling": "One side does not say how it chose whom to ask.",
}


def _part(name: Name, reasons: Iterable[Reason], *, known: bool, same: str) -> Part:
    return judged(
        name,
        tuple(reasons),
        known=known,
        same=same,
        unknown=_UNKNOWN[name],
        actions={**ACTIONS, "unknown": MISSING[name]},
    )
