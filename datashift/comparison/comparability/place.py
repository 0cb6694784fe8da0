"""Where: the same area, within the same borders, all of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from datashift import sdg
from datashift.comparison.series import Definition, Reason


def coverage(ours: Definition, theirs: Definition, them: str) -> Iterator[Reason]:
    """Only part of the area was reached by one side."""
    sides = ours.coverage or "the whole area", theirs.coverage or "the whole area"
    if sides[0].strip().casefold() != sides[1].strip().casefold():
        yield Reason(
            "coverage.differs",
            f"Ours covers {sides[0]}, {them} {sides[1]}.",
            {"ours": sides[0], "theirs": sides[1]},
        )


def area(ours: str, theirs: str, them: str) -> Iterator[Reason]:
    """Another area, or one within the other; areas by code."""
    if not ours or not theirs or ours == theirs:
        return
    names = area_name(ours), area_name(theirs)
    values = {"ours": ours, "theirs": theirs}
    if within(ours, theirs):
        text = f"Ours is of {names[0]} only, a part of {names[1]}, which {them} is of."
        yield Reason("area.part", text, values)
    elif within(theirs, ours):
        text = f"{them[:1].upper()}{them[1:]} is of {names[1]} only, a part of {names[0]}."
        yield Reason("area.part", text, values)
    else:
        text = f"Ours is of {names[0]}, {them} of {names[1]}: another place."
        yield Reason("area.differs", text, values)


def borders(code: str, ours: int | None, theirs: int | None) -> Iterator[Reason]:
    """The same code on two sides of a change of borders. Years are those whose borders hold."""
    if not code or ours is None or theirs is None:
        return
    earlier, later = sorted((ours, theirs))
    changes = sdg.redrawn(code, earlier, later)
    for year in dict.fromkeys(change.year for change in changes):
        carved = [area_name(change.code) for change in changes if change.year == year]
        were = f"{carved[0]} was" if len(carved) == 1 else f"{' and '.join(carved)} were"
        yield Reason(
            "area.redrawn",
            f"{area_name(code)} was larger before {year}: {were} carved out of it. The name is "
            "the same, the area is not.",
            {"area": code, "carved": ", ".join(carved), "year": year},
        )


def redrawn_within(
    areas: tuple[str, ...], ours: int | None, theirs: int | None
) -> Iterator[Reason]:
    """Areas within the whole that only one of the two years has, or that became smaller."""
    changed = [each for each in areas if any(borders(each, ours, theirs))]
    if changed:
        names = ", ".join(area_name(each) for each in changed)
        yield Reason(
            "note.areas_redrawn",
            f"Between the two, areas were carved out of {names}: their figures are not compared "
            "as if the areas were equal.",
            {"areas": ", ".join(changed)},
        )


def within(part: str, whole: str) -> bool:
    """Whether an area is a part of another, by their codes."""
    known = _area(part)
    while known is not None and known.parent:
        if known.parent == whole:
            return True
        known = _area(known.parent)
    return False


def area_name(code: str) -> str:
    """The name of an area, or the code where we know none."""
    known = _area(code)
    return code if known is None else known.name


@lru_cache(4096)
def _area(code: str) -> sdg.Area | None:
    country = code.partition("-")[0]
    try:
        whole = sdg.country(country)
    except KeyError:
        return None
    if whole.code == code:
        return whole
    levels = (sdg.all_areas(country, level) for level in (1, 2))
    return next((each for level in levels for each in level if each.code == code), None)
