"""Degrees of agreement of two values, from the role of their column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from datashift.harmonise.linkage.specification import Field, Role

# Share of a person's records that agree exactly, the rest shared evenly among the other degrees:
# the default with which Splink starts (Linacre et al. 2022, Int. J. of Population Data Science 7).
AGREES = 0.95


@dataclass(frozen=True)
class Degree:
    """A degree of agreement: its name, and the condition on columns ending in _l and _r."""

    name: str
    condition: str
    rare_tells_more: bool = False


_ALIKE = (
    "greatest(jaro_winkler_similarity({c}_l, {c}_r), "
    "jaro_winkler_similarity({c}_words_l, {c}_words_r)) >= {least}"
)
_APART = "abs({c}_l - {c}_r) <= {most}"
_DAYS = "abs(date_diff('day', {c}_l, {c}_r)) <= {most}"
_TURNED = "year({c}_l) = year({c}_r) and month({c}_l) = day({c}_r) and day({c}_l) = month({c}_r)"


def degrees(role: Role, c: str) -> tuple[Degree, ...]:
    """The degrees for column `c`, closest first; what is none of them is "other"."""
    same = Degree("same", f"{c}_l = {c}_r", role in ("name", "place", "category"))
    closer: Mapping[Role, tuple[Degree, ...]] = {
        "name": (
            Degree("same words", f"{c}_words_l = {c}_words_r"),
            Degree("nearly the same", _ALIKE.format(c=c, least=0.92)),
            Degree("alike", _ALIKE.format(c=c, least=0.84)),
        ),
        "date": (
            Degree("within 3 days, or day and month turned", _near(c)),
            Degree("within 31 days", _DAYS.format(c=c, most=31)),
        ),
        "age": (
            Degree("within 1 year", _APART.format(c=c, most=1)),
            Degree("within 5 years", _APART.format(c=c, most=5)),
        ),
    }
    return (same, *closer.get(role, ()), Degree("other", "ELSE"))


def comparison(position: int, field: Field) -> dict[str, object]:
    """The field as Splink's settings describe a comparison."""
    c = f"f{position}"
    levels: list[dict[str, object]] = [
        {
            "sql_condition": f"{c}_l is null or {c}_r is null",
            "label_for_charts": "missing",
            "is_null_level": True,
        }
    ]
    found = degrees(field.role, c)
    for degree in found:
        level: dict[str, object] = {
            "sql_condition": degree.condition,
            "label_for_charts": degree.name,
            "m_probability": AGREES if degree is found[0] else (1 - AGREES) / (len(found) - 1),
        }
        if degree.rare_tells_more:
            level["tf_adjustment_column"] = c
        levels.append(level)
    return {"output_column_name": c, "comparison_levels": levels}


def _near(c: str) -> str:
    return f"{_DAYS.format(c=c, most=3)} or ({_TURNED.format(c=c)})"
