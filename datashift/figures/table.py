"""The figures of breakdowns as the lines of tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from datashift.figures.finding import Row
from datashift.figures.numbers import THIN, figure, whole
from datashift.kit.language.retold import retold

if TYPE_CHECKING:
    from markupsafe import Markup

_HIDDEN = "hidden"
_PERCENT = frozenset({"own", "unanswered"})


class Cells:
    """What stands in the tables of a finding, in the reader's language; each thing written once."""

    def __init__(self) -> None:
        from markupsafe import escape

        said = _Each(lambda text: str(escape(retold(text))))
        self._said = said  # nothing here names `self`: a circle would stay until garbage is sought
        self._first = _Each(lambda name: f'<th scope="row">{said[name]}</th>')
        self._other = _Each(lambda name: f"<td>{said[name]}</td>")
        self._columns: dict[tuple[str, int], _Each] = {}

    def drawn(
        self,
        whole_of: tuple[Row, Sequence[str]],
        rows: Iterable[tuple[Row, Sequence[str]]],
        columns: Sequence[str],
        decimals: int,
    ) -> Markup:
        """The lines of a table as HTML; a template takes five times as long for thousands of cells.

        Args:
            whole_of: the figure of everybody, and what stands before it: a name for each group.
            rows: the figures of groups, in the same way.
            columns: of `value`, `lower`, `upper`, `n`, `own`, `unanswered`, those that are shown.
            decimals: of values and their ranges; a hidden one says so.
        """
        from markupsafe import Markup

        told = [whole_of, *rows]
        numbers = [row for row, _ in told]
        heads = self._heads([names for _, names in told])
        cells = (self._column(name, decimals, numbers) for name in columns)
        sum_, *others = map("".join, zip(heads, *cells, strict=True))
        lines = [f'<tr class="sum">{sum_}</tr>', *(f"<tr>{other}</tr>" for other in others)]
        return Markup("".join(lines))  # noqa: S704  # every text in it is escaped

    def _heads(self, of_lines: Sequence[Sequence[str]]) -> list[str]:
        """The heading of each line: the name of its group, or of each that it is a part of."""
        first, other = self._first, self._other
        if all(len(names) == 1 for names in of_lines):
            return [first[names[0]] for names in of_lines]
        return [
            first[name] + "".join([other[each] for each in others]) for name, *others in of_lines
        ]

    def _column(self, name: str, decimals: int, rows: Sequence[Row]) -> list[str]:
        """The cells of a column."""
        if name == "value":
            values = [_HIDDEN if row.hidden else row.value for row in rows]
        else:
            values = list(map(attrgetter(name), rows))
        cells = self._columns.get((name, decimals))
        if cells is None:
            written = partial(_written, self._said, name, decimals)
            cells = _Each(lambda value: f'<td class="n">{written(value)}</td>')
            self._columns[name, decimals] = cells
        return [cells[each] for each in values]


class _Each(dict[Any, str]):
    """What is written for a value, written once for each."""

    def __init__(self, write: Callable[[Any], str]) -> None:
        super().__init__()
        self._write = write

    def __missing__(self, value: Any) -> str:
        said = self[value] = self._write(value)
        return said


def _written(said: _Each, name: str, decimals: int, value: float | str | None) -> str:
    if value is None:
        return said["not known"] if name == "value" else ""
    if isinstance(value, str):
        return said[value]
    if name == "n":
        return said[whole(value)]
    if name in _PERCENT:
        return said[f"{figure(value, 0)}{THIN}%"]
    return said[figure(value, decimals)]
