"""The figures of a breakdown as the lines of a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

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
    cells = zip(*(texts.column(name, numbers) for name in columns), strict=True)
    sum_, *others = (
        f"{texts.names(names)}{''.join(said)}</tr>"
        for (_, names), said in zip(told, cells, strict=True)
    )
    lines = [f'<tr class="sum">{sum_}', *(f"<tr>{other}" for other in others)]
    return Markup("".join(lines))  # noqa: S704  # every text in it is escaped


class _Texts:
    """What is said in cells, in the reader's language and escaped, each said once."""

    def __init__(self, decimals: int) -> None:
        from markupsafe import escape

        self._decimals, self._escape = decimals, escape
        self._said: dict[str, str] = {"": ""}

    def names(self, names: Sequence[str]) -> str:
        """The heading of a line: the name of its group, or of each that it is a part of."""
        first, *others = map(self._told, names)
        return f'<th scope="row">{first}</th>' + "".join([f"<td>{each}</td>" for each in others])

    def column(self, name: str, rows: Sequence[Row]) -> list[str]:
        """The cells of a column."""
        if name == "value":
            values = [_HIDDEN if row.hidden else row.value for row in rows]
        else:
            values = list(map(attrgetter(name), rows))
        cells = {each: f'<td class="n">{self._written(name, each)}</td>' for each in set(values)}
        return [cells[each] for each in values]

    def _written(self, name: str, value: float | str | None) -> str:
        if value is None:
            return self._told("not known") if name == "value" else ""
        if isinstance(value, str):
            return self._told(value)
        if name == "n":
            return self._told(whole(value))
        if name in _PERCENT:
            return self._told(f"{figure(value, 0)}{THIN}%")
        return self._told(figure(value, self._decimals))

    def _told(self, text: str) -> str:
        found = self._said.get(text)
        if found is None:
            found = self._said[text] = str(self._escape(retold(text)))
        return found
