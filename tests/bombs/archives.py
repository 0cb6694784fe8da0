"""Zip files and workbooks that unfold without end, lie, or write where they should not."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from bombs import Bomb
from bombs.documents import laughs

TYPES = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" '
    b'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
    b'officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
PARTS = ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml")
OUTSIDE = (
    "../../evil.xml",
    "/etc/cron.d/evil",
    "..\\..\\evil.xml",
    "xl/../../../evil.xml",
    "C:\\evil.xml/../../x",
)
ZEROS = 100_000_000  # bytes
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
FAR = (  # cells that a parser lays a sheet out for, however they are written
    b'<c r="XFD1048576"><v>1</v></c>',
    b"<c r='XFD1048576'><v>1</v></c>",
    b'<c r = "XFD1048576"><v>1</v></c>',
    b'<c r="A4294967295"><v>1</v></c>',
    b'<c r="ZZ28000"><v>1</v></c>',
    b'<c r="BA400000"><v>1</v></c>',
    b'<c y:r="A1" xmlns:y="y" r=\'XFD1048576\'><v>1</v></c>',
    b'<x:c xmlns:x="' + MAIN + b'" r="XFD1048576"><v>1</v></x:c>',
)
REPEATED = (
    b"<table:table-cell table:number-columns-repeated='16384' office:value-type=\"float\" "
    b'office:value="1"/>'
)
SHEET = (b"<worksheet>", b"</worksheet>")


def bombs() -> Iterator[Bomb]:
    """For tables, questionnaires, and exports of other platforms."""
    for door in ("table", "workbook"):
        for name, make in _workbooks():
            yield Bomb(f"{door}: {name}", door, ".xlsx", make)
    for door in ("table", "export"):
        for cell in FAR:
            yield Bomb(f"{door}: a cell at {cell.decode()}", door, ".xlsx", partial(far, cell))
        yield Bomb(f"{door}: cells repeated without end", door, ".ods", repeated)
    for name, make in _exports():
        yield Bomb(f"export: {name}", "export", ".zip", make)


def _workbooks() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for part in PARTS:
        yield f"zeros as {part}", partial(changed, {part: ZEROS})
        for levels in (3, 9):
            document = laughs(*SHEET, levels, 10)
            yield f"entities {levels} deep in {part}", partial(changed, {part: document})
        outer = b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><a>&a;</a>'
        yield f"an entity of a file in {part}", partial(changed, {part: outer})
        late = b"<!--" + b"x" * 70_000 + b"-->" + laughs(*SHEET, 9, 10)
        yield f"entities after a comment in {part}", partial(changed, {part: late})
        yield f"a cut {part}", partial(changed, {part: b"<worksheet><sheetData><row"})
    for name in OUTSIDE:
        yield f"a file called {name}", partial(changed, {name: b"<evil/>"})
    yield "zeros beside it", partial(changed, {"xl/media/a.bin": ZEROS})
    yield (
        "twenty times zeros",
        partial(changed, {f"xl/{n}.bin": 60_000_000 for n in range(20)}),
    )
    for count in (20_000, 300_000):
        yield f"{count:,} files", partial(many, count)
    yield "a lie about its size", partial(lying)
    yield "one file for all names", partial(overlapping, PARTS)
    yield "locked", partial(locked)
    yield "packed in a way nobody knows", partial(unknown_method)
    yield "cut in the middle", partial(cut, 0.5)
    yield "cut at its end", partial(cut, 0.98)
    yield "no directory", partial(cut, 0.7)
    yield "only its first bytes", lambda: b"PK\x03\x04"
    yield "only a directory", lambda: b"PK\x05\x06" + b"\0" * 18
    yield (
        "a comment as long as can be",
        lambda: b"PK\x05\x06" + b"\0" * 16 + b"\xff\xff" + b"PK" * 9,
    )
    yield "an old workbook of noise", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x41" * 5_000


def _exports() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for name in OUTSIDE:
        yield f"a file called {name}", partial(packed, {name: b"<evil/>"})
    yield "zeros", partial(packed, {"a.csv": ZEROS})
    yield "zeros as a submission", partial(packed, {"instances/a/submission.xml": ZEROS})
    yield "an archive in an archive", partial(nested, 10)
    yield "twenty times zeros", partial(packed, {f"{n}.csv": 60_000_000 for n in range(20)})
    yield "a lie about its size", partial(lying, "a.csv")
    yield "one file for all names", partial(overlapping, tuple(f"{n}.csv" for n in range(1_000)))
    yield "300,000 files", partial(many, 300_000)
    yield "locked", partial(locked, "a.csv")
    yield "only its first bytes", lambda: b"PK\x03\x04"
    yield "only a directory", lambda: b"PK\x05\x06" + b"\0" * 18
    for depth in (1_000, 100_000):
        yield f"JSON {depth:,} deep", partial(packed, {"a.json": b"[" * depth + b"]" * depth})
    yield "JSON with a number without end", partial(packed, {"a.json": b"[" + b"9" * 10**6 + b"]"})
    yield "JSON that does not end", partial(packed, {"a.json": b'{"results": [' * 1_000})
    yield "a table of one endless line", partial(packed, {"a.csv": b"a," * 300_000 + b"\n"})
    yield "NULs in a table", partial(packed, {"a.csv": b"\0" * 1_000})
    for levels in (3, 9):
        document = laughs(b'<data id="a">', b"</data>", levels, 10)
        yield f"entities {levels} deep", partial(packed, {"instances/a/submission.xml": document})
        yield (
            f"entities {levels} deep in the form",
            partial(packed, {"form.xml": laughs(b"<h>", b"</h>", levels, 10), "a.csv": b"a\n1\n"}),
        )


def packed(parts: Mapping[str, bytes | int]) -> bytes:
    """An archive; a number is so many zeros, which pack to a thousandth."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as made:
        for name, content in parts.items():
            made.writestr(name, bytes(content))
    return held.getvalue()


