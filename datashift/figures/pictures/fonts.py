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

DISPLAY = ("Anek Latin", "Anek Devanagari", "Noto Sans", "Noto Sans Devanagari")
TEXT = ("Noto Sans", "Noto Sans Devanagari")
# File without its ending: family and weight; the files' own names differ from tool to tool.
_FACES = {
    "anek-latin-600": ("Anek Latin", 600),
    "anek-devanagari-600": ("Anek Devanagari", 600),
    "noto-sans-400": ("Noto Sans", 400),
    "noto-sans-600": ("Noto Sans", 600),
    "noto-sans-devanagari-400": ("Noto Sans Devanagari", 400),
    "noto-sans-devanagari-600": ("Noto Sans Devanagari", 600),
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
        for name, (family, weight) in _FACES.items():
            _write(name, family, weight, written / f"{name}.ttf")
        try:
            written.rename(folder)
        except OSError:  # another process was quicker, and wrote the same
            if not folder.is_dir():
                raise
    return folder


def covers(text: str) -> bool:
    """Whether the fonts have every letter of a text."""
    return all(ord(sign) in _known() for sign in text if not sign.isspace() and sign.isprintable())


def _packed(name: str) -> bytes:
    folder = resources.files("datashift.figures") / "style" / "fonts"
    return (folder / f"{name}.woff2").read_bytes()


@functools.cache
def _digest() -> str:
    contents = b"".join(_packed(name) for name in _FACES)
    return hashlib.sha256(contents + repr(_FACES).encode()).hexdigest()[:16]


def _opened(name: str) -> Any:
    with needed():
        made = import_module("fontTools.ttLib").TTFont
        return made(io.BytesIO(_packed(name)), recalcTimestamp=False)


@functools.cache
def _known() -> frozenset[int]:
    return frozenset(code for name in _FACES for code in _opened(name).getBestCmap())


def _write(name: str, family: str, weight: int, path: Path) -> None:
    font = _opened(name)
    style = "Regular" if weight == 400 else "SemiBold"
    for record in list(font["name"].names):
        if record.nameID in {16, 17, 21, 22, 25}:
            font["name"].removeNames(nameID=record.nameID)
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
    font.flavor = None
    font.save(os.fspath(path))
