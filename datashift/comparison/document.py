"""Results as public JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def as_json(schema: str, result: DataclassInstance, more: Mapping[str, Any]) -> str:
    """A frozen result as text: its fields, what follows from them, and the name of their schema.

    What is in `more` takes the place of a field of that name. The same result gives the same bytes.
    """
    known = {one.name: getattr(result, one.name) for one in fields(result)}
    return json.dumps(
        {"schema": f"datashift/{schema}", **known, **more},
        default=_plain,
        ensure_ascii=False,
        separators=(",", ":"),
        allow_nan=False,
    )


def _plain(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: getattr(value, one.name) for one in fields(value)}
    return dict(value) if isinstance(value, Mapping) else str(value)
