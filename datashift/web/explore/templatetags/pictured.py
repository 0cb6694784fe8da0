"""What can be taken away as a picture or on paper, and the card that others show."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from datashift.kit.language.retold import retold
from datashift.web.evidence.models import Finding
from datashift.web.explore import http
from datashift.web.explore.queries import pictures as queries

register = template.Library()


def _address(finding: Finding, name: str) -> str:
    args = [*http.release_path(finding.release), finding.key, name]
    return reverse("explore:finding_picture", args=args)


@register.inclusion_tag("explore/parts/pictures.html")
def pictures(finding: Finding) -> dict[str, Any]:
    """The menu of a finding: to share, of its chart, of its map."""
    path = [*http.release_path(finding.release), finding.key]
    chart = [
        (_("Picture, PNG"), _address(finding, "chart.png")),
        (_("Drawing, SVG"), _address(finding, "chart.svg")),
        (_("Dark picture, PNG"), _address(finding, "chart-dark.png")),
        (_("Table, CSV"), reverse("explore:finding_export", args=[*path, "csv"])),
        (_("Vega-Lite, to draw it anew"), _address(finding, "chart.vl.json")),
    ]
    share = [
        (_("Brief of two pages, PDF"), _address(finding, "brief.pdf")),
        (_("Slide, PDF"), _address(finding, "slide.pdf")),
        (_("Slide, PNG"), _address(finding, "slide.png")),
        (_("Card to share, JPEG"), _address(finding, "card.jpg")),
    ]
    return {"groups": [(_("To show and to hand out"), share), (_("The chart"), chart)]}


@register.inclusion_tag("explore/parts/pictures_of_map.html")
def map_pictures(finding: Finding) -> dict[str, Any]:
    """The map of a finding as files."""
    path = [*http.release_path(finding.release), finding.key]
    return {
        "files": [
            ("PNG", _address(finding, "map.png")),
            ("SVG", _address(finding, "map.svg")),
            ("CSV", reverse("explore:finding_export", args=[*path, "csv"])),
        ]
    }


@register.inclusion_tag("explore/parts/pictures.html")
def indicator_pictures(code: str) -> dict[str, Any]:
    """The menu of an indicator."""
    words = {
        "chart.png": _("Picture, PNG"),
        "chart.svg": _("Drawing, SVG"),
        "chart.vl.json": _("Vega-Lite, to draw it anew"),
        queries.CARD: _("Card to share, JPEG"),
    }
    files = [
        (said, reverse("explore:indicator_picture", args=[code, name]))
        for name, said in words.items()
    ]
    table = (_("Table, CSV"), reverse("explore:indicator_export", args=[code, "csv"]))
    return {"groups": [(_("The chart of all findings"), [*files, table])]}


@register.simple_tag(takes_context=True)
def card_of(context: template.Context, finding: Finding) -> SafeString:
    """The picture that other sites show with the address of a finding."""
    return _card(context["request"], _address(finding, queries.CARD), retold(finding.headline))


@register.simple_tag(takes_context=True)
def card_of_indicator(context: template.Context, code: str, words: str) -> SafeString:
    """The picture that other sites show with the address of an indicator."""
    path = reverse("explore:indicator_picture", args=[code, queries.CARD])
    return _card(context["request"], path, words)


def _card(request: HttpRequest, path: str, words: str) -> SafeString:
    if getattr(request, "static_site", False):
        return SafeString("")
    return format_html(
        '<meta property="og:image" content="{}"><meta property="og:image:width" content="1200">'
        '<meta property="og:image:height" content="630"><meta property="og:image:alt" content="{}">'
        '<meta name="twitter:card" content="summary_large_image">',
        http.absolute(request, path),
        words,
    )
