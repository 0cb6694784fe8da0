"""Draws one picture in a process of its own: what it is given stands on stdin, the picture on stdout.

Run as a file, it imports nothing of ours and starts at once. It knows no network: typst is given its sheets and fonts as files, Vega-Lite may load from nowhere.
"""

from __future__ import annotations

import io
import json
import re
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

MEMORY = 1_500_000_000  # bytes it may write to; a brief needs 100 MB, Vega-Lite 300 MB
SECONDS = 20  # of a processor
PAGES = re.compile(rb"/Type ?/Pages\s*/Count (\d+)")


def main() -> int:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    asked = json.load(sys.stdin)
    sys.stdout.buffer.write(DRAW[asked.pop("draw")](**asked))
    return 0


def vega(spec: dict[str, Any], fonts: str) -> bytes:
    """A Vega-Lite specification as SVG."""
    import vl_convert

    vl_convert.register_font_directory(fonts)
    return str(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])).encode()


def sheet(
    name: str, data: dict[str, Any], to: str, fonts: str, ppi: float = 144.0, most: int = 0
) -> bytes:
    """A sheet of ours with its data, as PDF/UA-1, PNG or JPEG.

    Args:
        most: bytes that a JPEG may have.
    """
    import typst

    folder = Path(__file__).parent / "sheets"

    options: dict[str, Any] = {
        "root": folder,
        "font_paths": [fonts],
        "ignore_system_fonts": True,
        "format": {"jpeg": "png"}.get(to, to),
        "ppi": ppi,
        "pdf_standards": ["ua-1"] if to == "pdf" else [],
        "timestamp": 0,
    }

    def compiled(**room: int) -> bytes:
        told = json.dumps(data | room, ensure_ascii=False)
        found = typst.compile(folder / f"{name}.typ", sys_inputs={"data": told}, **options)
        # Only words longer than any sheet has room for make a second page of a picture.
        first = found[0] if isinstance(found, list) else found
        assert isinstance(first, bytes)
        return first

    if name == "brief":
        return _in_two_pages(compiled)
    return _jpeg(compiled(), most) if to == "jpeg" else compiled()


def _in_two_pages(compiled: Callable[..., bytes]) -> bytes:
    """The brief with as many groups and limits as two pages hold."""
    for most, many in ((28, 5), (22, 5), (16, 4), (10, 3), (6, 2), (0, 1)):
        brief = compiled(most=most, many=many)
        if PAGES.findall(brief) == [b"2"]:
            break
    return brief


def _jpeg(png: bytes, most: int) -> bytes:
    """The best JPEG of at most so many bytes."""
    from PIL import Image

    with Image.open(io.BytesIO(png)) as image:
        plain = image.convert("RGB")
    # Fine rings cost most in their colour, which may be coarser than their shape.
    for quality, coarse in ((90, 0), (84, 0), (86, 2), (78, 2), (68, 2), (55, 2), (40, 2), (25, 2)):
        out = io.BytesIO()
        plain.save(
            out, "JPEG", quality=quality, subsampling=coarse, optimize=True, progressive=True
        )
        if out.tell() <= most:
            break
    return out.getvalue()


DRAW: dict[str, Callable[..., bytes]] = {"vega": vega, "sheet": sheet}

if __name__ == "__main__":
    sys.exit(main())
