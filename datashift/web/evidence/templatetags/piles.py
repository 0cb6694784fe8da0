"""Heaps of dots, and what was read of a column, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from datashift.figures.dots import STEP
from datashift.figures.numbers import dot_worth
from datashift.kit.language import whole

register = template.Library()

SUBMISSION = "submission"  # the unit of a study that a questionnaire feeds
WIDE = 20
MOST = 240  # dots in a heap
KINDS = {
    "text": gettext_lazy("text"),
    "integer": gettext_lazy("whole numbers"),
    "number": gettext_lazy("numbers"),
    "date": gettext_lazy("dates"),
    "datetime": gettext_lazy("dates with a time"),
    "boolean": gettext_lazy("yes or no"),
    "geometry": gettext_lazy("shapes on a map"),
}


@register.simple_tag
def heap(count: int, unit: str = "") -> SafeString:
    """So many rows as a heap of dots, the topmost row not full, and what one dot is.

    Args:
        unit: what a row of the table is; told where it is a submission.
    """
    if count < 1:
        return SafeString()
    worth = dot_worth(count, MOST)
    dots = max(1, round(count / worth))
    rows = -(-dots // WIDE)
    top = dots - (rows - 1) * WIDE
    path = "".join(
        f"M5 {STEP * row + 5}h{(top if row == 0 else WIDE) * STEP - STEP + 1}"
        for row in range(rows)
    )
    if unit == SUBMISSION:
        one = ngettext("One dot is one submission", "One dot is %(worth)s submissions", worth)
    else:
        one = ngettext("One dot is one row", "One dot is %(worth)s rows", worth)
    said = one % {"worth": whole(worth)}
    label = ngettext("%(dots)s dot in a heap.", "%(dots)s dots in a heap.", dots) % {
        "dots": whole(dots)
    }
    return format_html(
        '<svg class="dots" viewBox="0 0 {} {}" stroke-dasharray="0 10" role="img" '
        'aria-label="{} {}."><path class="f" d="{}"/></svg><p class="small muted">{}</p>',
        WIDE * STEP,
        rows * STEP,
        label,
        said,
        path,
        said,
    )


@register.filter
def under(cells: Sequence[Any], columns: Sequence[Any]) -> list[tuple[Any, Any]]:
    """The cells of a row, each after its column."""
    return list(zip(columns, cells, strict=True))


@register.filter
def kind_words(column: Mapping[str, Any]) -> str:
    """What a column was read as."""
    return str(KINDS.get(column["kind"], column["kind"]))


@register.filter
def sure_words(column: Mapping[str, Any]) -> str:
    """How surely: the share of its values that read so."""
    share = 100 * column.get("confidence", 1.0)
    if share >= 100:
        return _("all of them")
    shown = whole(share) if share <= 99 else _("over 99")
    return _("%(share)s in 100") % {"share": shown}


@register.filter
def apart(number: float | None) -> str:
    """A whole number with its thousands apart."""
    return "" if number is None else whole(number)


@register.filter
def file_size(size: int) -> str:
    """Bytes as people say them: thousands and millions, as on the label of a disk.

    >>> file_size(900), file_size(48_000), file_size(3_400_000)
    ('1 kB', '48 kB', '3.4 MB')
    """
    if size < 1_000_000:
        return f"{max(1, round(size / 1_000)):,} kB"
    return f"{size / 1_000_000:,.1f} MB"
