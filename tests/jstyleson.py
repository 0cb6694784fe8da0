"""What extruct imports to read JSON that has comments, without the package, which has no wheel.

JSON-LD has none (https://www.w3.org/TR/json-ld11/, 2.1: a document is JSON): a page that needs
this is wrong.
"""

from __future__ import annotations

from typing import Any, NoReturn


def loads(text: str, **_: Any) -> NoReturn:
    """Refuse what `json.loads` could not read.

    Raises:
        ValueError: always.
    """
    raise ValueError(f"no JSON: {text[:80]}")
