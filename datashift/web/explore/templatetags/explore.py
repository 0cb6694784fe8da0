"""Findings in lists, and what a page says about itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from datashift import sdg
from datashift.figures import Finding as Told
from datashift.figures import Row, dots, numbers, words
from datashift.kit.language import territories
from datashift.kit.language.retold import retold
from datashift.web.evidence.models import Finding, FindingArea, Release
from datashift.web.explore import http
from datashift.web.explore.queries import citation, places, said
from datashift.web.explore.queries.formats import GROUPS, IN_PLACE
from datashift.web.explore.queries.maps import FindingMap
from datashift.web.explore.queries.places import Part, Place
from datashift.web.explore.templatetags.bodies import written

register = template.Library()
_LONGEST_NAME = 60  # letters


class _Kept(template.Node):
    """A part of a page that says the same on all pages of a language."""

    def __init__(self, inside: template.NodeList) -> None:
        self.inside = inside
        self.known: dict[str | None, SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        language = get_language()
        if language not in self.known:
            self.known[language] = self.inside.render(context)
        return self.known[language]


@register.tag
def kept(parser: template.base.Parser, token: template.base.Token) -> template.Node:
    """``{% kept %}`` … ``{% endkept %}``: what is inside depends on the language and nothing else."""
    del token
    inside = parser.parse(("endkept",))
    parser.delete_first_token()
    return _Kept(inside)


@register.simple_tag(takes_context=True)
def about(
    context: template.Context, title: str, description: str, canonical: str = ""
) -> SafeString:
    """What search engines and cards say of a page."""
    request = context["request"]
    address = http.absolute(request, canonical or request.path, spoken=True)
    known = "://" in address
    return format_html(
        '<meta name="description" content="{0}">\n{1}\n'
        '<meta property="og:type" content="article">\n'
        '<meta property="og:site_name" content="DataShift">\n'
        '<meta property="og:title" content="{2}">\n'
        '<meta property="og:description" content="{0}">\n{3}\n',
        " ".join(str(description).split())[:300],
        format_html('<link rel="canonical" href="{}">', address) if known else "",
        title,
        format_html('<meta property="og:url" content="{}">', address) if known else "",
    )


@register.filter
def place_called(one: Finding | Place | Part) -> str:
    """A place, or the whole that a finding is about, in the reader's language."""
    if isinstance(one, Finding):
        return places.called(one)
    return one.called if isinstance(one, Place) else one.name


@register.filter
def period(finding: Finding) -> str:
    """The period of a finding; of Nepal in both calendars."""
    return places.when(finding)


@register.filter
def country_called(country: sdg.Area) -> str:
    """A country in the reader's language."""
    return territories.country_called(country.code, country.name)


@register.inclusion_tag("explore/parts/cards.html")
def cards(findings: list[Finding]) -> dict[str, Any]:
    """Findings side by side, each with its hundred dots."""
    return {"findings": findings}


@register.simple_tag
def finding_list(findings: list[Finding], *, organisation: bool = True) -> SafeString:
    """Findings one under the other: sentence, range, place, who counted."""
    return written(
        "explore/parts/findings.html.j2", findings=findings, with_organisation=organisation
    )


@register.simple_tag(takes_context=True)
def finding_maps(context: template.Context, maps: list[FindingMap]) -> SafeString:
    """Findings on maps, each with its order and its table beneath."""
    return written("explore/parts/maps.html.j2", context["request"], maps=maps)


@register.simple_tag
def formats(release: Release, finding: Finding | None = None, *, few: bool = False) -> SafeString:
    """The formats that a release or one of its findings can be had in, by who needs them.

    Args:
        few: only those that most people take.
    """

    def address(name: str) -> str:
        if finding is None:
            return http.below_release(release, "release_export", name)
        return http.below_finding(finding, "finding_export", name)

    groups = [
        (
            group.words,
            [
                (form, address(form.name))
                for form in group.forms
                if (form.of_one or finding is None) and (not few or form.name in IN_PLACE)
            ],
        )
        for group in (GROUPS[:1] if few else GROUPS)
    ]
    return written("explore/parts/formats.html.j2", groups=groups)


@register.simple_tag
def at(name: str, *args: object) -> str:
    """As Django's ``{% url %}``, asked once: ``{% at 'explore:goal' goal.code as up %}``."""
    return http.address(name, *args)


@register.simple_tag
def feed_link(address: str) -> SafeString:
    """What a reader of feeds looks for in a page's head."""
    return format_html('<link rel="alternate" type="application/atom+xml" href="{}">', address)


