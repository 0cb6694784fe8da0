"""A process of our own reads a file without pandas, and can still hand over a data frame."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from library.tables.files import written

PROGRAM = """
import sys
from pathlib import Path
from datashift.tables import lean, read
lean.without_pandas()
table = read(Path(sys.argv[1]))
print("pandas" in sys.modules, table.data.to_pandas()["b"].sum(), "pandas" in sys.modules)
"""


def test_reading_needs_no_pandas_and_to_pandas_works(tmp_path: Path) -> None:
    path = written(tmp_path, "a,b\nx,1\ny,2\n")
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(path)], capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["False", "3", "True"]
