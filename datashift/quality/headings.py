"""What a heading says, in English, Spanish, Swahili, Nepali and French."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from datashift.kit.text import fold

_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
# Not \W: the vowel signs of Devanagari are no \w.
_BETWEEN = re.compile(r"[\s_/\\\-–—.:;,()\[\]{}#*?!'\"|+&]+")
_DIGITS = re.compile(r"(?<=[^\W\d])(?=\d)|(?<=\d)(?=[^\W\d])")

# Nepali writes "of" and "to" as endings.
_CASE_ENDING = re.compile(r"(?<=..)(?:हरू)?(?:को|लाई)$")


@lru_cache(maxsize=20_000)
def words(heading: str) -> tuple[str, ...]:
    """The words of a heading, folded.

    >>> words("simSerial_No2"), words("_geolocation/Latitude")
    (('sim', 'serial', 'no', '2'), ('geolocation', 'latitude'))
    >>> words("उत्तरदाताको नाम")
    ('उत्तरदाता', 'नाम')
    """
    parted = _DIGITS.sub(" ", _CAMEL.sub(" ", heading))
    found = (_CASE_ENDING.sub("", word) for word in _BETWEEN.split(fold(parted)))
    return tuple(word for word in found if word)


def folded(*lists: str) -> frozenset[str]:
    """Word lists written with spaces, as a set of folded words."""
    return frozenset(fold(word) for words_ in lists for word in words_.split())


def says(heading: str, any_of: frozenset[str]) -> bool:
    """Whether one of the words stands in the heading."""
    return not any_of.isdisjoint(words(heading))


def says_all(heading: str, sets: Iterable[frozenset[str]]) -> bool:
    """Whether the heading holds every word of one of the sets."""
    found = frozenset(words(heading))
    return any(wanted <= found for wanted in sets)


YES_NO = folded(
    "yes no y n true false don't_know dk na n/a si no verdadero falso ndiyo hapana ndio"
    " oui non vrai faux हो होइन छ छैन 0 1 unknown refused none"
)

IDENTIFIER = folded(
    "id ids uuid guid key serial serie index instanceid instance identifier identificador"
    " identifiant kitambulisho numero nmero no nr num number nro folio expediente ref reference"
    " referencia code codigo msimbo क्रमसंख्या क्रमांक unnamed rowid recordid submissionid"
)
# "Number of people" counts; it does not identify.
_COUNTING = folded("of de ya वटा people persons personas cantidad households times total per by")

SUBMISSION = folded(
    "submission submitted submissiontime uuid instanceid rootuuid deprecatedid metainstanceid"
)

CODE = folded("code codes codigo cod zip postcode postal msimbo कोड geocode")

YEAR = folded("year yr ano anio mwaka वर्ष साल annee an period jahr")

PLANNED = folded(
    "plan planned planning target due expiry expires expected expected next deadline forecast"
    " projected projection scheduled vencimiento previsto prevista proxima proximo meta plazo"
    " prevu prevue prochain prochaine echeance expiration mpango ijayo लक्ष्य योजना"
)


def is_identifier(heading: str) -> bool:
    """Whether the heading promises another value in every row."""
    found = frozenset(words(heading))
    return bool(found & IDENTIFIER) and not found & _COUNTING


def is_submission(heading: str) -> bool:
    """Whether the heading names what a form server adds to each submission."""
    return says(heading, SUBMISSION)
