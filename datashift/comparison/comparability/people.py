"""Whom or what a figure is about: in words, and by sex, age, residence and other groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from datashift import sdg
from datashift.comparison.ages import ages
from datashift.comparison.series import Definition, Reason
from datashift.comparison.wording import is_everybody
from datashift.kit.text import fold


def population(ours: Definition, theirs: Definition, them: str) -> Iterator[Reason]:
    """Other people, in the words of the two."""
    known = ours.population and theirs.population
    if known and fold(ours.population) != fold(theirs.population):
        yield Reason(
            "population.differs",
            f"Ours is about {ours.population}, {them} about {theirs.population}.",
            {"ours": ours.population, "theirs": theirs.population},
        )
    elif theirs.population and not ours.population and not is_everybody(theirs.population):
        yield Reason(
            "population.theirs",
            f"{capital(them)} is about {theirs.population}.",
            {"theirs": theirs.population},
        )


def only_of(groups: Mapping[str, str], them: str, others: int) -> Iterator[Reason]:
    """One side is for one group only."""
    if groups:
        named = ", ".join(group_name(name, code) for name, code in sorted(groups.items()))
        yield Reason(
            "population.group",
            f"{capital(them)} is for one group only: {named}.",
            {"groups": named, "others": others},
        )


def groups(ours: Mapping[str, str], theirs: Mapping[str, str], them: str) -> Iterator[Reason]:
    """Groups that one side or both are restricted to, by their codes."""
    yield from only_of({d: c for d, c in theirs.items() if d not in ours}, them, 0)
    yield from only_of({d: c for d, c in ours.items() if d not in theirs}, "our figure", 0)
    for dimension in sorted(ours.keys() & theirs.keys()):
        one, other = ours[dimension], theirs[dimension]
        if one != other:
            names = group_name(dimension, one), group_name(dimension, other)
            apart = not _share(one, other)
            yield Reason(
                "population.apart" if apart else "population.groups",
                f"Ours is of {names[0]}, {them} of {names[1]}"
                + (": nobody is in both." if apart else "."),
                {"dimension": dimension, "ours": one, "theirs": other},
            )


def group_name(dimension: str, code: str) -> str:
    """A group in words, as far as the code list has them."""
    try:
        codes: Mapping[str, sdg.Code] = sdg.dimension(dimension).codes
    except KeyError:
        return code
    if code not in codes:
        return code
    name = codes[code].name
    return f"{name[:1].lower()}{name[1:]}"


def capital(text: str) -> str:
    """The text as a sentence begins."""
    return text[:1].upper() + text[1:]


def _share(one: str, other: str) -> bool:
    """Whether somebody can be in both groups: only ages overlap."""
    first, second = ages(one), ages(other)
    if first is None or second is None:
        return False
    return first[0] <= second[1] and second[0] <= first[1]
