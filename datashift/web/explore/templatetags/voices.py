"""Figures of voices in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from uuid import UUID

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from datashift.figures import Row, numbers, words
from datashift.kit.language.nepal import told_period
from datashift.kit.language.retold import retold
from datashift.web.evidence.models import Finding
from datashift.web.explore.http import finding_address
from datashift.web.explore.queries.voices import Choice, Pair, Picture, Seen, Voice

register = template.Library()


@register.filter
def in_unit(row: Row, voice: Voice) -> str:
    """A figure of a voice with its unit."""
    return retold(words.amount(row, voice.quantity, voice.unit_words))


@register.filter
def between(row: Row, voice: Voice) -> str:
    """The two ends of a voice's range, "42–54"; "" for none."""
    if row.lower is None or row.upper is None:
        return ""
    decimals = 1 if voice.quantity == "proportion" else None
    return "–".join(retold(numbers.figure(end, decimals)) for end in (row.lower, row.upper))


@register.filter
@cache
def sign(kind: str) -> str:
    """The mark of whose voice it is, which stands in every row."""
    return render_to_string("explore/parts/key.html", {"kind": kind})


@register.filter
def options(choices: Sequence[Choice]) -> SafeString:
    """A list to choose from."""
    return SafeString("".join(_option(f' value="{escape(one.value)}"', one) for one in choices))


@register.filter
def since_years(years: Sequence[int], chosen: int | None) -> SafeString:
    """The years after the first one, with which a picture can begin."""
    every = (Choice("", str(year), year == chosen) for year in years[1:])
    return SafeString("".join(_option("", one) for one in every))


@register.filter
def until_years(years: Sequence[int], chosen: int | None) -> SafeString:
    """The years with which a picture can end; by itself it ends with the last one."""
    last = len(years) - 1
    return SafeString(
        "".join(
            _option(
                ' value=""' if at == last else "",
                Choice("", str(year), year == chosen or (at == last and not chosen)),
            )
            for at, year in enumerate(years)
        )
    )


def _option(value: str, one: Choice) -> str:
    return f"<option{value}{' selected' if one.chosen else ''}>{escape(one.words)}</option>"


@register.filter
def lines(picture: Picture, most: int) -> SafeString:
    """The rows of the table under a picture: the last figures of each voice.

    Written here and not in the template, which took longer for them than for the rest of its page.
    """
    country = picture.place.area.code if picture.place.area else ""
    told = (_line(voice, one, country) for voice in picture.shown for one in voice.seen[-most:])
    return SafeString("".join(told))


def _line(voice: Voice, one: Seen, country: str) -> str:
    who: str = escape(voice.who)
    if one.finding is not None:
        who = f'<a href="{escape(finding_address(one.finding))}">{who}</a>'
    n = retold(numbers.whole(one.row.n)) if one.row.n is not None else ""
    return (
        f'<tr><th scope="row" class="num">{escape(told_period(one.period, country))}</th>'
        f"<td>{sign(voice.kind)} {who}</td>"
        f'<td class="n">{escape(in_unit(one.row, voice))}</td>'
        f'<td class="n">{escape(between(one.row, voice))}</td><td class="n">{escape(n)}</td></tr>'
    )


@register.filter
def pair_of(pairs: Mapping[UUID, Pair], finding: Finding) -> Pair | None:
    """The official figure beside a finding."""
    return pairs.get(finding.pk)


@register.filter
def together(pair: Pair) -> str:
    """What two figures say of each other."""
    if pair.same is None:
        return _("Without two ranges nobody can say whether they agree")
    return _("Could be one number") if pair.same else _("Further apart than chance explains")


@register.filter
def match_words(match: str) -> str:
    """How close it comes to the official definition."""
    return {
        "direct": _("A direct match with the official definition."),
        "partial": _("A partial match with the official definition."),
        "proxy": _("A proxy for the official definition."),
    }.get(match, "")
