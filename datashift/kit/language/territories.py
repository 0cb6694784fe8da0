"""Countries in the reader's language, as the Unicode CLDR names them."""

from __future__ import annotations

from functools import cache

from datashift.kit.language import current


def country_called(code: str, name: str) -> str:
    """A country as the language spoken now calls it.

    Args:
        code: ISO 3166-1 alpha-2.
        name: in English, said where the language is English or has no name for it.

    >>> from datashift.kit.language import spoken
    >>> with spoken("sw"):
    ...     country_called("MZ", "Mozambique"), country_called("XX", "Nowhere")
    ('Msumbiji', 'Nowhere')
    """
    return _named(current(), code) or name


@cache
def _named(language: str, code: str) -> str:
    if language == "en":
        return ""
    from babel import Locale

    return str(Locale(language).territories.get(code.upper(), ""))
