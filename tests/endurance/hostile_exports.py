"""Everything that people take away of releases whose every text is hostile, opened whole.

    python tests/endurance/hostile_exports.py [folder to keep them in]

The four studies of all payloads (`web.hostile_studies`) are published; each picture, sheet and
export that their public pages lead to is fetched as a stranger, archives with all their members, and
read by what reads such a file. PNG and JPEG must be a picture from the first byte to the last, without
words beside it; SVG and PDF no script, action, form, file or address of the payloads
(`hostile_pictures`; a PDF object by object, where pikepdf is there); XML no document type, no
instruction and no element of a page; JSON, YAML, CSV, Turtle and Parquet whole; metadata of Open
SDG, which become HTML there, without a mark of HTML; XLSX without formulas, macros and links; HTML
without what is alive; and the names in an archive lead nowhere else. "In plain sight" tells how many
say a word of the payloads, so that nothing is found because nothing was said.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
os.environ["DJANGO_SETTINGS_MODULE"] = "quick_settings"

# Of XHTML and SVG: what no document of figures has.
PAGES = {"script", "iframe", "object", "embed", "img", "svg", "style", "base", "evil", "x-evil"}
PDF_ACTS = ("/JS", "/JavaScript", "/AA", "/OpenAction", "/Launch", "/SubmitForm", "/GoToR",
            "/EmbeddedFile", "/EmbeddedFiles", "/AcroForm", "/RichMedia", "/XFA")  # fmt: skip
# The page that a brief is of; its study is called by what the payloads leave of an address.
OURS = re.compile(r"http://testserver/[\w/-]*")
NAMED = re.compile(r'filename="([^"]+)"')
ENDS = {".png": b"\x00\x00\x00\x00IEND\xaeB`\x82", ".jpg": b"\xff\xd9"}
MEDIA = {
    "application/json": ".json", "application/ld+json": ".json", "application/geo+json": ".json",
    "application/pdf": ".pdf", "application/xml": ".xml", "application/zip": ".zip",
    "image/jpeg": ".jpg", "image/png": ".png", "image/svg+xml": ".svg", "text/csv": ".csv",
    "text/html": ".html", "text/turtle": ".ttl", "text/xml": ".xml", "text/plain": ".txt",
}  # fmt: skip


def of_raster(body: bytes, ending: str) -> Iterator[str]:
    from PIL import Image

    with Image.open(io.BytesIO(body)) as image:
        image.verify()
        words = {name: value for name, value in image.info.items() if "evil" in str(value)}
        if image.format != {".png": "PNG", ".jpg": "JPEG"}[ending]:
            yield f"is {image.format}"
    if words:
        yield f"says {words}"
    if not body.endswith(ENDS[ending]):
        yield "goes on after its end"


def of_svg(body: bytes, ending: str) -> Iterator[str]:
    from endurance import hostile_pictures

    yield from hostile_pictures.faults(f"a{ending}", body)


def of_pdf(body: bytes, ending: str) -> Iterator[str]:
    from endurance import hostile_pictures

    found = hostile_pictures.faults(f"a{ending}", body)
    yield from (each for each in found if not OURS.fullmatch(each))
    try:
        import pikepdf  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        return
    with pikepdf.open(io.BytesIO(body)) as document:
        for each in document.objects:
            if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
                yield from (name for name in PDF_ACTS if name in each)
                where = str(each.get("/URI", ""))
                if "evil" in where and not OURS.fullmatch(where):
                    yield f"leads to {where}"


def of_xml(body: bytes, ending: str) -> Iterator[str]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    tree = etree.fromstring(body, parser).getroottree()
    if tree.docinfo.doctype:
        yield f"has {tree.docinfo.doctype}"
    for each in tree.iter():
        if isinstance(each, etree._ProcessingInstruction):
            yield f"instructs {each.target}"
        elif isinstance(each.tag, str) and etree.QName(each).localname.lower() in PAGES:
            yield f"<{each.tag}>"


def of_json(body: bytes, ending: str) -> Iterator[str]:
    json.loads(body)
    yield from ()


def of_yaml(body: bytes, ending: str) -> Iterator[str]:
    import yaml

    yaml.safe_load(body)
    yield from ()


def of_table(body: bytes, ending: str) -> Iterator[str]:
    """Each row as long as the first: none was broken up."""
    split = "\t" if ending == ".tsv" else ","
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=split))
    if len(widths := {len(row) for row in rows}) > 1:
        yield f"has rows of {sorted(widths)} cells"


def of_parquet(body: bytes, ending: str) -> Iterator[str]:
    import pyarrow.parquet

    pyarrow.parquet.read_table(io.BytesIO(body)).validate(full=True)
    yield from ()


def of_xlsx(body: bytes, ending: str) -> Iterator[str]:
    from openpyxl import load_workbook

    for sheet in load_workbook(io.BytesIO(body)):
        for row in sheet.iter_rows():
            yield from (f"a formula in {at.coordinate}" for at in row if at.data_type == "f")
            yield from (f"a link in {at.coordinate}" for at in row if at.hyperlink)
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        for name in archive.namelist():
            if re.search(r"vba|macro|external|embedding|activeX", name, re.IGNORECASE):
                yield f"holds {name}"


def of_html(body: bytes, ending: str) -> Iterator[str]:
    from web.payloads import alive

    yield from set(alive(body.decode())) - {"<style>"}  # ours


def of_turtle(body: bytes, ending: str) -> Iterator[str]:
    import rdflib

    for each in rdflib.Graph().parse(data=body, format="turtle").all_nodes():
        if isinstance(each, rdflib.URIRef) and "javascript:" in each:
            yield f"leads to {each}"


def of_open_sdg(body: bytes, ending: str) -> Iterator[str]:
    """Its front matter goes into HTML as it is, but for what is compared with the data."""
    import yaml

    _, front, prose = body.decode().split("---\n")
    fields = yaml.safe_load(front)
    fields.pop("proxy_series", None)
    for name, value in {**fields, "prose": prose}.items():
        if isinstance(value, str) and set('<>"[') & set(value):
            yield f"{name} is no words: {value}"


def of_text(body: bytes, ending: str) -> Iterator[str]:
    body.decode()
    yield from ()


READERS: dict[str, Callable[[bytes, str], Iterator[str]]] = {
    **dict.fromkeys((".png", ".jpg"), of_raster),
    ".svg": of_svg,
    ".pdf": of_pdf,
    **dict.fromkeys((".xml", ".rels", ".rdf"), of_xml),
    **dict.fromkeys((".json", ".geojson", ".jsonld"), of_json),
    **dict.fromkeys((".yaml", ".yml"), of_yaml),
    **dict.fromkeys((".csv", ".tsv"), of_table),
    ".parquet": of_parquet,
    ".xlsx": of_xlsx,
    ".html": of_html,
    ".ttl": of_turtle,
    ".md": of_open_sdg,
    ".txt": of_text,
}


def members(name: str, body: bytes) -> Iterator[tuple[str, bytes, list[str]]]:
    """A file, or all that lies in an archive: name, content, and what is wrong with the name."""
    if not name.endswith(".zip"):
        yield name, body, []
        return
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        for each in archive.namelist():
            path = PurePosixPath(each)
            leads = path.is_absolute() or ".." in path.parts or not each.isprintable()
            wrong = ["leads out of its archive"] if leads or re.search(r'[\\:<>"|?*]', each) else []
            yield f"{name} {each}", archive.read(each), wrong


def ending(name: str, media: str) -> str:
    """By what it says it is, and by its name where that says nothing."""
    return MEDIA.get(media) or PurePosixPath(name).suffix.lower()


def faults(name: str, body: bytes, kind: str) -> list[str]:
    """What is wrong with one file."""
    if (reader := READERS.get(kind)) is None:
        return [f"nothing reads {kind or 'a file without an ending'}"]
    try:
        return list(reader(body, kind))
    except Exception as error:  # noqa: BLE001 (whatever a reader of theirs says)
        return [f"cannot be read: {type(error).__name__} {error}"[:300]]


def main() -> int:
    import logging

    import django

    django.setup()
    logging.disable()
    from django.conf import settings
    from django.test import Client
    from django.test.utils import get_runner, setup_test_environment
    from endurance.hostile_releases import (
        FAR,
        FIRST,
        LANGUAGES,
        OF_ALL,
        Everywhere,
        body_of,
        published,
    )

    class Taken(Everywhere):
        def _wanted(self, path: str) -> bool:
            of_them = path.startswith(("/findings/", "/credibility/")) or any(
                each in path for each in FAR
            )
            return of_them and not path.startswith(LANGUAGES)

    setup_test_environment()
    runner = get_runner(settings)(interactive=False, verbosity=0)
    databases = runner.setup_databases()
    _, releases, alone = published(slice(OF_ALL))
    kept = Path(sys.argv[1]) if sys.argv[1:] else None
    kinds, words, found = Counter[str](), Counter[str](), 0
    for address, answer in Taken(Client(), alone, FIRST):
        media = answer.get("Content-Type", "").partition(";")[0]
        path = urlsplit(unquote(address)).path
        if answer.status_code >= 500:
            found += 1
            sys.stdout.write(f"  {address}: answers {answer.status_code}\n")
        given = any(each in path for each in FAR) or "attachment" in answer.get(
            "Content-Disposition", ""
        )
        if answer.status_code != 200 or not given or path.endswith("/"):
            continue
        said = NAMED.search(answer.get("Content-Disposition", ""))
        whole = said[1] if said else path.rpartition("/")[2]
        if media == "application/zip" and not whole.endswith(".zip"):
            whole += ".zip"
        for name, body, wrong in members(whole, body_of(answer)):
            kind = ending(name, "" if name != whole else media)
            kinds[kind] += 1
            text = unescape(unquote(body.decode("utf-8", "replace")))
            words[kind] += "evil" in text
            wrong += faults(name, body, kind)
            found += len(wrong)
            for each in wrong:
                sys.stdout.write(f"  {address} {name}: {each}\n")
            if kept:
                (kept / f"{kinds.total():05}{kind}").write_bytes(body)
            if kinds.total() % 50 == 0:
                sys.stdout.write(f"{time.ctime()} {dict(kinds)}\n")
                sys.stdout.flush()
    for kind, number in sorted(kinds.items()):
        sys.stdout.write(f"{number:6} {kind}, {words[kind]} with a word in plain sight\n")
    sys.stdout.write(
        f"{len(releases)} releases, {kinds.total()} files, {found} faults, "
        f"{time.process_time():.0f} s of the processor\n"
    )
    runner.teardown_databases(databases)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
