"""The figures of a breakdown as the lines of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from datashift.figures.finding import Row
from datashift.figures.numbers import THIN, figure, whole
from datashift.kit.language.retold import retold

if TYPE_CHECKING:
    from markupsafe import Markup

Line = dict[str, Any]
"""`names` of its groups, `sum` where it is the whole, and the text of each column."""


def line(row: Row, names: Sequence[str], decimals: int, *, total: bool) -> Line:
    """One row of figures, each in as many decimals; hidden ones say so."""

    def cell(value: float | None) -> str:
        return "" if value is None else figure(value, decimals)

    return {
        "names": names,
        "value": "hidden" if row.hidden else cell(row.value) or "not known",
        "lower": cell(row.lower),
        "upper": cell(row.upper),
        "n": "" if row.n is None else whole(row.n),
        "own": "" if row.own is None else f"{figure(row.own, 0)}{THIN}%",
        "unanswered": "" if row.unanswered is None else f"{figure(row.unanswered, 0)}{THIN}%",
        "sum": total,
    }


def drawn(table: Sequence[Line], columns: Sequence[str]) -> Markup:
    """The lines of a table as HTML; a template takes five times as long for thousands of cells."""
    from markupsafe import Markup, escape

    known: dict[str, str] = {}

    def said(text: str) -> str:
        found = known.get(text)
        if found is None:
            found = known[text] = str(escape(retold(text)))
        return found

    lines = []
    for row in table:
        first, *others = row["names"]
        lines += [
            '<tr class="sum">' if row["sum"] else "<tr>",
            f'<th scope="row">{said(first)}</th>',
        ]
        lines += [f"<td>{said(name)}</td>" for name in others]
        lines += [f'<td class="n">{said(row[column])}</td>' for column in columns]
        lines.append("</tr>")
    return Markup("".join(lines))  # noqa: S704  # every text in it is escaped
