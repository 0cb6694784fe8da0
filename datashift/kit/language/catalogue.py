"""Catalogues of translations: the file a translator edits, read and packed without GNU gettext.

One `.po` file per language holds every sentence of the library and of the platform. It is parsed
here, and packed to the `.mo` format that Python's `gettext` and Django read (GNU gettext manual,
10.3). Entries that are fuzzy, empty or retired are not used.
"""

from __future__ import annotations

import gettext
import io
import json
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path

_CONTEXT = "\x04"
_MAGIC = 0x950412DE


@dataclass
class _Entry:
    texts: dict[str, str] = field(default_factory=dict)
    fuzzy: bool = False


def read_po(text: str) -> dict[str, str]:
    """Message to translation, as a `.mo` file keys them.

    A context stands before its message and \\x04; plurals are joined by \\0. The entry of "" is
    the header.

    >>> read_po('msgid "a"\\nmsgstr "b"\\n\\nmsgid "c"\\nmsgstr ""\\n')
    {'a': 'b'}
    """
    found = {}
    for entry in _entries(text):
        forms = sorted(name for name in entry.texts if name.startswith("msgstr"))
        told = [entry.texts[name] for name in forms]
        if "msgid" not in entry.texts or entry.fuzzy or not all(told):
            continue
        key = entry.texts["msgid"]
        if "msgid_plural" in entry.texts:
            key = f"{key}\0{entry.texts['msgid_plural']}"
        if "msgctxt" in entry.texts:
            key = f"{entry.texts['msgctxt']}{_CONTEXT}{key}"
        found[key] = "\0".join(told)
    return found


def _entries(text: str) -> Iterator[_Entry]:
    entry, name = _Entry(), ""
    for line in [*text.splitlines(), ""]:
        if line.startswith('"'):
            entry.texts[name] += _unquoted(line)
        elif line.startswith("#,"):
            entry.fuzzy = "fuzzy" in line
        elif line.startswith("msg"):
            name, _, value = line.partition(" ")
            entry.texts[name] = _unquoted(value)
        elif not line.strip():
            if entry.texts:
                yield entry
            entry = _Entry()


def _unquoted(text: str) -> str:
    """The escapes of C that translators use, which are those of JSON.

    Not read as Python: until 3.11.8 two threads that parse Python at once may end in a SystemError
    (python/cpython#106905), and a server reads a catalogue when its language is first asked for.
    """
    told: str = json.loads(text, strict=False)
    return told


def packed(messages: Mapping[str, str]) -> bytes:
    """The messages as a `.mo` file, sorted, without its optional hash table."""
    keys = sorted(messages, key=str.encode)
    sources = [key.encode() for key in keys]
    targets = [messages[key].encode() for key in keys]
    start = 28 + 16 * len(keys)
    ids, texts = _laid_out(sources, start)
    end = start + len(texts)
    values, more = _laid_out(targets, end)
    head = struct.pack("<7I", _MAGIC, 0, len(keys), 28, 28 + 8 * len(keys), 0, start)
    return head + ids + values + texts + more


def _laid_out(texts: list[bytes], at: int) -> tuple[bytes, bytes]:
    """Lengths and places of texts that stand one after the other from `at`; the texts."""
    places = b""
    for text in texts:
        places += struct.pack("<2I", len(text), at)
        at += len(text) + 1
    return places, b"".join(text + b"\0" for text in texts)


def source(language: str) -> Path:
    """The file a translator edits."""
    return Path(str(resources.files("datashift.kit"))) / "locale" / f"{language}.po"


@cache
def messages(language: str) -> Mapping[str, str]:
    """Every message that is translated; nothing for English."""
    path = source(language)
    return read_po(path.read_text(encoding="utf-8")) if path.is_file() else {}


@cache
def translations(language: str) -> gettext.NullTranslations:
    """The catalogue as Python's own `gettext` reads it."""
    known = messages(language)
    return (
        gettext.GNUTranslations(io.BytesIO(packed(known))) if known else gettext.NullTranslations()
    )


def is_finished(language: str) -> bool:
    """Whether a language is offered to readers: its first line says `# Finished: yes`.

    Only that line is read: asking costs nothing at start.
    """
    if language == "en":
        return True
    path = source(language)
    if not path.is_file():
        return False
    with path.open(encoding="utf-8") as file:
        head = file.readline()
    return head.strip() == "# Finished: yes"


def write_mo(languages: list[str], folder: Path) -> Path:
    """Pack catalogues for Django, which reads files only; those that are up to date are left.

    Args:
        folder: gets `<language>/LC_MESSAGES/django.mo`.
    """
    for language in languages:
        made = folder / language / "LC_MESSAGES" / "django.mo"
        origin = source(language)
        if not origin.is_file():
            continue
        if made.is_file() and made.stat().st_mtime >= origin.stat().st_mtime:
            continue
        made.parent.mkdir(parents=True, exist_ok=True)
        part = made.with_suffix(".part")
        part.write_bytes(packed(read_po(origin.read_text(encoding="utf-8"))))
        part.replace(made)
    return folder
