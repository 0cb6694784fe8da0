"""What is wrong with a catalogue, so that no page is broken by its language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from babel.messages.catalog import Catalog

_BLANK = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{\w*\}|%%")
_TAG = re.compile(r"</?[a-z][^>]*>")
_CODE = re.compile(r"`[^`]+`")
_PLURALS = 2  # forms of English, Spanish, Swahili, Nepali and French here


def faults(catalogue: Catalog, *, complete: bool = False) -> Iterator[str]:
    """Every fault in a sentence of its own.

    Args:
        complete: a missing translation is a fault too.
    """
    for message in catalogue:
        if not message.id:
            continue
        ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        forms = (
            (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        )
        if not forms or not all(forms):
            if complete or any(forms):
                yield f"{ids[0]!r} is not translated"
            continue
        if message.fuzzy:
            yield f"{ids[0]!r} is fuzzy, so that nobody would see it"
        if len(ids) > 1 and len(forms) != _PLURALS:
            yield f"{ids[0]!r} has {len(forms)} forms, not {_PLURALS}"
        for source, text in zip(ids, forms, strict=False):
            several = len(ids) > 1
            found = _between(source, text, several=several)
            yield from (f"{source!r} -> {text!r}: {fault}" for fault in found)


def _between(source: str, text: str, *, several: bool) -> Iterator[str]:
    """What must be the same on both sides of a translation.

    Args:
        several: a form of a plural, which may say "one" instead of its number.
    """
    wanted, given = _all(_BLANK, source), _all(_BLANK, text)
    if set(given) - set(wanted) or (set(wanted) - set(given) and not several):
        yield f"blanks {_listed(wanted)} and {_listed(given)}"
    if _all(_TAG, source) != _all(_TAG, text):
        yield f"tags {_listed(_all(_TAG, source))} and {_listed(_all(_TAG, text))}"
    if _all(_CODE, source) != _all(_CODE, text):
        yield f"code {_listed(_all(_CODE, source))} and {_listed(_all(_CODE, text))}"
    if _edges(source) != _edges(text):
        yield "spaces at its ends"
    if "\n" not in source and "\n" in text:
        yield "a line break"


def _all(pattern: re.Pattern[str], text: str) -> Counter[str]:
    return Counter(match[0] for match in pattern.finditer(text))


def _edges(text: str) -> tuple[str, str]:
    inner = text.strip()
    start = text.index(inner) if inner else 0
    return text[:start], text[start + len(inner) :]


def _listed(found: Counter[str]) -> str:
    return ", ".join(sorted(found)) or "none"
