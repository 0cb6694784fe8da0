"""What the columns of a file may be, with reasons; never certain."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from datashift.harmonise.countries import NamedPlaces, country_of_points, named_places
from datashift.harmonise.distinct import distinct
from datashift.harmonise.evidence import Evidence
from datashift.harmonise.points import coordinates
from datashift.harmonise.rows import listed
from datashift.harmonise.vocabulary import NAME_WORDS, PERSON_WORDS, answer, words
from datashift.sdg.area import country as find_country
from datashift.sdg.dimension import dimension, find_code

if TYPE_CHECKING:
    from datashift.tables.table import Table

_EMAIL = re.compile(r"[^@\s]+@(?:[^@\s.]+\.)+[^@\s.]+")
_CODED = ("SEX", "AGE", "URBANISATION")


@dataclass(frozen=True)
class Suggestion:
    """What one column may be.

    Args:
        column: its heading, "" for the country of the whole table.
        role: longitude, latitude, place, time, SEX, AGE, URBANISATION, weight, strata, cluster,
            outcome, amount, identifier, personal, ignore; country for the whole table.
        detail: what the role needs: {"map": {their code: ours}} for an outcome and for SEX, AGE
            and URBANISATION; {"country": "TZ", "level": 1} for a place; {"period": "year"} for a
            time; {"country": "TZ"} for the country.
        score: 0-1, never 1.
        why: one sentence.
    """

    column: str
    role: str
    detail: Mapping[str, Any] = field(default_factory=dict)
    score: float = 0.0
    why: str = ""


def suggest_columns(table: Table) -> tuple[Suggestion, ...]:
    """The likeliest role of every column that has one, and the likely country; surest first.

    Headings are read in English, Spanish, French, Swahili and Nepali, values as what they are.
    Several columns may be suggested for one role; the first of them is the likeliest.
    """
    columns = [Evidence(column, distinct(table.data[column.name])) for column in table.columns]
    named = {
        column.name: places
        for column in columns
        if column.is_text and (places := named_places(column)) is not None
    }
    found = [
        best for column in columns if (best := _best(column, named.get(column.name))) is not None
    ]
    found += _country(table, found, list(named.values()))
    return tuple(sorted(found, key=lambda one: -one.score))


def _best(column: Evidence, places: NamedPlaces | None) -> Suggestion | None:
    if not column.filled:
        return Suggestion(column.name, "ignore", score=0.95, why="It is empty.")
    found = [one for role in _ROLES for one in role(column)]
    found += _place(column, places)
    return max(found, key=lambda one: one.score, default=None)


def _constant(column: Evidence) -> Iterator[Suggestion]:
    if len(column.texts) == 1 and column.filled == len(column.values.index) > 1:
        only = next(iter(column.texts))
        yield Suggestion(column.name, "ignore", score=0.6, why=f'Every row says "{only[:60]}".')


def _coordinate(column: Evidence) -> Iterator[Suggestion]:
    for role, limit in (("longitude", 180.0), ("latitude", 90.0)):
        heading, share = column.heading(role), column.share_between(-limit, limit)
        if heading and share > 0.9:
            why = f"Its heading says {role} and {share:.0%} of its numbers are from -{limit:g} to {limit:g}."
            yield Suggestion(column.name, role, {}, 0.55 + 0.4 * heading * share, why)


def _coded(column: Evidence) -> Iterator[Suggestion]:
    for role in _CODED:
        heading = column.heading(role)
        name = dimension(role).name.lower()
        if role == "AGE" and heading and column.share_between(0, 120) > 0.9:
            why = "Its heading says age and its numbers are from 0 to 120."
            yield Suggestion(column.name, role, {}, 0.5 + 0.4 * heading, why)
        if not column.is_text:
            continue
        codes = {text: code for text in column.texts if (code := find_code(role, text))}
        share = column.share(codes.__contains__)
        if share >= 0.6 and (heading or len(set(codes.values()) - {"_T"}) > 1):
            why = f"{share:.0%} of its rows hold words for {name}: {listed(codes)}."
            yield Suggestion(column.name, role, {"map": codes}, 0.6 * share + 0.35 * heading, why)
        elif heading == 1:
            why = f"Its heading says {name}, but its values are not words we know."
            yield Suggestion(column.name, role, {"map": codes}, 0.5, why)


def _outcome(column: Evidence) -> Iterator[Suggestion]:
    if column.column.kind not in ("text", "boolean", "integer") or len(column.texts) > 6:
        return
    answers = {text: answer(text) for text in column.texts}
    if set(answers.values()) != {0, 1}:
        return
    score = 0.85 if len(answers) == 2 else 0.75
    if column.column.kind == "integer":
        score = 0.55
    yes = [text for text, value in answers.items() if value]
    why = f"Its values say yes or no; {listed(yes)} would count as yes."
    yield Suggestion(column.name, "outcome", {"map": answers}, score, why)


def _time(column: Evidence) -> Iterator[Suggestion]:
    heading = column.heading("time")
    if column.column.kind in ("date", "datetime"):
        why = "It holds dates."
        yield Suggestion(column.name, "time", {"period": "year"}, 0.7 + 0.2 * heading, why)
    elif column.column.kind == "integer" and column.share_between(1900, 2100) > 0.9:
        why = "Its numbers look like years."
        yield Suggestion(column.name, "time", {"period": "year"}, 0.25 + 0.45 * heading, why)


def _design(column: Evidence) -> Iterator[Suggestion]:
    if (heading := column.heading("weight")) and column.share_between(0, float("inf")) > 0.99:
        why = "Its heading says weight and its numbers are positive."
        yield Suggestion(column.name, "weight", {}, 0.4 + 0.45 * heading, why)
    for role in ("strata", "cluster"):
        if (heading := column.heading(role)) and column.filled > len(column.values.values):
            why = f"Its heading says {role} and its values repeat."
            yield Suggestion(column.name, role, {}, 0.35 + 0.45 * heading, why)


def _identifier(column: Evidence) -> Iterator[Suggestion]:
    heading = column.heading("identifier")
    different = column.filled >= 10 and len(column.values.values) == column.filled
    whole = column.filled == len(column.values.index)
    if different and column.column.kind in ("integer", "text") and (heading or whole):
        score = 0.55 + 0.35 * heading
        if column.is_text and not heading:
            score = 0.35  # free text differs in every row too
        yield Suggestion(column.name, "identifier", {}, score, "Every row has another value.")


def _personal(column: Evidence) -> Iterator[Suggestion]:
    heading = column.heading("personal")
    if column.is_text and column.share(_EMAIL.fullmatch) > 0.5:
        yield Suggestion(column.name, "personal", {}, 0.9, "It holds e-mail addresses.")
    elif heading == 1 or (heading and len(column.values.values) > min(20, column.filled / 2)):
        # A settlement or a file has a name too; a telephone is always somebody's.
        said = set(words(column.name).split())
        vague = heading < 1 and NAME_WORDS & said and not PERSON_WORDS & said
        score = 0.4 if vague else 0.85
        why = "Its heading speaks of people or their devices."
        yield Suggestion(column.name, "personal", {}, score, why)


def _amount(column: Evidence) -> Iterator[Suggestion]:
    if column.is_number:
        heading = column.heading("amount")
        yield Suggestion(column.name, "amount", {}, 0.25 + 0.45 * heading, "It holds numbers.")


def _place(column: Evidence, places: NamedPlaces | None) -> Iterator[Suggestion]:
    heading = column.heading("place")
    if places is not None:
        what = f"areas of {find_country(places.country).name}" if places.country else "countries"
        detail = {"country": places.country, "level": 1} if places.country else {"level": 0}
        why = f"{places.share:.0%} of its rows name {what}."
        yield Suggestion(column.name, "place", detail, 0.6 * places.share + 0.35 * heading, why)
    elif heading and column.is_text and column.filled > len(column.values.values):
        why = "Its heading says place and its names repeat."
        yield Suggestion(column.name, "place", {}, 0.2 + 0.3 * heading, why)


_ROLES: tuple[Callable[[Evidence], Iterator[Suggestion]], ...] = (
    _constant,
    _coordinate,
    _coded,
    _outcome,
    _time,
    _design,
    _identifier,
    _personal,
    _amount,
)


def _country(
    table: Table, found: Sequence[Suggestion], named: Sequence[NamedPlaces]
) -> Iterator[Suggestion]:
    """The likely country: points and names that agree say more than either."""
    shares: dict[str, float] = {}
    for places in named:
        if places.country:
            shares[places.country] = max(shares.get(places.country, 0.0), places.share)
    points = {one.role: one.column for one in sorted(found, key=lambda one: one.score)}
    box = None
    if {"longitude", "latitude"} <= set(points):
        pair = (points["longitude"], points["latitude"])
        box = country_of_points(*(coordinates(table.data[name], name) for name in pair))
    by_names = max(shares, key=lambda code: shares[code], default=None)
    if by_names is not None:
        name = find_country(by_names).name
        agree = box is not None and box[0] == by_names
        why = f"A column names areas of {name}" + (", and the points lie there." if agree else ".")
        score = 0.95 if agree else 0.85 * shares[by_names]
        yield Suggestion("", "country", {"country": by_names}, score, why)
    if box is not None and box[0] != by_names:
        code, share = box
        why = f"{share:.0%} of the points lie in the box around {find_country(code).name}."
        yield Suggestion("", "country", {"country": code}, 0.7 * share, why)
