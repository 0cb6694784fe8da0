"""The table's half of `datashift protect`."""

from __future__ import annotations

import argparse

from datashift.kit.problem import Problem


def execute(options: argparse.Namespace) -> int:
    """Protect a long table of inner cells and write all cells and margins."""
    if not options.by:
        raise Problem(
            "It is not said which columns classify the cells",
            file=options.file.name,
            do="Add --by with their names, such as --by REGION,SEX",
            code="protect.by",
        )
    raise Problem("Tables cannot be protected yet", file=options.file.name, code="protect.table")
