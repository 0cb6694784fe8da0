"""What is measured, what is counted, and in which unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from datashift import sdg
from datashift.comparison.series import Definition, Reason
from datashift.kit.plural import plural
from datashift.kit.text import fold

_PEOPLE = {
    "person", "child", "woman", "man", "girl", "boy", "adult", "pupil", "student", "individual",
    "resident", "citizen", "respondent", "patient", "victim", "people",
}  # fmt: skip


def concept(ours: Definition, theirs: Definition, them: str, *, related: bool) -> Iterator[Reason]:
    """Another indicator; `related` where somebody has put the two side by side on purpose."""
    if _known_same(ours, theirs):
        return
    if not ours.indicator or not theirs.indicator:
        if not related:
            yield Reason(
                "concept.unknown",
                "Nobody has said that the two measure the same thing: one names no indicator.",
                {"ours": ours.indicator or ours.title, "theirs": theirs.indicator or theirs.title},
            )
        return
    values: Mapping[str, str] = {"ours": ours.indicator, "theirs": theirs.indicator}
    if not related and _goal(ours.indicator) != _goal(theirs.indicator):
        yield Reason(
            "concept.unrelated",
            f"Ours is about indicator {ours.indicator}, {them} about {theirs.indicator}: another "
            "goal altogether.",
            values,
        )
    else:
        yield Reason(
            "concept.differs",
            f"Ours is about indicator {ours.indicator}, {them} about {theirs.indicator}.",
            values,
        )


def measure_unit(ours: Definition, theirs: Definition, them: str) -> Iterator[Reason]:
    """Another unit of measure: percent beside a number."""
    if ours.measure_unit and theirs.measure_unit and ours.measure_unit != theirs.measure_unit:
        yield Reason(
            "measure.differs",
            f"Ours is in {unit_name(ours.measure_unit)}, {them} in "
            f"{unit_name(theirs.measure_unit)}: they cannot be subtracted.",
            {"ours": ours.measure_unit, "theirs": theirs.measure_unit},
        )


def unit(ours: Definition, theirs: Definition, them: str) -> Iterator[Reason]:
    """Other things counted: water points, not people."""
    if ours.unit and theirs.unit and _counted(ours.unit) != _counted(theirs.unit):
        yield Reason(
            "unit.differs",
            f"Ours counts {plural(ours.unit, ours.language)}, {them} counts "
            f"{plural(theirs.unit, theirs.language)}.",
            {"ours": ours.unit, "theirs": theirs.unit},
        )


def _counted(unit: str) -> str:
    """A child is a person too: which people is a matter of the population."""
    plain = fold(unit)
    return "person" if plain in _PEOPLE else plain


def unit_name(code: str) -> str:
    """A unit of measure in words."""
    try:
        codes: Mapping[str, sdg.Code] = sdg.dimension("UNIT_MEASURE").codes
    except KeyError:
        return code
    return codes[code].name.lower() if code in codes else code


def same_concept_known(ours: Definition, theirs: Definition) -> bool:
    """Whether enough is said to tell that the two are about one thing, or about two."""
    return _known_same(ours, theirs) or bool(ours.indicator and theirs.indicator)


def _known_same(ours: Definition, theirs: Definition) -> bool:
    if ours.series and ours.series == theirs.series:
        return True
    if ours.indicator and theirs.indicator:
        return ours.indicator == theirs.indicator or bool(
            _also(ours.indicator) & _also(theirs.indicator)
        )
    return bool(ours.title) and fold(ours.title) == fold(theirs.title)


def _also(indicator: str) -> frozenset[str]:
    """The series of an indicator: indicators repeated under another goal share theirs."""
    try:
        return frozenset(sdg.indicator(indicator).series) or frozenset({indicator})
    except KeyError:
        return frozenset({indicator})


def _goal(indicator: str) -> str:
    return indicator.partition(".")[0]
