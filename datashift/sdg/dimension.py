"""Code lists of the SDG data structure definition, used as dimensions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from datashift.sdg.ages import age_code
from datashift.sdg.files import parts, rows
from datashift.sdg.plain import plain

NAMES = {
    "SEX": "Sex",
    "AGE": "Age",
    "URBANISATION": "Urban or rural",
    "INCOME_WEALTH_QUANTILE": "Income or wealth group",
    "EDUCATION_LEV": "Education level",
    "OCCUPATION": "Occupation",
    "DISABILITY_STATUS": "Disability",
    "ACTIVITY": "Economic activity",
    "PRODUCT": "Product",
    "COMPOSITE_BREAKDOWN": "Other breakdown",
    "UNIT_MEASURE": "Unit of measure",
    "UNIT_MULT": "Unit multiplier",
    "NATURE": "Nature of the figure",
    "OBS_STATUS": "Observation status",
    "REPORTING_TYPE": "Reporting type",
    "FREQ": "Frequency",
}


@dataclass(frozen=True)
class Code:
    """One code of a list. `parent` is the code it is part of, or ""."""

    code: str
    name: str
    parent: str = ""


@dataclass(frozen=True)
class Dimension:
    """A dimension or attribute of the SDG DSD with its code list, in the list's order."""

    code: str
    name: str
    codes: Mapping[str, Code] = field(repr=False)


def dimensions() -> tuple[Dimension, ...]:
    """Every dimension and attribute we hold a code list of."""
    return tuple(_dimensions().values())


def dimension(code: str) -> Dimension:
    """The dimension of that code, "SEX".

    Raises:
        KeyError: we hold no such list.
    """
    return _dimensions()[code]


def find_code(dimension: str, text: str) -> str | None:
    """The code that a cell means: "Hombre", "Mwanaume" and "male" are M, "15 a 24 años" is Y15T24.

    The code itself, its name, one of the words kept for it in five languages, or an age range in
    figures. Never a guess: a text that two codes share is None.

    Raises:
        KeyError: we hold no such list.
    """
    known = _words()[dimension]
    found = known.get(_written(text)) or known.get(plain(text))
    if not found and dimension == "AGE":
        code = age_code(text)
        found = code if code in _dimensions()["AGE"].codes else None
    return found


def _written(text: str) -> str:
    """A code as people write it, in any case: "_T" keeps its underscore, unlike a word."""
    return f"={text.strip().upper()}"


@cache
def _dimensions() -> Mapping[str, Dimension]:
    lists: dict[str, dict[str, Code]] = {code: {} for code in NAMES}
    for row in rows("codes.csv"):
        one = Code(row["code"], row["name"], row["parent"])
        lists[row["dimension"]][row["code"]] = one
    return MappingProxyType(
        {code: Dimension(code, name, MappingProxyType(lists[code])) for code, name in NAMES.items()}
    )


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    words: dict[str, dict[str, set[str]]] = {}
    for one in dimensions():
        found = words[one.code] = defaultdict(set)
        for code in one.codes.values():
            found[_written(code.code)].add(code.code)
            found[plain(code.name)].add(code.code)
    for row in rows("code_words.csv"):
        for word in parts(row["words"]):
            words[row["dimension"]][plain(word)] = {row["code"]}
    return {
        dimension: {word: min(codes) for word, codes in found.items() if len(codes) == 1}
        for dimension, found in words.items()
    }
