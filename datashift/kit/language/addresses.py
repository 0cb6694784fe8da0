"""The language an address says: `/findings/…` is English, `/es/findings/…` Spanish."""

from __future__ import annotations

from datashift.kit.language import LANGUAGES


def language_of(path: str) -> str:
    """The language at the beginning of an address.

    >>> language_of("/es/findings/"), language_of("/findings/"), language_of("/estates/")
    ('es', 'en', 'en')
    """
    first = path.lstrip("/").partition("/")[0]
    return first if first in LANGUAGES[1:] else "en"


def permanent(path: str) -> str:
    """The address without its language: the one that is cited, and never changes.

    >>> permanent("/es/findings/"), permanent("/findings/")
    ('/findings/', '/findings/')
    """
    language = language_of(path)
    return path if language == "en" else path.removeprefix(f"/{language}") or "/"


def in_language(path: str, language: str) -> str:
    """The address of the same page in another language.

    >>> in_language("/es/findings/", "sw"), in_language("/es/findings/", "en")
    ('/sw/findings/', '/findings/')
    """
    plain = permanent(path)
    return plain if language == "en" else f"/{language}{plain}"
