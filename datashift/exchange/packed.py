"""Files in one ZIP archive; the same files give the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import BinaryIO

_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first day that the format knows
_READABLE = 0o100644 << 16


def pack(files: Iterable[tuple[str, bytes]], out: BinaryIO) -> None:
    """Write the files, name and content, in their order."""
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.external_attr = _READABLE
            entry.create_system = 3  # whatever machine it is made on
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, 6)


def packed(files: Iterable[tuple[str, bytes]]) -> bytes:
    """The archive as bytes."""
    out = io.BytesIO()
    pack(files, out)
    return out.getvalue()
