"""Results as public JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def as_json(schema: str, result: DataclassInstance, more: Mapping[str, Any]) -> str:
    """A frozen result as text: its fields, what follows from them, and the name of their schema.

    The same result gives the same bytes.
    """
    return json.dumps(
        {"schema": f"datashift/{schema}", **asdict(result), **more},
        ensure_ascii=False,
        indent=1,
        allow_nan=False,
    )
