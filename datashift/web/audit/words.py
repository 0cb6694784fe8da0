"""The events of the log in words; each app brings the words for its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise

WORDS: dict[str, Any] = {}


def tell(words: Mapping[str, str | Promise]) -> None:
    """Add words for actions, from the `ready` of an app.

    Blanks are filled from the event's details: ``%(count)s``; ``%(member)s`` is the name of the
    person whose key the details hold, ``%(role)s``, ``%(from)s`` and ``%(to)s`` are roles. Words
    with a plural are `ngettext_lazy`'s, with the name of the blank that decides.
    """
    WORDS.update(words)
