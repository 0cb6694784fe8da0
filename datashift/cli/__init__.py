"""The command line: `datashift check | suggest | run | export | picture | protect | sdg | demo | serve`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec

from datashift.cli.ending import ended
from datashift.cli.options import parser
from datashift.kit import threads


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0, 2 for input that cannot be used, 70 for our fault."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    return ended(lambda: _run(given, alone=arguments is None), as_json="--json" in given)


class _WithoutPandas:
    """No command uses pandas; Arrow would import it wherever it is installed, a second's work.

    Ibis' ways to a server do need it.
    """

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        del path, target
        if name == "pandas":
            raise ModuleNotFoundError("The command line works without pandas", name=name)
        return None


def _run(given: list[str], *, alone: bool) -> int:
    if alone:
        threads.one_for_matrices()
    options = parser().parse_args(given)
    if alone and getattr(options, "engine", "duckdb") == "duckdb":
        sys.meta_path.insert(0, _WithoutPandas())
    code: int = options.execute(options)
    return code
