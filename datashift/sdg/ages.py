"""Ages in figures, as people write them in five languages."""

from __future__ import annotations

import re

from datashift.kit.language import marked
from datashift.sdg.plain import plain

_YEARS = r"(?: (?:years?|yrs?|anos|ans|miaka|वर्ष)\b.*)?"
_RANGE = re.compile(
    rf"(?:aged |ages? |de |miaka |umri )*(\d+) (?:(?:to|a|hadi|देखि) )?(\d+){_YEARS}"
)
_FROM = re.compile(rf"(?:aged |ages? |miaka )*(\d+){_YEARS} (?:plus|and|or|y|o|et|ou|na|वा)\b.*")
_BELOW = re.compile(
    rf"(?:under|below|less than|menor(?:es)? de|moins de|chini ya(?: miaka)?) (\d+){_YEARS}"
)


def age_code(text: str) -> str:
    """The code the SDG lists would give these ages, or ""; it need not be in a list.

    >>> age_code("15-24"), age_code("15 a 24 años"), age_code("65+"), age_code("moins de 5 ans")
    ('Y15T24', 'Y15T24', 'Y_GE65', 'Y0T4')
    """
    ages = plain(text.replace("<", " under ").replace("+", " plus ").replace("–", "-"))
    if match := _BELOW.fullmatch(ages):
        return f"Y0T{int(match[1]) - 1}"
    if match := _RANGE.fullmatch(ages):
        return f"Y{int(match[1])}T{int(match[2])}"
    if match := _FROM.fullmatch(ages):
        return f"Y_GE{int(match[1])}"
    return ""


def age_name(code: str) -> str:
    """What a code of ages says that stands in no list, by the rule of the lists; else the code.

    >>> age_name("Y25T49"), age_name("Y_GE50"), age_name("older")
    ('25 to 49 years old', '50 years old and over', 'older')
    """
    if match := re.fullmatch(r"Y(\d+)T(\d+)", code):
        return marked("%(number)s to %(high)s years old") % {"number": match[1], "high": match[2]}
    if match := re.fullmatch(r"Y_GE(\d+)", code):
        return marked("%(number)s years old and over") % {"number": match[1]}
    return code
