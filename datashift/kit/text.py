"""Text as people write it, made comparable."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"})
_SPACES = re.compile(r"[\s_]+")


def fold(text: str) -> str:
    """Fold spelling differences that carry no meaning: case, accents, spaces, apostrophes.

    Latin accents go ("Córdoba" and "CORDOBA " are the same); marks of other scripts stay, because
    in Devanagari they are the vowels.

    >>> fold("  Entre  RÍOS ")
    'entre rios'
    >>> fold("Murang’a") == fold("MURANG'A")
    True
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
    kept = "".join(
        letter
        for letter in decomposed
        if not ("\u0300" <= letter <= "\u036f")  # the combining marks of Latin, Greek, Cyrillic
    )
    return _SPACES.sub(" ", unicodedata.normalize("NFC", kept)).strip().casefold()


def with_plain_digits(text: str) -> str:
    """The text with the digits of every script as 0 to 9.

    >>> with_plain_digits("६.१.१")
    '6.1.1'
    """
    return "".join(
        str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text
    )
