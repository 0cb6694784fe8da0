"""The lines of a grid of who measures what: some thousand squares, of a few kinds."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from datashift.comparison.complementarity import Square
from datashift.web.explore.queries.coverage import Grid

register = template.Library()


@register.filter
def lines(grid: Grid) -> SafeString:
    """The rows of the grid's table; a template takes ten times as long for them."""
    said = get_language() or ""
    rows = []
    for line in grid.lines:
        area = conditional_escape(line.area)
        if line.group:
            group = conditional_escape(line.group)
            rows.append(
                f'<tr><th scope="row" class="of"><span class="vh">{area}, </span>{group}</th>'
            )
        else:
            rows.append(f'<tr><th scope="row">{area}</th>')
        rows += [_square(square, said) for square in line.squares]
        rows.append("</tr>")
    return mark_safe("".join(rows))  # noqa: S308  # names are escaped above


def _square(square: Square | None, said: str) -> str:
    if square is None:
        return _drawn("absent", (), said)
    return _drawn(square.state, square.kinds, said)


@lru_cache(maxsize=256)
def _drawn(state: str, kinds: tuple[str, ...], said: str) -> str:
    """A square of that state; there are some dozen in a language."""
    del said
    if state == "absent":
        return f'<td><span class="vh">{gettext("did not exist")}</span></td>'
    if state == "nobody":
        words = gettext("nobody")
        return f'<td><span class="muted" aria-hidden="true">·</span><span class="vh">{words}</span></td>'
    marks = "".join(render_to_string("explore/parts/mark.html", {"kind": one}) for one in kinds)
    apart = ""
    if state == "disagree":
        apart = f'<b aria-hidden="true">≠</b><span class="vh">{gettext("they disagree")}</span>'
    return f"<td>{marks}{apart}</td>"
