"""The pages' own fonts in the form that pictures and PDF need, so that no machine's fonts matter."""

from __future__ import annotations

import functools
import hashlib
import io
import os
import tempfile
from importlib import import_module, resources
from pathlib import Path
from typing import Any

from datashift.figures.pictures.missing import needed
from datashift.kit.language import verbatim

DISPLAY, TEXT = verbatim("Anek"), verbatim("Noto Sans")
# Family and weight, and what it is put together from: one font for all scripts, because what draws
# SVG looks for a letter that a family lacks in whatever fonts there are.
_FACES = {
    ("Anek", 600): ("anek-latin-600", "anek-devanagari-600"),
    ("Noto Sans", 400): ("noto-sans-400", "noto-sans-devanagari-400"),
    ("Noto Sans", 600): ("noto-sans-600", "noto-sans-devanagari-600"),
}


def unpacked(place: Path) -> Path:
    """The folder with the fonts as TTF, written on first use.

    Args:
        place: a folder that is kept; the fonts get one in it, named by their content.

    Raises:
        Problem: fonttools is not installed.
    """
    folder = place / f"fonts-{_digest()}"
    if folder.is_dir():
        return folder
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place) as incoming:
        written = Path(incoming) / "written"
        written.mkdir()
        for (family, weight), names in _FACES.items():
            _write(names, family, weight, written)
        try:
            written.rename(folder)
        except OSError:  # another process was quicker, and wrote the same
            if not folder.is_dir():
                raise
    return folder


def covers(text: str, folder: Path) -> bool:
    """Whether the fonts in a folder of `unpacked` have every letter of a text."""
    known = _known(folder)
    return all(ord(sign) in known for sign in text if not sign.isspace() and sign.isprintable())


def _packed(name: str) -> bytes:
    folder = resources.files("datashift.figures") / "style" / "fonts"
    return (folder / f"{name}.woff2").read_bytes()


@functools.cache
def _digest() -> str:
    contents = b"".join(_packed(name) for names in _FACES.values() for name in names)
    return hashlib.sha256(contents + Path(__file__).read_bytes()).hexdigest()[:16]


@functools.cache
def _known(folder: Path) -> frozenset[int]:
    opened = import_module("fontTools.ttLib").TTFont
    return frozenset(
        code for path in folder.glob("*.ttf") for code in opened(path, lazy=True).getBestCmap()
    )


def _write(names: tuple[str, ...], family: str, weight: int, folder: Path) -> None:
    """Several scripts of a face as one font."""
    with needed():
        opened = import_module("fontTools.ttLib").TTFont
        merged = import_module("fontTools.merge").Merger
        parts = []
        for name in names:
            part = opened(io.BytesIO(_packed(name)), recalcTimestamp=False)
            part.flavor = None
            parts.append(folder / f"{name}.part")
            part.save(os.fspath(parts[-1]))
    font = merged().merge([os.fspath(part) for part in parts])
    for part in parts:
        part.unlink()
    _name(font, family, weight)
    font.save(os.fspath(folder / f"{family.replace(' ', '')}-{weight}.ttf"))


def _name(font: Any, family: str, weight: int) -> None:
    """Give a font the name that style sheets call it by; the files' own differ from tool to tool."""
    style = "Regular" if weight == 400 else "SemiBold"
    for number in (16, 17, 21, 22, 25):
        font["name"].removeNames(nameID=number)
    for number, said in (
        (1, family if weight == 400 else f"{family} {style}"),
        (2, "Regular"),
        (4, f"{family} {style}"),
        (6, f"{family.replace(' ', '')}-{style}"),
        (16, family),
        (17, style),
    ):
        font["name"].setName(said, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
