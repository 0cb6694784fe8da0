"""The figures of a breakdown as the lines of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from datashift.figures.finding import Row
from datashift.figures.numbers import THIN, figure, whole
from datashift.kit.language.retold import retold

if TYPE_CHECKING:
    from markupsafe import Markup

_HIDDEN = "hidden"
_PERCENT = frozenset({"own", "unanswered"})


def drawn(
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

    texts = _Texts(decimals)
    told = [whole_of, *rows]
    numbers = [row for row, _ in told]
    heads = texts.names([names for _, names in told])
    cells = (texts.column(name, numbers) for name in columns)
    sum_, *others = map("".join, zip(heads, *cells, strict=True))
    lines = [f'<tr class="sum">{sum_}</tr>', *(f"<tr>{other}</tr>" for other in others)]
    return Markup("".join(lines))  # noqa: S704  # every text in it is escaped


class _Each(dict[Any, str]):
    """What is written for a value, written once for each."""

    def __init__(self, write: Callable[[Any], str]) -> None:
        super().__init__()
        self._write = write

    def __missing__(self, value: Any) -> str:
        said = self[value] = self._write(value)
        return said


class _Texts:
    """What is said in cells, in the reader's language and escaped, each said once."""

    def __init__(self, decimals: int) -> None:
        from markupsafe import escape

        self._decimals = decimals
        self._said = _Each(lambda text: str(escape(retold(text))))

    def names(self, of_lines: Iterable[Sequence[str]]) -> list[str]:
        """The heading of each line: the name of its group, or of each that it is a part of."""
        first = _Each(lambda name: f'<th scope="row">{self._said[name]}</th>')
        other = _Each(lambda name: f"<td>{self._said[name]}</td>")
        return [
            first[name] + "".join([other[each] for each in others]) for name, *others in of_lines
        ]

    def column(self, name: str, rows: Sequence[Row]) -> list[str]:
        """The cells of a column."""
        if name == "value":
            values = [_HIDDEN if row.hidden else row.value for row in rows]
        else:
            values = list(map(attrgetter(name), rows))
        cells = _Each(lambda value: f'<td class="n">{self._written(name, value)}</td>')
        return [cells[each] for each in values]

    def _written(self, name: str, value: float | str | None) -> str:
        if value is None:
            return self._said["not known"] if name == "value" else ""
        if isinstance(value, str):
            return self._said[value]
        if name == "n":
            return self._said[whole(value)]
        if name in _PERCENT:
            return self._said[f"{figure(value, 0)}{THIN}%"]
        return self._said[figure(value, self._decimals)]
