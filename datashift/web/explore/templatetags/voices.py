"""Figures of voices in words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from uuid import UUID

from django import template
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from datashift.figures import Row, numbers, words
from datashift.kit.language.retold import retold
from datashift.web.evidence.models import Finding
from datashift.web.explore.queries.voices import Pair, Voice

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
