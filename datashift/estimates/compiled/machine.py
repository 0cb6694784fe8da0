"""Functions as machine code, made by numba once per user and kept in their cache folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., object])


@cache
def is_available() -> bool:
    """Whether numba is installed; it is not imported."""
    return find_spec("numba") is not None


def compiled(function: F) -> F:
    """The function in machine code; sums keep the order they are written in (no fast-math)."""
    import numba

    folder, config = _folder(), vars(numba.config)
    usual: Any = config["CACHE_DIR"]
    if folder is not None:
        config["CACHE_DIR"] = str(folder)
    try:
        made: F = numba.njit(function, nogil=True, cache=folder is not None, error_model="numpy")
    finally:
        config["CACHE_DIR"] = usual
    return made


@cache
def _folder() -> Path | None:
    """Where code is kept; numba runs what it finds, so only this user may write there."""
    usual = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    folder = Path(usual).expanduser() / "datashift" / "compiled"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        about = folder.stat()
    except OSError:
        return None
    is_ours = about.st_uid == os.getuid() and not about.st_mode & 0o022
    return folder if is_ours and os.access(folder, os.W_OK) else None
