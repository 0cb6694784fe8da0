"""Fractions, documents and rules in words."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from datashift.figures import Finding
from datashift.kit.language.retold import retold
from datashift.quality.credibility import Framework
from datashift.web.credibility.queries.nearness import Nearness, nearness
from datashift.web.evidence.models import Run

register = template.Library()

_DOCUMENTS: Mapping[str, str | Promise] = {
    "data": _("Data"),
    "metadata": _("Metadata"),
    "codebook": _("Codebook"),
    "instruments": _("Instruments"),
    "ethics": _("Ethics"),
    "report": _("Report"),
}


@register.filter
def decimal(value: Fraction) -> str:
    """A fraction with two decimals."""
    return retold(f"{float(value):.2f}")


@register.filter
def asked(framework: Framework) -> str:
    """The average a framework asks for, in its own words: "at least 1.5"."""
    number = retold(f"{float(framework.average):g}")
    if framework.comparator == "at least":
        return gettext("at least %(number)s") % {"number": number}
    return gettext("more than %(number)s") % {"number": number}


@register.filter
def document_name(kind: str) -> str | Promise:
    """A document of the office's form, in a word."""
    return _DOCUMENTS[kind]


@register.filter
def of(mapping: Mapping[str, str], key: str) -> str:
    """What a mapping holds under a key; "" for nothing."""
    return mapping.get(key, "")


@register.simple_tag
def nearness_of(run: Run, finding: Finding) -> Nearness:
    """How near a finding of a run is to what it stands beside, and what was looked at."""
    return nearness(run, finding)
