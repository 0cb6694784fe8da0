"""The versions of a source: what is known of each, and which of them stand."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from datashift.comparison.series import NOTHING_DECLARED, Declared
from datashift.kit.problem import Problem
from datashift.kit.text import fold

_ABOUT = "version.json"
_ASIDE = "put_aside"


@dataclass(frozen=True)
class Version:
    """One version of one source.

    Args:
        source: who published it.
        number: from 1.
        file: name of the file as it came.
        sha256: of its bytes.
        loaded: the day.
        licence, address: as the person who loaded it said, "" when not.
        series, figures: how many.
        new, changed, gone: figures against the version before.
        refused: sentences on files inside that could not be read, and on figures that mislead.
        declared: what was said of a file that does not say it itself.
        big: made from sensors, satellites or traces, not by an office.
    """

    source: str
    number: int
    file: str
    sha256: str
    loaded: date
    licence: str
    address: str
    series: int
    figures: int
    new: int
    changed: int
    gone: int
    refused: tuple[str, ...] = ()
    declared: Declared = NOTHING_DECLARED
    big: bool = False


def versions(into: Path, *, source: str = "", aside: bool = False) -> tuple[Version, ...]:
    """The versions kept, by source and number.

    Args:
        aside: with those that were put aside.
    """
    homes = [into / slug(source)] if source else sorted(into.glob("*"))
    found = [
        _read(about)
        for home in homes
        for about in home.glob(f"[0-9]*/{_ABOUT}")
        if aside or not (about.parent / _ASIDE).exists()
    ]
    return tuple(sorted(found, key=lambda one: (one.source, one.number)))


def folder(into: Path, source: str, number: int) -> Path:
    """Where a version lies."""
    return into / slug(source) / str(number)


def put_aside(into: Path, *, source: str, number: int) -> None:
    """Let nobody see a version; the one before it counts again. Repeating it is harmless."""
    (folder(into, source, number) / _ASIDE).touch()


def take_back(into: Path, *, source: str, number: int) -> None:
    """Let a version that was put aside be seen again. Repeating it is harmless."""
    (folder(into, source, number) / _ASIDE).unlink(missing_ok=True)


def write_about(made: Path, version: Version) -> None:
    about = asdict(version) | {"loaded": version.loaded.isoformat()}
    text = json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True)
    (made / _ABOUT).write_text(text + "\n", encoding="utf-8")


def slug(source: str) -> str:
    """The name of a source's folder: its letters and digits.

    Raises:
        Problem: it has none.
    """
    plain = unicodedata.normalize("NFKC", fold(source))
    words = "".join(letter if letter.isalnum() else "-" for letter in plain).split("-")
    found = "-".join(word for word in words if word)[:80]
    if not found:
        raise Problem(
            "The source has no name", do="Say who published the figures", code="official.source"
        )
    return found


def _read(about: Path) -> Version:
    said: dict[str, Any] = json.loads(about.read_text(encoding="utf-8"))
    said["loaded"] = date.fromisoformat(said["loaded"])
    said["refused"] = tuple(said["refused"])
    said["declared"] = Declared(**said.get("declared", {}))
    return Version(**said)