def many(count: int) -> bytes:
    """The directory of an archive of so many empty files, and nothing else."""
    fixed = b"PK\1\2" + bytes(24)
    entries = b"".join(
        fixed + struct.pack("<H", 9) + bytes(16) + b"xl/%06d" % number for number in range(count)
    )
    wide = b"PK\6\6" + struct.pack("<QHHLLQQQQ", 44, 45, 45, 0, 0, count, count, len(entries), 0)
    place = b"PK\6\7" + struct.pack("<LQL", 0, len(entries), 1)
    end = b"PK\5\6" + struct.pack("<HHHHLLH", 0, 0, 65_535, 65_535, 2**32 - 1, 2**32 - 1, 0)
    return entries + wide + place + end


def changed(parts: Mapping[str, bytes | int]) -> bytes:
    """A workbook in which these parts are others."""
    sound: dict[str, bytes | int] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        b'relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/'
        b'officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>'
        b"</Relationships>",
        "xl/workbook.xml": b"<workbook/>",
        "xl/worksheets/sheet1.xml": b"<worksheet/>",
    }
    return packed(sound | dict(parts))


def far(cell: bytes) -> bytes:
    """A sheet of two cells, the second of them this one."""
    space = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    sheet = b'<worksheet xmlns="%s"><sheetData><row r="1"><c r="A1"><v>1</v></c>%s</row></sheetData></worksheet>'
    return changed(
        {
            "xl/workbook.xml": b'<workbook xmlns="%s" xmlns:r="%s"><sheets><sheet name="a" sheetId="1" '
            b'r:id="r1"/></sheets></workbook>' % (MAIN, space),
            "xl/_rels/workbook.xml.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/'
            b'package/2006/relationships"><Relationship Id="r1" Type="%s/worksheet" '
            b'Target="worksheets/sheet1.xml"/></Relationships>' % space,
            "xl/worksheets/sheet1.xml": sheet % (MAIN, cell),
        }
    )


def repeated() -> bytes:
    """Rows and cells that an ODS file repeats, in quotes of the other kind."""
    spaces = b"".join(
        b' xmlns:%s="urn:oasis:names:tc:opendocument:xmlns:%s:1.0"' % (name, name)
        for name in (b"office", b"table", b"text")
    )
    row = b"<table:table-row table:number-rows-repeated='1048576'>%s</table:table-row>" % REPEATED
    content = (
        b'<office:document-content%s><office:body><office:spreadsheet><table:table table:name="a">'
        b"%s</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:'
            b'opendocument:xmlns:manifest:1.0"/>',
            "content.xml": content % (spaces, row),
        }
    )


def lying(name: str = "xl/worksheets/sheet1.xml") -> bytes:
    """Says that it unfolds to 500 bytes."""
    whole = changed({name: b"<worksheet>" + bytes(5_000_000)})
    return whole.replace(struct.pack("<L", 5_000_011), struct.pack("<L", 500))


def overlapping(names: tuple[str, ...]) -> bytes:
    """Every name in the directory leads to the same bytes (D. Fifield: a better zip bomb)."""
    one = packed({"a" * len(names[0]): bytes(5_000_000)})
    at = one.index(b"PK\x01\x02")
    entry = one[at : one.index(b"PK\x05\x06")]
    fixed, directory = entry[:46], b""
    for name in names:
        head = bytearray(fixed)
        head[28:30] = struct.pack("<H", len(name))
        directory += bytes(head) + name.encode()
    count = struct.pack("<HH", len(names), len(names))
    end = b"PK\x05\x06\0\0\0\0" + count + struct.pack("<LLH", len(directory), at, 0)
    return one[:at] + directory + end


def nested(levels: int) -> bytes:
    """An archive of ten archives of ten archives ..."""
    inside = packed({"0": bytes(1_000_000)})
    for _ in range(levels):
        inside = packed({f"{n}.zip": inside for n in range(10)})[:5_000_000]
    return inside


def locked(name: str = "xl/workbook.xml") -> bytes:
    """Its parts say that a password opens them."""
    whole = bytearray(changed({name: b"<a/>"}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = whole.find(mark)
        while place >= 0:
            whole[place + at] |= 1
            place = whole.find(mark, place + 1)
    return bytes(whole)


def unknown_method() -> bytes:
    """Its parts say that they are packed by method 99."""
    whole = bytearray(changed({}))
    for mark, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        place = whole.find(mark)
        while place >= 0:
            whole[place + at : place + at + 2] = struct.pack("<H", 99)
            place = whole.find(mark, place + 1)
    return bytes(whole)


def cut(share: float) -> bytes:
    """The beginning of a workbook."""
    whole = changed({"xl/sharedStrings.xml": b"<sst>" + bytes(range(256)) * 50 + b"</sst>"})
    return whole[: int(len(whole) * share)]
