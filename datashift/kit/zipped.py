"""What the standard library raises of an archive that is damaged or made to harm."""

from __future__ import annotations

import lzma
import zipfile
import zlib

# ValueError: names that are said to be UTF-8 and are not. A password is another RuntimeError than the
# NotImplementedError of a way of packing that nobody knows.
DAMAGED: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
)
UNREADABLE: tuple[type[Exception], ...] = (*DAMAGED, RuntimeError)  # or locked with a password
