"""How much the reader takes on before it refuses in one sentence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Generous for any real survey, small enough that no file can exhaust a laptop.

    Args:
        bytes: size of the file.
        rows: rows under the heading.
        columns: columns; the widest household surveys have about 5,000.
        cells: rows times columns of a spreadsheet, which must fit in memory at once.
        cell: letters in one cell.
        line: bytes between two line ends of a text file.
        document: bytes of a JSON or GeoJSON document, which must fit in memory at once.
        depth: levels of nesting of a JSON document.
        entries: files inside a zipped spreadsheet.
        unpacked: bytes of a zipped spreadsheet once unpacked.
        unpacked_ratio: unpacked size over packed size of any file inside it.
    """

    bytes: int = 2 << 30
    rows: int = 50_000_000
    columns: int = 6_000
    cells: int = 20_000_000
    cell: int = 4 << 20
    line: int = 32 << 20
    document: int = 256 << 20
    depth: int = 64
    entries: int = 10_000
    unpacked: int = 1 << 30
    unpacked_ratio: int = 200
