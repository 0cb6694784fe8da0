"""The command line: `datashift check | suggest | run | sdg | serve`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from datashift.cli.ending import ended
from datashift.cli.options import parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0, 2 for input that cannot be used, 70 for our fault."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    return ended(lambda: _run(given), as_json="--json" in given)


def _run(given: list[str]) -> int:
    options = parser().parse_args(given)
    code: int = options.execute(options)
    return code
