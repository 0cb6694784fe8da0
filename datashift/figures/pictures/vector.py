"""The page's own small SVGs as files that stand alone: sized, with their colours inside."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from html import escape

from datashift.figures.pictures.colours import Ground as Light
from datashift.figures.pictures.colours import colours, sheet

WIDTH = 480  # px of a drawing that stretches
_SHEETS = ("figures.css", "maps.css")
_DRAWS = ("fill", "stroke", "text-anchor", "font-size", "font-weight", "paint-order")
_VARIABLE = re.compile(r"var\(--([\w-]+)(?:,[^)]*)?\)")
_SVG = re.compile(r"<svg\b[^>]*>")


@functools.cache
def style(light: Light = "light", *, voice: str = "citizen") -> str:
    """The rules that draw, from the pages' style sheets, with their variables put in."""
    named = {**colours(light), "voice": colours(light)[voice], "w": "8", "s-1": "13.6px"}
    rules = []
    for name in _SHEETS:
        text = re.sub(r"/\*.*?\*/", "", sheet(name), flags=re.DOTALL)
        for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", _flat(text)):
            lines = (line.strip() for line in body.split(";"))
            kept = [line for line in lines if line.startswith(_DRAWS) and _is_known(line, named)]
            if kept and ":" not in selector and "--" not in selector:
                selected = " ".join(selector.split())
                rules.append(f"{selected}{{{';'.join(kept)}}}")
    return _VARIABLE.sub(lambda found: named[found[1]], "".join(rules))


def _is_known(line: str, named: Mapping[str, str]) -> bool:
    return all(found[1] in named for found in _VARIABLE.finditer(line))


def _flat(text: str) -> str:
    """A style sheet without its conditional blocks, which are for screens."""
    kept, depth, skipped = [], 0, False
    for part in re.split(r"(@(?:media|supports)[^{]*\{|[{}])", text):
        if part.startswith("@"):
            skipped, depth = True, 1
        elif skipped:
            depth += {"{": 1, "}": -1}.get(part, 0)
            skipped = depth > 0
        else:
            kept.append(part)
    return "".join(kept)


def alone(
    svg: str, light: Light = "light", *, voice: str = "citizen", defs: str = "", paper: bool = True
) -> str:
    """A drawing of the page as a document of its own.

    Args:
        svg: the element; of several the first is taken.
        voice: whose tints a map has.
        defs: shapes it refers to.
        paper: whether it has the page's ground; without it stands on anything.
    """
    start, end = svg.index("<svg"), svg.index("</svg>")
    drawing = svg[start : end + len("</svg>")]
    head = _SVG.match(drawing)
    assert head is not None
    width, height, box = _size(head[0])
    attributes = re.sub(r' (?:width|height|viewBox)="[^"]*"', "", head[0][4:-1])
    ground = (
        f'<rect x="{box[0]}" y="{box[1]}" width="{box[2]}" height="{box[3]}" '
        f'fill="{colours(light)["paper"]}"/>'
        if paper
        else ""
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="{" ".join(f"{side:g}" for side in box)}"{attributes} '
        'font-family="Noto Sans, Noto Sans Devanagari, sans-serif" font-size="14">'
        f"<style>{escape(style(light, voice=voice), quote=False)}</style>{defs}{ground}"
        f"{drawing[head.end() :]}"
    )


def _size(head: str) -> tuple[float, float, tuple[float, float, float, float]]:
    """Width, height and box of a drawing; one that stretches gets a width."""
    found = re.search(r'viewBox="([^"]+)"', head)
    if found is None:
        tall = re.search(r' height="([\d.]+)"', head)
        assert tall is not None
        return WIDTH, float(tall[1]), (0, 0, WIDTH, float(tall[1]))
    left, top, width, height = map(float, found[1].split())
    scale = 2.0 if width < 800 else 1.0
    return width * scale, height * scale, (left, top, width, height)
