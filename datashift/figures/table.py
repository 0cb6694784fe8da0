"""The figures of a breakdown as the lines of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from datashift.figures.finding import Row
from datashift.figures.numbers import THIN, figure, whole
from datashift.kit.language.retold import retold

if TYPE_CHECKING:
    from markupsafe import Markup


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
    cells = [texts.cells[column] for column in columns]
    lines = [_line('<tr class="sum">', *whole_of, cells, texts.said)]
    lines += [_line("<tr>", row, names, cells, texts.said) for row, names in rows]
    return Markup("".join(lines))  # noqa: S704  # every text in it is escaped


_Cell = Callable[[Row], str]


def _line(
    begins: str, row: Row, names: Sequence[str], cells: Sequence[_Cell], said: Callable[[str], str]
) -> str:
    first, *others = names
    before = "".join([f"<td>{said(name)}</td>" for name in others])
    after = "".join([f'<td class="n">{cell(row)}</td>' for cell in cells])
    return f'{begins}<th scope="row">{said(first)}</th>{before}{after}</tr>'


class _Texts:
    """What is said in cells, in the reader's language and escaped, each said once."""

    def __init__(self, decimals: int) -> None:
        from markupsafe import escape

        self._decimals, self._escape = decimals, escape
        self._said: dict[str, str] = {"": ""}
        self._figures: dict[float | None, str] = {None: ""}
        self._counts: dict[int | None, str] = {None: ""}
        self.cells: Mapping[str, _Cell] = {
            "value": self._value,
            "lower": lambda row: self._figure(row.lower),
            "upper": lambda row: self._figure(row.upper),
            "n": lambda row: self._whole(row.n),
            "own": lambda row: self._percent(row.own),
            "unanswered": lambda row: self._percent(row.unanswered),
        }

    def said(self, text: str) -> str:
        found = self._said.get(text)
        if found is None:
            found = self._said[text] = str(self._escape(retold(text)))
        return found

    def _value(self, row: Row) -> str:
        if row.hidden:
            return self.said("hidden")
        return self._figure(row.value) or self.said("not known")

    def _figure(self, value: float | None) -> str:
        found = self._figures.get(value)
        if found is None:
            found = self._figures[value] = self.said(figure(value or 0, self._decimals))
        return found

    def _whole(self, number: int | None) -> str:
        found = self._counts.get(number)
        if found is None:
            found = self._counts[number] = self.said(whole(number or 0))
        return found

    def _percent(self, value: float | None) -> str:
        return "" if value is None else self.said(f"{figure(value, 0)}{THIN}%")
