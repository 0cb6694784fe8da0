"""Files that are made once and then served as they lie: nothing is computed when somebody reads."""

from __future__ import annotations

import gzip
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

SQUEEZED = ".gz"


def kept(key: str, make: Callable[[BinaryIO], None], *, squeeze: bool, sole: str = "") -> Path:
    """The file of that key, made when it is not there yet; two who make it make the same.

    Args:
        key: names its content and nothing else, in hexadecimal digits.
        make: writes it.
        squeeze: also keep it compressed, beside it.
        sole: a thing of which only the newest state is wanted; older ones are removed.
    """
    path = folder(key, sole) / key
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    for old in path.parent.iterdir() if sole else ():
        if old.is_file() and not old.name.startswith("."):
            old.unlink(missing_ok=True)
    incoming = _written(path.parent, make)
    if squeeze:
        _written(path.parent, lambda out: _squeeze(incoming, out)).replace(f"{path}{SQUEEZED}")
    incoming.replace(path)
    return path


def folder(key: str, sole: str = "") -> Path:
    return Path(settings.DATA) / "exports" / (sole or key[:2])


def _written(place: Path, make: Callable[[BinaryIO], None]) -> Path:
    handle, name = tempfile.mkstemp(prefix=".incoming-", dir=place)
    try:
        with os.fdopen(handle, "wb") as out:
            make(out)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _squeeze(path: Path, out: BinaryIO) -> None:
    with (
        path.open("rb") as plain,
        gzip.GzipFile(filename="", fileobj=out, mode="wb", compresslevel=6, mtime=0) as packed,
    ):
        shutil.copyfileobj(plain, packed)
