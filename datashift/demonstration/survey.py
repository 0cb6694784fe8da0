"""A seeded household survey of the invented country, as an organisation would hand it in.

Two stages: in each stratum (province, urban or rural) enumeration areas are drawn, in each area
households. Answers depend on the province, on town or village, and on the area, so that areas
differ more than chance and the design effect is real.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from datashift.demonstration.land import PROVINCES

Array = np.ndarray[Any, Any]

AREAS_DRAWN = {"urban": 9, "rural": 12}
HOUSEHOLDS_DRAWN = 20


@dataclass(frozen=True)
class Question:
    """A yes/no question of the survey and how often Ruvelans say yes.

    Args:
        name: heading of its column.
        sdg: indicator it speaks to.
        match: how closely.
        title: of the indicator computed from it.
        sentence: how the finding goes on after the number.
        rate: share of yes in an average village.
        town: what living in a town adds, on the logit scale.
        women: what being a woman adds, on the logit scale.
        asked: who is asked: everybody, or a condition on the respondent.
    """

    name: str
    sdg: str
    match: str
    title: str
    sentence: str
    rate: float
    town: float = 0.0
    women: float = 0.0
    asked: str = "everybody"


# fmt: off
QUESTIONS = (
    Question("poor", "1.2.1", "partial", "People in households below the national poverty line", "people live below the national poverty line", 0.34, -0.8),
    Question("basic_services", "1.4.1", "partial", "People with basic services at home", "people have basic services at home", 0.48, 1.1),
    Question("food_insecure", "2.1.2", "direct", "People who lack food, moderately or severely", "people did not always have enough to eat", 0.41, -0.5, 0.15),
    Question("birth_attended", "3.1.2", "direct", "Births with a skilled attendant", "births had a skilled attendant", 0.72, 0.9, asked="recent mothers"),
    Question("clinic_had_medicine", "3.b.3", "proxy", "People who found the medicine they needed", "people who went to a clinic found their medicine", 0.55, 0.3, asked="half"),
    Question("child_reads", "4.1.1", "partial", "Children of eight to ten who read a simple story", "children of eight to ten can read a simple story", 0.38, 0.7, asked="households with a child"),
    Question("preschool", "4.2.2", "partial", "Children who learn before primary school", "children learn in a group before primary school", 0.52, 0.5, asked="households with a child"),
    Question("married_before_18", "5.3.1", "direct", "Women of 20 to 24 married before 18", "women of 20 to 24 were married before 18", 0.27, -0.6, asked="young women"),
    Question("owns_phone", "5.b.1", "direct", "People who own a mobile phone", "people own a mobile phone", 0.74, 0.7, -0.35),
    Question("basic_water", "6.1.1", "partial", "People with basic drinking water within 30 minutes", "people have basic drinking water within 30 minutes", 0.51, 1.2),
    Question("hand_washing", "6.2.1", "partial", "People with soap and water to wash hands at home", "people can wash their hands with soap at home", 0.33, 0.8),
    Question("electricity", "7.1.1", "direct", "People with electricity at home", "people have electricity at home", 0.44, 1.9),
    Question("clean_cooking", "7.1.2", "partial", "People who cook with clean fuels", "people cook with clean fuels", 0.16, 1.5),
    Question("bank_account", "8.10.2", "direct", "Adults with an account or mobile money", "adults have an account or mobile money", 0.58, 0.6, -0.3),
    Question("not_in_work_or_school", "8.6.1", "direct", "Young people without work, school or training", "young people are without work, school and training", 0.26, 0.1, 0.5, asked="young people"),
    Question("poor_housing", "11.1.1", "proxy", "People in inadequate housing", "people live in inadequate housing", 0.39, -0.2),
    Question("near_transport", "11.2.1", "partial", "People within half a kilometre of public transport", "people live within half a kilometre of public transport", 0.31, 1.6),
    Question("feels_safe", "16.1.4", "direct", "People who feel safe walking alone after dark", "people feel safe walking alone after dark", 0.63, -0.5, -0.6),
    Question("paid_bribe", "16.5.1", "partial", "People who paid a bribe, of those who met an official", "people who met an official were asked for a bribe", 0.19, 0.2, asked="half"),
    Question("birth_registered", "16.9.1", "direct", "Children under five whose birth is registered", "children under five are registered", 0.61, 0.8, asked="households with a child"),
    Question("uses_internet", "17.8.1", "direct", "People who use the internet", "people use the internet", 0.36, 1.3, -0.25),
    Question("discriminated", "10.3.1", "direct", "People who felt discriminated against", "people felt discriminated against last year", 0.14, 0.1, 0.3),
)
# fmt: on


def _logit(share: float) -> float:
    return float(np.log(share / (1 - share)))


def _asked(who: str, women: Array, age: Array, rng: np.random.Generator) -> Array:
    everybody = np.ones(len(age), dtype=bool)
    return {
        "everybody": everybody,
        "half": rng.random(len(age)) < 0.5,
        "recent mothers": women & (age < 45) & (rng.random(len(age)) < 0.4),
        "young women": women & (age >= 20) & (age <= 24),
        "young people": (age >= 15) & (age <= 24),
        "households with a child": rng.random(len(age)) < 0.45,
    }[who]


def survey(seed: int = 2024) -> dict[str, list[Any]]:
    """The survey as columns, one row per respondent, about 3,400 rows.

    Args:
        seed: of every draw; the same seed gives the same answers.

    Returns:
        Columns by heading: identifiers, design (`stratum`, `area`, `weight`), who answered, and a
        column of yes/no per question, empty where it was not asked or not answered.
    """
    rng = np.random.default_rng(seed)
    columns: dict[str, list[Any]] = {
        name: []
        for name in (
            "interview",
            "province",
            "place",
            "stratum",
            "area",
            "weight",
            "date",
            "sex",
            "age",
            "minutes_to_water",
            "unpaid_hours",
        )
    } | {question.name: [] for question in QUESTIONS}
    wealth = dict(zip(PROVINCES, rng.normal(0, 0.45, len(PROVINCES)), strict=True))
    for province in PROVINCES:
        for place, drawn in AREAS_DRAWN.items():
            areas = int(rng.integers(180, 420)) if place == "rural" else int(rng.integers(60, 160))
            for number in range(drawn):
                _area(columns, rng, province, place, number, areas / drawn, wealth[province])
    columns["interview"] = [f"R{i:05d}" for i in range(1, len(columns["province"]) + 1)]
    return columns


def _area(
    columns: dict[str, list[Any]],
    rng: np.random.Generator,
    province: str,
    place: str,
    number: int,
    area_weight: float,
    wealth: float,
) -> None:
    """Add the households of one enumeration area."""
    households = int(rng.integers(70, 190))
    size = HOUSEHOLDS_DRAWN - int(rng.integers(0, 4))
    town = place == "urban"
    women = rng.random(size) < 0.54
    age = np.clip(rng.gamma(4.2, 9.0, size).astype(int) + 15, 15, 95)
    day = 1 + (number * 3) % 27
    columns["province"] += [province] * size
    columns["place"] += [place] * size
    columns["stratum"] += [f"{province} {place}"] * size
    columns["area"] += [f"{province[:3].upper()}-{place[0].upper()}{number + 1:02d}"] * size
    columns["weight"] += [round(area_weight * households / size * 2.6, 3)] * size
    columns["date"] += [f"2024-{3 + number % 3:02d}-{day:02d}"] * size
    columns["sex"] += ["Female" if woman else "Male" for woman in women]
    columns["age"] += age.tolist()
    here = rng.normal(0, 0.5)
    minutes = rng.gamma(2.0, 5.5 if town else 16.0, size) * np.exp(-0.3 * (wealth + here))
    columns["minutes_to_water"] += minutes.round().astype(int).tolist()
    hours = rng.gamma(3.0, 1.0, size) * np.where(women, 1.55, 0.5)
    columns["unpaid_hours"] += hours.round(1).tolist()
    for question in QUESTIONS:
        good = -1 if question.rate < 0.5 and question.town <= 0 else 1
        score = (
            _logit(question.rate)
            + question.town * town
            + question.women * women
            + good * (wealth + here * 0.8)
            + rng.normal(0, 0.25)
        )
        yes = rng.random(size) < 1 / (1 + np.exp(-score))
        asked = _asked(question.asked, women, age, rng) & (rng.random(size) > 0.02)
        columns[question.name] += [
            ("yes" if answer else "no") if was_asked else ""
            for answer, was_asked in zip(yes, asked, strict=True)
        ]
