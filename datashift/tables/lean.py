"""A process of our own that starts without pandas."""

from __future__ import annotations

import sys


class _NoPandas:
    """Python's import system asks it first (PEP 451)."""

    def find_spec(self, name: str, *_: object) -> None:
        """Refuse pandas; know nothing of anything else."""
        if name == "pandas":
            raise ModuleNotFoundError(name, name=name)


def without_pandas() -> None:
    """Keep pyarrow from importing pandas at the first array it makes: about a third of a second.

    pyarrow looks for pandas once, to recognise its objects; here it looks and finds none.
    `to_pandas` still works afterwards. Only for a process that makes no Arrow array from pandas
    objects, such as the command line: never on import of the library.
    """
    if "pandas" in sys.modules:
        return
    import pyarrow as pa

    finder = _NoPandas()
    sys.meta_path.insert(0, finder)
    try:
        pa.array([0])
    finally:
        sys.meta_path.remove(finder)
