"""Words of definitions: whom a series is about, and what differs, in plain sentences."""

from __future__ import annotations

import re

_AGED = r"(?: aged [\d–-]+(?: years)?(?: and (?:older|over))?| under \d+(?: years)?(?: of age)?)?"
_WHO = (
    r"(?:women and girls|girls and women|women|men|girls|boys|children|adults|youth|young people|"
    r"persons|people|individuals|(?:urban |rural |total )?population)"
)
_PEOPLE = re.compile(
    rf"\b(?:proportion|percentage|share|number) of (?:the )?((?:ever-partnered )?{_WHO}{_AGED})\b",
    re.IGNORECASE,
)
_EVERYBODY = {"population", "total population", "people", "persons", "individuals"}


def people_in(text: str) -> str:
    """Whom the name of a series counts; "" when it does not count people.

    >>> people_in("Proportion of population using safely managed drinking water services")
    'population'
    >>> people_in("Proportion of seats held by women in national parliaments")
    ''
    """
    found = _PEOPLE.search(text)
    return found[1].lower() if found else ""


def is_everybody(population: str) -> bool:
    """Whether a population is all people, in other words."""
    return population.strip().lower() in _EVERYBODY


def number(value: float) -> str:
    """A figure for a sentence: one decimal where it matters.

    >>> number(22.84), number(3.0), number(12345.6)
    ('22.8', '3', '12,346')
    """
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.1f}".removesuffix(".0")
