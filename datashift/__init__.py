"""DataShift: citizen-generated data, turned into evidence that people use.

In a notebook, three lines::

    import datashift

    rows = datashift.read("waterpoints.csv")  # any form of file; shows itself as a table
    datashift.check(rows)  # what a careful reader would notice
    datashift.run("study.yaml").to_pandas()  # every figure of a study
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from os import PathLike

    from datashift.studies import Release, Study
    from datashift.studies.notebook import Noticed, Rows
    from datashift.tables import Table

__all__ = ["__version__", "check", "read", "run"]
__version__ = "0.1.0"


def read(
    file: str | PathLike[str], *, missing: Sequence[str] = (), sheet: str | None = None
) -> Rows:
    """Read a file of any form into a typed table.

    Args:
        file: CSV, TSV, XLSX, ODS, JSON, GeoJSON, Parquet, SPSS or Stata, whatever it is called.
        missing: values that mean missing, beyond the usual ones.
        sheet: sheet of a spreadsheet, the first if omitted.

    Raises:
        Problem: the file cannot be used; the message is one plain sentence.
    """
    from datashift.studies import notebook

    return notebook.read(file, missing=missing, sheet=sheet)


def check(
    table: Table | str | PathLike[str], *, country: str | None = None, today: date | None = None
) -> Noticed:
    """What a careful reader would notice in a table or file; nothing is changed.

    Args:
        table: a table, or a file to be read.
        country: where the rows should be, such as "KE".
        today: no date in the data can be later; today if omitted.

    Raises:
        Problem: the file cannot be used.
    """
    from datashift.studies import notebook

    return notebook.check(table, country=country, today=today)


def run(
    study: Study | str | PathLike[str],
    *,
    out: str | PathLike[str] | None = None,
    force: bool = False,
    today: date | None = None,
) -> Release:
    """Compute a study; with `out` also write its release there.

    Args:
        study: a study, or its file.
        out: folder of the release.
        force: put the release into `out` whatever it holds; other files there stay.
        today: no date in the data can be later; today if omitted.

    Raises:
        Problem: the study or a file of it cannot be used.
    """
    from datashift.studies import notebook

    return notebook.run(study, out=out, force=force, today=today)
