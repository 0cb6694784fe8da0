"""The words of a Vega chart, taken out of its SVG, to be set by what shapes every script right.

What turns SVG into pixels gives each cluster of letters the width of its widest glyph, so that
Devanagari's vowel signs fall upon the next letter. Typst sets the same words as they are written.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

from defusedxml.ElementTree import fromstring

_SPACE = "{http://www.w3.org/2000/svg}"
_MOVED = re.compile(r"translate\(\s*([-\d.e]+)[ ,]*([-\d.e]*)\s*\)")


def apart(svg: str) -> dict[str, Any]:
    """A chart as Vega drew it: its size, its drawing without words, and the words in their places.

    Every word has x and y of its baseline in px, its anchor, size, weight, colour and text.
    """
    root = fromstring(svg)
    words: list[dict[str, Any]] = []
    _take(root, (0.0, 0.0), words)
    ET.register_namespace("", _SPACE[1:-1])
    drawing = ET.tostring(root, encoding="unicode")
    width, height = (float(root.get(side, "0")) for side in ("width", "height"))
    return {"width": width, "height": height, "svg": drawing, "words": words}


def _take(element: ET.Element, at: tuple[float, float], words: list[dict[str, Any]]) -> None:
    x, y = _moved(element, at)
    for child in list(element):
        if child.tag == f"{_SPACE}text":
            words += _said(child, _moved(child, (x, y)))
            element.remove(child)
        else:
            _take(child, (x, y), words)


def _moved(element: ET.Element, at: tuple[float, float]) -> tuple[float, float]:
    found = _MOVED.search(element.get("transform", ""))
    if found is None:
        return at
    return at[0] + float(found[1]), at[1] + float(found[2] or 0)


def _said(text: ET.Element, at: tuple[float, float]) -> list[dict[str, Any]]:
    """A text's lines; the second and later ones are shifted by their own `dy`."""
    if text.get("opacity") == "0":
        return []
    lines, y = [], at[1]
    for part in (text, *text):
        y += float(part.get("dy", "0")) if part is not text else 0.0
        if part.text and part.text.strip():
            lines.append(
                {
                    "x": at[0],
                    "y": y,
                    "anchor": text.get("text-anchor", "start"),
                    "size": float(text.get("font-size", "12px").removesuffix("px")),
                    "bold": text.get("font-weight") in {"600", "700", "bold"},
                    "display": (text.get("font-family") or "").startswith("Anek"),
                    "fill": text.get("fill", "#000000"),
                    "text": part.text,
                }
            )
    return lines
