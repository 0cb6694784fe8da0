"""Tables, JSON and binary files of statistics that have no end or are something else."""

from __future__ import annotations

import gzip
import struct
from collections.abc import Callable, Iterator
from functools import partial

from bombs import Bomb

MEGABYTE = 1 << 20
OTHERS = {
    "a programme": b"\x7fELF\x02\x01\x01" + bytes(300),
    "a programme of Windows": b"MZ\x90\0" + bytes(300),
    "a database": b"SQLite format 3\0" + bytes(300),
    "a document": b"%PDF-1.7\n1 0 obj<</JS(app.alert(1))>>",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(60),
    "a photograph": b"\xff\xd8\xff\xe1" + bytes(60),
    "a picture and an archive": b"GIF89a" + bytes(40) + b"PK\x03\x04" + bytes(40),
    "a web page": b"<!DOCTYPE html><html><script>evil(1)</script></html>",
    "a packed file": gzip.compress(b"a,b\n1,2\n"),
    "a packed bomb": gzip.compress(bytes(50 * MEGABYTE)),
    "an archive of another kind": b"7z\xbc\xaf\x27\x1c" + bytes(60),
    "an archive by RAR": b"Rar!\x1a\x07\0" + bytes(60),
}


def bombs() -> Iterator[Bomb]:
    """What is brought as a table."""
    for ending in (".csv", ".xlsx", ".json"):
        for name, content in OTHERS.items():
            yield Bomb(f"table: {name} called {ending}", "table", ending, partial(bytes, content))
    for ending, makers in (
        (".csv", _delimited()),
        (".json", _json()),
        (".geojson", _places()),
        (".parquet", _parquet()),
        (".sav", _sav()),
        (".dta", _dta()),
    ):
        for name, make in makers:
            yield Bomb(f"table: {name}", "table", ending, make)


def _delimited() -> Iterator[tuple[str, Callable[[], bytes]]]:
    yield "nothing", bytes
    yield "a line of 64 MB", lambda: b"a,b\n" + b"x" * (64 * MEGABYTE)
    yield "a heading of 64 MB", lambda: b"x" * (64 * MEGABYTE)
    yield "a cell without end", lambda: b'a,b\n"x","y"\n1,"' + b"and so on\n" * 900_000
    yield "a million columns", lambda: b"a," * 1_000_000 + b"\n1\n"
    yield "a row of a million cells", lambda: b"a,b\n1,2\n" + b"1," * 1_000_000 + b"\n"
    yield "NULs", lambda: b"a,b\n1,\0\0\0\n"
    yield "NULs alone", lambda: bytes(MEGABYTE)
    yield "blank lines alone", lambda: b"\n" * MEGABYTE
    yield "a heading alone", lambda: b"a,b\n"


def _json() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for depth in (100, 1_000, 100_000, 2_000_000):
        yield f"JSON {depth:,} lists deep", partial(_levels, b"[", b"]", depth)
        yield f"JSON {depth:,} objects deep", partial(_levels, b'{"a":', b"}", depth, b"1")
    yield "JSON that does not end", lambda: b'[{"a": 1},' * 1_000
    yield "JSON of nothing", lambda: b"[]"
    yield "JSON that is a number without end", lambda: b"[" + b"9" * MEGABYTE + b"]"
    yield "JSON that is a word", lambda: b'"evil"'
    yield (
        "JSON with 100,000 columns",
        lambda: b"[{" + b",".join(b'"c%d":1' % each for each in range(100_000)) + b"}]",
    )
    yield "JSON with half a letter", lambda: b'[{"a": "\\ud800'


def _places() -> Iterator[tuple[str, Callable[[], bytes]]]:
    head = b'{"type":"FeatureCollection","features":'
    yield "places without end", lambda: head + b'[{"type":"Feature",' * 10_000
    yield "places of nothing", lambda: head + b"[]}"
    yield "places 100,000 deep", lambda: head + _levels(b"[", b"]", 100_000) + b"}"
    yield "a place that is a word", lambda: head + b'"evil"}'


def _parquet() -> Iterator[tuple[str, Callable[[], bytes]]]:
    yield "Parquet that is cut", lambda: b"PAR1" + bytes(50)
    yield (
        "Parquet with a foot of four gigabytes",
        lambda: b"PAR1" + bytes(50) + struct.pack("<L", 2**32 - 1) + b"PAR1",
    )
    yield (
        "Parquet with a foot of noise",
        lambda: b"PAR1" + b"\xff" * 500 + struct.pack("<L", 500) + b"PAR1",
    )
    yield (
        "Parquet with a foot that is nested",
        lambda: b"PAR1" + b"\x1c" * 50_000 + struct.pack("<L", 50_000) + b"PAR1",
    )
    yield "Parquet that is locked", lambda: b"PARE" + bytes(50) + struct.pack("<L", 50) + b"PARE"


def _sav() -> Iterator[tuple[str, Callable[[], bytes]]]:
    head = b"$FL2@(#) SPSS DATA FILE".ljust(64)
    yield "SPSS that is cut", lambda: head
    for name, cases in (("two billion", 2**31 - 1), ("minus two", -2)):
        yield f"SPSS with {name} cases", partial(_spss, head, 2**31 - 1, cases)
        yield f"SPSS with {name} cases of one", partial(_spss, head, 1, cases)
    yield "SPSS packed, of noise", lambda: b"$FL3" + head[4:] + b"\xff" * 500


def _spss(head: bytes, size: int, cases: int) -> bytes:
    return head + struct.pack("<lllll", 2, size, 1, 0, cases) + bytes(200)


def _dta() -> Iterator[tuple[str, Callable[[], bytes]]]:
    yield "Stata that is cut", lambda: b"<stata_dta><header>"
    yield (
        "Stata with two billion columns",
        lambda: (
            b"<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>\xff\xff</K>"
            b"<N>\xff\xff\xff\xff\xff\xff\xff\x7f</N>" + bytes(300)
        ),
    )
    yield "old Stata of noise", lambda: b"\x72\x02\x01\0\xff\x7f\xff\xff\xff\x7f" + b"\xff" * 400


def _levels(opened: bytes, closed: bytes, depth: int, middle: bytes = b"") -> bytes:
    return opened * depth + middle + closed * depth
