"""A long file goes through in pieces, and says how far it is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyarrow as pa

from datashift.tables import read

ROWS = 30_000
MEASURE = """
import resource, sys
from pathlib import Path
from datashift.tables import lean, read
lean.without_pandas()
import pyarrow.csv, pyarrow.compute
def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
read(Path(sys.argv[1]))
before = peak()
table = read(Path(sys.argv[2]))
print(len(table), peak() - before)
"""


def long_file(path: Path, rows: int, odd: str = "") -> Path:
    """A file of this many rows and ten columns."""
    with path.open("w") as file:
        file.write("id,region,lat,lon,n,when,share,sex,code,note\n")
        for row in range(rows):
            file.write(
                f"{row},region {row % 30},{-row / 7e4:.7f},{row / 3e4:.7f},{row % 90},2020-01-{row % 28 + 1:02},"
                f"0.{row % 1000:03},{'MF'[row % 2]},{row % 50:03},note {row % 400}\n"
            )
        file.write(odd)
    return path


def test_progress_only_grows_and_reaches_the_end(tmp_path: Path) -> None:
    told: dict[str, list[tuple[int, int | None]]] = {}
    path = long_file(tmp_path / "long.csv", ROWS)
    table = read(
        path, progress=lambda step, done, total: told.setdefault(step, []).append((done, total))
    )
    assert len(table) == ROWS
    steps = told["Reading the file"]
    assert len(steps) >= 3
    assert steps == sorted(steps)
    assert steps[-1] == (path.stat().st_size,) * 2
    assert told["Recognising columns"][-1] == (10, 10)


def test_the_fast_and_the_careful_way_agree(tmp_path: Path) -> None:
    fast = read(long_file(tmp_path / "a.csv", ROWS))
    careful = read(long_file(tmp_path / "b.csv", ROWS, odd="\n\n"))
    assert [c.kind for c in fast.columns] == [c.kind for c in careful.columns]
    for name in fast.data.column_names:
        one, other = fast.data[name], careful.data[name]
        assert one.cast(_plain(one.type)).equals(other.cast(_plain(other.type)))
    assert fast.row_numbers.equals(careful.row_numbers)


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def test_memory_stays_within_a_few_times_the_file(tmp_path: Path) -> None:
    small = long_file(tmp_path / "small.csv", 2_000)
    path = long_file(tmp_path / "long.csv", 3 * ROWS)
    run = subprocess.run(
        [sys.executable, "-c", MEASURE, str(small), str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    rows, kilobytes = map(int, run.stdout.split())
    assert rows == 3 * ROWS
    assert kilobytes * 1024 < 8 * path.stat().st_size + (32 << 20)
