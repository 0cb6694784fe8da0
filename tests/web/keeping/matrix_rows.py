"""Who gets which answer."""

from __future__ import annotations

from typing import Any

ROWS = ""
ARGUMENTS: dict[str, Any] = {}
