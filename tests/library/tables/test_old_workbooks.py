"""XLS files that a native parser would be long busy with are refused before it sees them."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from endurance.biff import Rows, workbook
from library.tables.files import columns, table

from datashift.kit.problem import Problem
from datashift.tables import compound

ROWS: Rows = [["place", "litres"], ["Kisumu", 12.5], ["किसुमु", 3.0]]
CHAIN, NAMES, STREAM = 512, 1024, 1536  # where the sectors of a small file stand
SIZE = NAMES + 128 + 120  # of the stream
LISTS = 68  # where the next list of sectors of the chain stands


def overwritten(number: int, *places: int) -> bytes:
    """A sound file with another number at these places."""
    whole = bytearray(workbook({"data": ROWS}))
    for at in places:
        whole[at : at + 4] = struct.pack("<I", number)
    return bytes(whole)


def one_for_two() -> bytes:
    """The place of the first sheet told of the second too."""
    whole = bytearray(workbook({"a": ROWS, "b": ROWS}))
    first, second = (
        STREAM + 30,
        STREAM + 44,
    )  # behind the begin, the code page, and heads of 4 bytes
    whole[second : second + 4] = whole[first : first + 4]
    return bytes(whole)


def test_an_old_workbook_is_read(tmp_path: Path) -> None:
    found = table(tmp_path, workbook({"data": ROWS, "notes": [["x"]]}), "old.xls")
    assert columns(found) == {"place": ["Kisumu", "किसुमु"], "litres": [12.5, 3.0]}
    assert found.source.format == "xls"


REFUSED = {
    "a chain in a circle": overwritten(3, CHAIN + 4 * 5),
    "a chain that leaves the file": overwritten(5000, CHAIN + 4 * 5),
    "names in a circle": overwritten(1, CHAIN + 4),
    "a stream longer than the file": overwritten(1 << 31, SIZE),
    "a list of lists in a circle": overwritten(0, LISTS, CHAIN + 508),
    "a cell in column 65,536": workbook({"data": [["a"], ["b"]]}).replace(
        struct.pack("<5H", 0x204, 11, 1, 0, 0), struct.pack("<5H", 0x204, 11, 1, 0xFFFF, 0)
    ),
    "two sheets that are one": one_for_two(),
}  # fmt: skip


@pytest.mark.parametrize("why", REFUSED)
def test_what_would_keep_a_parser_busy_is_refused(tmp_path: Path, why: str) -> None:
    with pytest.raises(Problem, match="damaged or cut off"):
        table(tmp_path, REFUSED[why], "old.xls")
    with pytest.raises(Problem, match="damaged or cut off"):
        compound.check(REFUSED[why])
