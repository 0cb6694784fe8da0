"""Documents of others, read so that what they say can be written down again."""

from __future__ import annotations

import json
import re
from typing import Any

_ODD = re.compile(r"\\u(?:[dD]|0000)")
_NOTHING = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


def json_of(document: str | bytes) -> Any:
    r"""What a JSON document says, each of its texts one that every file and database takes.

    JSON can spell half of a letter, which UTF-8 cannot write: it becomes a `?`. The letter 0, which
    PostgreSQL keeps in no text, goes.

    >>> json_of(r'{"a\u0000": "\ud83d\ude00 \ud800"}')
    {'a': '😀 ?'}

    Raises:
        ValueError: it is no JSON, or not written in UTF-8.
        RecursionError: it is nested deeper than can be read.
    """
    text = document if isinstance(document, str) else document.decode("utf-8-sig")
    found = json.loads(text)
    if _ODD.search(text):
        written = _NOTHING.sub(r"\1", json.dumps(found, ensure_ascii=False))
        found = json.loads(written.encode("utf-8", "replace"))
    return found
