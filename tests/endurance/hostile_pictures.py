"""Hostile words in a finding, drawn as every picture and sheet: in none of them more than words.

    PYTHONPATH=.:tests python tests/endurance/hostile_pictures.py

SVG may hold no script, no handler, no foreign element and no address but its own parts; PDF no
script, no action when it opens, no form and no file. `words` tells how many of them show a word of
the payloads, so that nothing is found because nothing was drawn.
"""

from __future__ import annotations

import re
import sys
import tempfile
import zlib
from base64 import b64decode
from dataclasses import replace
from pathlib import Path

from lxml import etree
from web.payloads import PAYLOADS

from datashift.figures import Breakdown, Finding, Row
from datashift.figures.pictures import PICTURES, Place, picture
from datashift.kit.problem import Problem

FOREIGN = {"script", "foreignObject", "iframe", "object", "embed", "a", "animate", "set", "handler"}
ACTIVE = re.compile(rb"/(JavaScript|JS|OpenAction|AA|Launch|EmbeddedFile|AcroForm|SubmitForm)\b")
ADDRESS = re.compile(rb"/URI ?\(([^)]*)\)")
# Drawing takes a second; a payload does not know whether it stands alone.
TOGETHER = tuple(" ".join(PAYLOADS[first : first + 6]) for first in range(0, len(PAYLOADS), 6))
BARS = ((75.0, 61.2, 88.8), (30.0, 15.4, 44.6))


def finding(words: str, other: str) -> Finding:
    """A finding that says these words wherever it says any."""
    rows = tuple(
        Row(f"{name} {number}", {"REF_AREA": str(number)}, *bar, 40)
        for number, (name, bar) in enumerate(zip((words, other), BARS, strict=True))
    )
    return Finding(
        id="works",
        title=words,
        headline=f"57 in 100 {words}",
        range=f"Between 48 and 66 in 100 {other}",
        quantity="proportion",
        unit_measure="PT",
        unit=words,
        overall=Row(other, value=57.0, lower=48.2, upper=65.8, n=124),
        sdg="6.1.1",
        match="proxy",
        place=words,
        period=other,
        producer=words,
        licence=other,
        sampling="probability",
        breakdowns=(Breakdown(words, ("REF_AREA",), rows),),
        minimum=5,
        method=words,
    )


def faults(name: str, drawn: bytes) -> list[str]:
    """What of a picture is more than words."""
    if name.endswith(".svg"):
        return _of_svg(drawn)
    return _of_pdf(drawn) if name.endswith(".pdf") else []


def _of_svg(drawn: bytes) -> list[str]:
    found = []
    for element in etree.fromstring(drawn).iter():
        if not isinstance(element.tag, str):
            continue
        tag = etree.QName(element).localname
        found += [tag] if tag in FOREIGN else []
        for attribute, value in element.attrib.items():
            local = str(attribute).rpartition("}")[2].lower()
            kind, _, packed = str(value).partition(";base64,")
            if local == "href" and kind == "data:image/svg+xml":
                found += _of_svg(b64decode(packed))
            elif local == "href" and kind in {"data:image/png", "data:image/jpeg"}:
                continue
            elif local.startswith("on") or (local == "href" and not kind.startswith("#")):
                found.append(f"{tag} {local}={value}"[:200])
    return found


def _of_pdf(drawn: bytes) -> list[str]:
    plain = unpacked(drawn)
    found = [each.decode() for each in ACTIVE.findall(plain)]
    return found + [each.decode() for each in ADDRESS.findall(plain) if b"evil" in each]


def unpacked(drawn: bytes) -> bytes:
    """A PDF with its objects as they are written, apart from what it draws with."""
    parts = [drawn]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", drawn, re.DOTALL):
        try:
            text = zlib.decompress(stream)
        except zlib.error:
            continue
        parts += [text] if re.match(rb"\s*\d+ \d+", text) else []
    return b"\n".join(parts)


def main() -> int:
    failed = drawn = refused = spoken = 0
    place = Place("https://datashift.example/f/1/works/", "", "")
    with tempfile.TemporaryDirectory() as folder:
        for number, words in enumerate(TOGETHER):
            told = finding(words, TOGETHER[number - 1])
            cited = replace(place, organisation=words, cited=words, published=words)
            for name in PICTURES:
                try:
                    made = picture(name, told, cited, fonts_in=Path(folder))
                except Problem:
                    refused += 1  # such as a map of what is no area
                    continue
                drawn += 1
                spoken += b"evil" in made
                wrong = faults(name, made)
                failed += len(wrong)
                for each in wrong:
                    sys.stdout.write(f"  {name} of group {number}: {each}\n")
    sys.stdout.write(
        f"{len(PAYLOADS)} payloads, {drawn} pictures, {refused} not to be had of such a finding, "
        f"{spoken} with a word in plain sight, {failed} faults\n"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