@register.filter
def data_block(content: Mapping[str, Any]) -> SafeString:
    """JSON-LD in a page: data, which no browser runs; nothing in it can end the block."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    safe = text.translate({ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"})
    return mark_safe(f'<script type="application/ld+json">{safe}</script>')  # noqa: S308 - escaped


@register.filter
def in_address(text: str) -> str:
    """Words as a part of an address: what is beyond ASCII as it is, which HTML allows.

    Written as bytes in per cent, a heading in Devanagari would be three times as long.
    """
    return "".join(quote(one, "") if one.isascii() else one for one in text)


@register.filter
def address(one: Finding | Release | Place | Part) -> str:
    """Where its page is."""
    if isinstance(one, Finding):
        return http.finding_address(one)
    if isinstance(one, Release):
        return http.release_address(one)
    if isinstance(one, Part):
        return reverse("explore:area", args=[one.place.slug, one.slug])
    return reverse("explore:place", args=[one.slug])


@register.filter
def beside_address(finding: Finding, official: int | str) -> str:
    """Where it stands beside an official figure."""
    return http.comparison_address(finding, official)


@register.filter
def kind_words(kind: str) -> str:
    """What a group of a search holds."""
    return {
        "places": _("Places"),
        "findings": _("Findings"),
        "comparisons": _("Comparisons"),
        "organisations": _("Organisations"),
        "framework": _("Goals, targets and indicators"),
        "methods": _("Methods"),
    }[kind]


@register.filter
def hundred(finding: Finding) -> SafeString:
    """The finding's hundred dots; nothing for what is no share."""
    if finding.quantity != "proportion" or finding.value is None:
        return SafeString("")
    drawing = dots.hundred(finding.value, finding.lower, finding.upper, yes="yes")
    return mark_safe(drawing.svg)  # noqa: S308 - drawn from numbers


@register.filter
def amount(one: Finding | FindingArea, of: Finding | None = None) -> str:
    """The figure with its unit; `of` is the finding that an area's figure belongs to."""
    finding = of or one
    assert isinstance(finding, Finding)
    hidden = one.hidden if isinstance(one, FindingArea) else False
    row = Row("", value=one.value, lower=one.lower, upper=one.upper, hidden=hidden)
    return retold(words.amount(row, finding.quantity, finding.unit_words))  # type: ignore[arg-type]


@register.filter
def ends(one: FindingArea, finding: Finding) -> str:
    """The two ends of a range, "42–54"; "" for none."""
    if one.lower is None or one.upper is None:
        return ""
    decimals = 0 if finding.quantity in {"proportion", "count"} else None
    both = (retold(numbers.figure(end, decimals)) for end in (one.lower, one.upper))
    return "–".join(both)


@register.filter
def place_of(finding: Finding) -> Place | None:
    """The place a finding is about."""
    return places.place_of(finding)


@register.filter
def spoken(finding: Finding | Told) -> SafeString:
    """A finding's headline with its number in the citizens' colour: "29 in 100"."""
    sentence, title = said.headline(finding), f"{finding.title}: "
    if sentence.startswith(title):
        own = said.in_own_words(finding.title, finding.language)
        return format_html('{}: <em class="c">{}</em>', own, sentence.removeprefix(title))
    words_of = sentence.split(" ")
    end = next((i for i, word in enumerate(words_of) if word.isdigit() and i >= 2), None)
    if end is None or words_of[end - 1] != "in":
        return format_html("{}", sentence)
    number, rest = words_of[: end + 1], words_of[end + 1 :]
    return format_html('<em class="c">{}</em> {}', " ".join(number), " ".join(rest))


@register.filter
def marked_citation(text: str, finding: Finding) -> SafeString:
    """A reference in English, with the titles of another language in it marked."""
    return said.marked_citation(text, finding)


@register.filter
def summary(finding: Finding) -> str:
    """The finding in a description: range, n, place, period, who counted."""
    return citation.summary(finding)


@register.filter
def whole(number: int | str | None) -> str:
    """A whole number with its thousands apart; "" for none."""
    return retold(numbers.whole(number)) if isinstance(number, int) else ""


@register.filter
def answers_of(finding: Told) -> str:
    """How many usable answers are behind a finding: "1,284 women"."""
    n = finding.overall.n
    return "" if n is None else words.told_number_of(n, finding.unit, finding.language)


@register.filter
def size_of(sizes: Mapping[str, int], name: str) -> int:
    return sizes[name]


@register.filter
def file_address(finding: Finding, request: HttpRequest) -> str:
    """Where a finding's observations are, with the host."""
    path = http.below_release(finding.release, "download", "observations.csv")
    return http.absolute(request, path)


@register.filter
def framework_address(hit: sdg.Hit) -> str:
    """Where the page of a goal, target or indicator is."""
    return reverse(f"explore:{hit.kind}", args=[hit.code])


@register.filter
def language_words(code: str) -> str:
    """A language by its own name."""
    return capfirst(get_language_info(code)["name_local"]) if code != "sw" else "Kiswahili"


@register.filter
def status_words(status: str) -> str:
    """How far a name can be trusted."""
    return {
        "official": _("Official wording of the United Nations"),
        "translation": _("Translated by people; not official"),
        "machine": _("Translated by a machine, and read by nobody yet"),
    }[status]


@register.filter
def truncate_words(name: object) -> str:
    """A long name cut at a word, for the title of a window."""
    whole = str(name)
    if len(whole) <= _LONGEST_NAME:
        return whole
    return whole[:_LONGEST_NAME].rsplit(" ", 1)[0].rstrip(",;:") + "…"
