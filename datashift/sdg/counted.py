"""Percentages of people and things that were counted: of those alone "61 in 100" is true.

A percentage of money, area, energy or time, a rate, a growth, an index and a score are of nobody.
The framework says in the title of a series what it is a percentage of, so that is what is read;
what it does not say plainly is no count.
"""

from __future__ import annotations

import re

from datashift.kit.language import verbatim

_WHO = (
    "population|people|persons|individuals|adults|children|youth|girls|women|men|boys|mothers|"
    "infants|births|households|teachers|students|pupils|workers|detainees|victims"
)
# Basins and economic zones are left out: 6.5.2 and 14.2.1 add up their areas. So are small-scale
# industries in value added, voting rights (of unequal weight), waste, wildlife (by its price).
_WHAT = verbatim(
    "schools|health facilities|firms|companies|businesses|countries|cities|governments|"
    "administrative units|seats|members of|jobs|informal employment|industries with|breeds|"
    "fish stocks|interventions|indicators|(?:ground)?water bodies|bodies of water|"
    "seized, found or surrendered arms"
)
# What may stand before: "the total adult population", "ever-partnered women and girls".
_WHICH = (
    r"(?:(?:the|total|target|urban|rural|poor|vulnerable|employed|unemployed|unsentenced|adult|female|"
    r"male|young|agricultural|ever-partnered|recipient|local|elected|new|development|results|"
    r"sustainable|small-scale|open|river)\s)*"
)
# "Population growth" is no population, and "women's time" are no women.
_END = r"\b(?!['’-]|\s(?:growth|density|income|expenditures?|spending|budget|time)\b)"
_PLAIN = re.compile(
    rf"(?:\([a-z]\) )?(?:proportion|percentage|share) of {_WHICH}(?:{_WHO}|{_WHAT}){_END}"
    rf"|{_WHICH}(?:{_WHO}) as a (?:proportion|percentage|share) of\b"
    r"|prevalence (?:rate )?of\b"
)
# "People who drink safe water", "Schools with electricity (%)": a percentage of those is a count.
_OF_WHOM = re.compile(
    rf"{_WHICH}(?:{_WHO}|{_WHAT})(?: (?:and|or) (?:{_WHO}))* (?:who|whose|that|with|without|in|"
    r"using|having|living|aged?|ages|under|below|above|over|attended|covered|served|held|married|"
    r"exposed|affected|receiving|owning|lacking|not|out of)\b"
)
# As the World Bank writes: "(% of population)", "(% of women ages 20-24)". Who depends on others is
# no part of those who work, and a telephone is nobody.
_OF = re.compile(rf"\(% of {_WHICH}(?:{_WHO}|{_WHAT}){_END}")
_NO_PART = re.compile(
    r"(?<!headcount )\bratio\b|\b(?:index|indices|average|mean|growth|change|gap|subscriptions|rate|"
    r"rates|spending|income|gdp|gni|millions|thousands|number|score)\b"
)


def says_count(title: str) -> bool:
    """Whether an English title says of a percentage that it is one of people or counted things.

    >>> says_count("Proportion of population using safely managed drinking water services")
    True
    >>> says_count("Forest area as a proportion of total land area"), says_count("Unemployment rate")
    (False, False)
    >>> says_count("Access to electricity (% of population)"), says_count("Tax revenue (% of GDP)")
    (True, False)
    """
    words = " ".join(title.casefold().split())
    if _PLAIN.match(words):
        return True
    return bool(_OF_WHOM.match(words) or _OF.search(words)) and not _NO_PART.search(words)
