"""Which groups of ours can stand in the other side's groups: by the SDG content constraints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from datashift import sdg
from datashift.comparison.comparability.measured import Measured
from datashift.comparison.comparability.people import group_name
from datashift.comparison.series import Reason


@dataclass(frozen=True)
class GroupFit:
    """A group that ours is published for.

    Args:
        dimension: SDMX dimension, or a heading of ours.
        code: its code.
        fits: whether the other side has, or may have, that group; None where nobody knows.
        why: one plain sentence, "" where it fits.
    """

    dimension: str
    code: str
    fits: bool | None
    why: str = ""


def fits(ours: Measured, theirs: Measured) -> tuple[GroupFit, ...]:
    """Every group of ours, in order: whether theirs has it, or the framework allows it."""
    return tuple(
        _fit(dimension, code, theirs)
        for dimension, codes in sorted(ours.breakdown.items())
        for code in codes
        if code != sdg.TOTAL
    )


def breakdown(found: tuple[GroupFit, ...], them: str) -> Iterator[Reason]:
    """Groups of ours that cannot stand beside any of theirs; the overall figure still can."""
    outside = [one for one in found if one.fits is False]
    if outside:
        named = ", ".join(group_name(one.dimension, one.code) for one in outside[:6])
        more = f" and {len(outside) - 6} more" if len(outside) > 6 else ""
        yield Reason(
            "note.groups",
            f"Groups of ours that {them} does not have: {named}{more}.",
            {"outside": len(outside), "of": len(found)},
        )


def _fit(dimension: str, code: str, theirs: Measured) -> GroupFit:
    known: Mapping[str, tuple[str, ...]] = theirs.breakdown
    name = group_name(dimension, code)
    fixed = theirs.groups.get(dimension)
    if fixed is not None:
        same = fixed == code
        why = "" if same else f"All of {theirs.name} is of {group_name(dimension, fixed)}."
        return GroupFit(dimension, code, same, why)
    if dimension in known:
        allowed = not known[dimension] or code in known[dimension]
        if not allowed:
            return GroupFit(dimension, code, False, f"{theirs.name} has no group {name}.")
        if code not in _codes(dimension):
            return GroupFit(
                dimension, code, False, f'"{code}" is no code of {dimension} in the SDG lists.'
            )
        return GroupFit(dimension, code, True)
    if theirs.framework and sdg.constraint(theirs.name) is None:
        return GroupFit(dimension, code, None, f"The groups of {theirs.name} are not known.")
    return GroupFit(dimension, code, False, f"{theirs.name} is not broken down by {dimension}.")


def _codes(dimension: str) -> Mapping[str, sdg.Code]:
    try:
        return sdg.dimension(dimension).codes
    except KeyError:
        return {}
