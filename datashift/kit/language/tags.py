"""Codes of languages (BCP 47, IETF), and how a page marks words that are in another one."""

from __future__ import annotations

import re
from functools import cache

from datashift.kit.language import LANGUAGES, current

_TAG = re.compile(r"([a-z]{2,3})(?:-[A-Za-z0-9]{2,8})*")
_BRACKETED = re.compile(r"\(([A-Za-z]{2,3})(?:-\w+)?\)\s*$")


def is_tag(text: str) -> bool:
    """Whether that is the code of a language the Unicode CLDR knows, with or without a region.

    >>> [is_tag(one) for one in ("sw", "luo", "es-AR", "spanish", "xx", "ES")]
    [True, True, True, False, False, False]
    """
    found = _TAG.fullmatch(text)
    return found is not None and found[1] in _known()


def mark(written: str) -> str | None:
    """What `lang` says of words in the page that is spoken now; None where it need say nothing.

    "" is HTML's word for a language that nobody knows: without it the words would be taken for the
    page's own.

    Args:
        written: code of their language, "" where nobody said it.

    >>> mark("en"), mark("sw"), mark("")
    (None, 'sw', '')
    """
    return None if written.partition("-")[0] == current() else written


@cache
def _known() -> frozenset[str]:
    from babel import Locale

    return frozenset(code for code in map(str, Locale("en").languages) if "_" not in code)


def code_named(name: str) -> str:
    """The code of a language called by that name, as XLSForm calls them; "" where it names none.

    The code in brackets counts first, then the name itself in one of our five languages.

    >>> [code_named(one) for one in ("Luo (luo)", "Kiswahili", "Français", "sw", "Label")]
    ['luo', 'sw', 'fr', 'sw', '']
    """
    bracketed = _BRACKETED.search(name)
    said = (bracketed[1] if bracketed else name).strip().lower()
    return said if said in _known() else _names().get(name.strip().casefold(), "")


def without_code(name: str) -> str:
    """What a language is called, without the code in brackets behind it.

    >>> without_code("Kiswahili (sw)"), without_code("Luo"), without_code("(sw)")
    ('Kiswahili', 'Luo', '(sw)')
    """
    return _BRACKETED.sub("", name).strip() or name


@cache
def _names() -> dict[str, str]:
    from babel import Locale

    return {
        called.casefold(): code
        for language in LANGUAGES
        for code, called in Locale(language).languages.items()
        if code in _known()
    }
