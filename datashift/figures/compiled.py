"""Compiled templates, kept where Python keeps compiled modules."""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache


class Compiled(BytecodeCache):
    """Templates that were compiled by an earlier process, as long as neither they nor the file that
    says how they are compiled has changed.

    Args:
        templates: the folder of the templates.
        by: the file that says how they are compiled.
    """

    def __init__(self, templates: Path, *, by: Path) -> None:
        self._folder = templates / "__pycache__"
        self._how = hashlib.sha256(by.read_bytes()).hexdigest()[:16]

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read it, where it is there and is of this text."""
        with suppress(FileNotFoundError), self._path(bucket).open("rb") as kept:
            bucket.load_bytecode(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it, where the folder may be written to; a package need not be."""
        with suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            handle, incoming = tempfile.mkstemp(dir=self._folder)
            with os.fdopen(handle, "wb") as out:
                bucket.write_bytecode(out)
            Path(incoming).replace(self._path(bucket))

    def _path(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}-{self._how}.jinja"
