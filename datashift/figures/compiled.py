"""Templates as Jinja compiles them: kept where Python keeps compiled modules, in every language."""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment
from jinja2.bccache import Bucket, BytecodeCache
from markupsafe import Markup

from datashift.kit import language


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
        """Read it, where it is there, may be read and is of this text."""
        with suppress(OSError), self._path(bucket).open("rb") as kept:
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


def speak(made: Environment) -> None:
    """Give templates `_`, `ngettext` and `pgettext`, whose blanks are filled and escaped.

    Those of Jinja's own extension are called by way of three others; a page has two hundred.
    """
    made.globals |= {"_": _said, "ngettext": _counted, "pgettext": _meant}


def _said(message: str, /, **blanks: object) -> Markup:
    if blanks:
        return Markup(language.gettext(message)) % _in_digits(blanks)  # noqa: S704  # our own sentences
    return _without_blanks(language.current(), message)


@lru_cache(maxsize=4096)
def _without_blanks(spoken: str, message: str) -> Markup:
    del spoken  # gettext reads it
    return Markup(language.gettext(message)) % {}  # noqa: S704  # "%%" is "%" here too


def _counted(one: str, many: str, number: int, /, **blanks: object) -> Markup:
    said = Markup(language.ngettext(one, many, number))  # noqa: S704
    return said % _in_digits({"num": number, **blanks})


def _meant(context: str, message: str, /, **blanks: object) -> Markup:
    said = Markup(language.pgettext(context, message))  # noqa: S704
    return said % _in_digits({"context": context, **blanks})


def _in_digits(blanks: dict[str, object]) -> dict[str, object]:
    return {
        name: language.in_digits(str(value)) if type(value) is int else value
        for name, value in blanks.items()
    }
