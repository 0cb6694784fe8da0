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


def area(
    ours: str, theirs: str, them: str, *, years: tuple[int | None, int | None] = (None, None)
) -> Iterator[Reason]:
    """Another area, or one within the other, now or before a change; areas by code.

    Args:
        years: whose borders each side has.
    """
    if not ours or not theirs or ours == theirs:
        return
    names = area_name(ours), area_name(theirs)
    values = {"ours": ours, "theirs": theirs}
    if within(ours, theirs):
        text = f"Ours is of {names[0]} only, a part of {names[1]}, which {them} is of."
        yield Reason("area.part", text, values)
    elif within(theirs, ours):
        text = f"{_first(them)} is of {names[1]} only, a part of {names[0]}."
        yield Reason("area.part", text, values)
    elif (change := _change(ours, theirs, years)) is not None:
        yield _remade(change, ours, theirs, them)
    else:
        text = f"Ours is of {names[0]}, {them} of {names[1]}: another place."
        yield Reason("area.differs", text, values)


def _change(
    ours: str, theirs: str, years: tuple[int | None, int | None]
) -> tuple[sdg.Carved, str] | None:
    """How one of the two was made out of the other, and the code of the older one."""
    sides = ((ours, theirs, years[1]), (theirs, ours, years[0]))
    for newer, older, year in sides:
        change = sdg.made_from(newer, older)
        # A figure of later years is of what was left of it, which the new area is no part of.
        if change and (change.replaced or (year is not None and year < change.year)):
            return change, older
    return None


def _remade(found: tuple[sdg.Carved, str], ours: str, theirs: str, them: str) -> Reason:
    """The two are one place, a part of it, or overlap, by what a change of borders made of them."""
    change, older = found
    values: dict[str, str | int | float] = {
        "ours": ours,
        "theirs": theirs,
        "year": change.year,
    }
    new, old = area_name(change.code), area_name(older)
    alone = change.taken_from == (older,)
    if alone and change.replaced and len(sdg.parts_of(older)) == 1:
        text = f"{old} has another code since {change.year}; its borders are the same."
        return Reason("note.area_recoded", text, values)
    part = "was a part" if alone else "took only a part"
    whose = "Ours is" if change.code == ours else f"{_first(them)} is"
    other = f"{them} is" if change.code == ours else "ours is"
    if new == old:
        return Reason(
            "area.redrawn",
            f"{whose} of {new} as it is since {change.year}, {other} of the {old} of before. The "
            "name is the same, the area is not.",
            values,
        )
    if alone:
        text = f"{whose} of {new} only, which {part} of {old} until {change.year}; {other} of all "
        return Reason("area.part", f"{text}of it.", values)
    return Reason(
        "area.redrawn",
        f"{whose} of {new}, which {part} of {old} in {change.year}; {other} of {old}: they "
        "overlap, they are not one area.",
        values,
    )


def _first(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


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
