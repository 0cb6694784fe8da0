"""The mastheads and the components; loaded into every template."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.template import defaultfilters
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from datashift.figures.finding import Finding as Told
from datashift.kit.language import addresses
from datashift.kit.language.numbers import digits
from datashift.kit.language.retold import retold
from datashift.sdg.framework import Text
from datashift.web.evidence.models import Finding
from datashift.web.explore.queries import said
from datashift.web.site import navigation, times

register = template.Library()


@register.simple_tag(takes_context=True)
def nav(context: template.Context, where: str, *, phone: bool = False) -> SafeString:
    """A masthead's links: ``{% nav "public" %}`` or ``{% nav "workspace" %}``.

    Inside a study the page's context holds `study_id`. The place one is in is marked: the one with
    the key `current` when the page sets it, else the one whose address begins like the page's.
    """
    places = navigation.PUBLIC if where == "public" else navigation.WORKSPACE
    study = context.get("study_id")
    served = not hasattr(context["request"], "static_site")
    shown = [
        {"label": str(place.label), "address": place.address(study), "key": place.key}
        for place in places
        if (place.in_study if study is not None else not place.of_study)
        and (place.on_phone or not phone)
        and (place.when is None or (served and place.when()))
    ]
    current = context.get("current") or key_of(shown, context["request"].path)
    here = SafeString(' aria-current="page"')
    links = ((one["address"], here if one["key"] == current else "", one["label"]) for one in shown)
    return format_html(
        '<nav class="{}" aria-label="{}">{}</nav>\n',
        "dock" if phone else "nav",
        _masthead(where, phone=phone),
        format_html_join("", '<a href="{}"{}>{}</a>', links),
    )


def _masthead(where: str, *, phone: bool) -> str:
    if phone:
        return _("Workspace, short")
    return _("Main") if where == "public" else _("Workspace")


def key_of(shown: list[dict[str, str]], path: str) -> str | None:
    """The place whose address the path begins with; the longest, and the start page only itself."""
    home = addresses.in_language("/", addresses.language_of(path))
    inside = [
        each
        for each in shown
        if path == each["address"] or (each["address"] != home and path.startswith(each["address"]))
    ]
    return max(inside, key=lambda each: len(each["address"]))["key"] if inside else None


@register.simple_tag
def letters_are_sent() -> bool:
    """Whether mail leaves this machine."""
    return settings.LETTERS_ARE_SENT


@register.inclusion_tag("components/languages.html", takes_context=True)
def languages(context: template.Context) -> dict[str, Any]:
    """The other languages of this page."""
    request = context.get("request")
    back = request.get_full_path() if request else "/"
    return {
        "others": [
            (code, name, addresses.in_language(back, code))
            for code, name in settings.LANGUAGES
            if code != get_language() and code in getattr(request, "languages", (code,))
        ],
        "back": back,
        # The choice is a cookie, which neither files nor pages for reporters may set.
        "straight": hasattr(request, "static_site") or hasattr(request, "keeps_nothing"),
    }


@register.simple_tag(takes_context=True)
def alternates(context: template.Context) -> SafeString:
    """Where search engines find this page in the other languages; nothing on a page of errors.

    There the address, or even the host, may be none of ours.
    """
    request = context.get("request")
    found = getattr(request, "resolver_match", None)
    if request is None or found is None or len(settings.LANGUAGES) < 2:
        return SafeString("")
    root = getattr(request, "root", None)  # of a page that is made before anybody asks for it
    root = (
        root or settings.PUBLIC_ADDRESS.rstrip("/") or request.build_absolute_uri("/").rstrip("/")
    )
    path = request.get_full_path()
    return format_html_join(
        "",
        '<link rel="alternate" hreflang="{}" href="{}{}">',
        (
            (code, root, addresses.in_language(path, "en" if code == "x-default" else code))
            for code in (*dict(settings.LANGUAGES), "x-default")
        ),
    )


@register.filter
def told(text: object) -> SafeString:
    """A stored sentence in the reader's language; one that is not known there is marked English."""
    return said.marked_up(str(text))


@register.filter
def own_words(text: object, written: str) -> SafeString:
    """What an organisation or an assessor wrote, marked where the page speaks another language.

    Args:
        written: code of its language, "" where nobody said.
    """
    return said.in_own_words(str(text), written)


@register.filter
def told_plainly(text: object) -> str:
    """The same without markup, for attributes and titles."""
    return retold(str(text))


@register.filter
def on_one_line(text: object) -> str:
    """A name in a letter, where a line that it begins would pass for one of ours."""
    return " ".join(str(text).split())


@register.filter
def named(name: Text) -> SafeString:
    """A name of the framework, marked where there is none in the reader's language."""
    if name.language == get_language():
        return format_html("{}", name)
    return format_html('<span lang="{}">{}</span>', name.language, name)


@register.filter
def in_digits(number: object) -> str:
    """A year or a number of order with the reader's digits."""
    return digits(str(number), get_language() or "en")


@register.filter(is_safe=True)
def floatformat(number: object, decimals: int | str = -1) -> str:
    """As Django's, with the reader's digits."""
    return digits(defaultfilters.floatformat(number, decimals), get_language() or "en")


@register.filter
def size(number: int | None) -> str:
    """How large a file is, with the reader's digits."""
    return digits(defaultfilters.filesizeformat(number or 0), get_language() or "en")


@register.filter
def marked_headline(finding: Finding | Told) -> SafeString:
    """The finding as one sentence, with the study's own words in it marked."""
    return said.marked_headline(finding)


@register.filter
def headline(finding: Finding | Told) -> str:
    """A finding as a sentence in the reader's language."""
    return said.headline(finding)


@register.filter
def day(moment: date | None) -> str:
    """A day in words, as the reader's language writes it; in Nepali also by Bikram Sambat."""
    return times.day(moment, get_language() or "en")


@register.filter
def minute(moment: datetime | None) -> str:
    """A day and its time of 24 hours."""
    return times.minute(moment, get_language() or "en")


@register.simple_tag
def crumbs(*parts: object) -> SafeString:
    """The way here: ``{% crumbs "Organisations" url_of_list organisation.name %}``.

    Labels and addresses take turns; the last label is the page itself and has no address.
    """
    *before, here = parts
    steps = zip(before[::2], before[1::2], strict=True)
    return format_html(
        '<nav class="crumb" aria-label="{}"><ol>{}<li><span aria-current="page">{}</span></li></ol>'
        "</nav>\n",
        _("You are here"),
        format_html_join("", '<li><a href="{1}">{0}</a></li>', steps),
        here,
    )


@register.simple_tag
def goal(number: int, label: str = "", address: str = "") -> SafeString:
    """A goal's numbered tag, the only coloured thing that is nobody's voice."""
    words = format_html("<span>{}</span>", label) if label else ""
    if address:
        tag = '<a class="sdg g{0}" href="{2}"><b><i>{0}</i></b>{1}</a>'
    else:
        tag = '<span class="sdg g{0}"><b><i>{0}</i></b>{1}</span>'
    return format_html(f"{tag}\n", number, words, address)


@register.inclusion_tag("components/flag.html")
def flag(severity: str) -> dict[str, str]:
    """The mark of a flag by its severity: stops, look, note."""
    return {"severity": str(severity)}


@register.inclusion_tag("components/progress.html")
def progress(done: int, total: int, label: str) -> dict[str, Any]:
    """A line of dots, `done` of `total` filled; the label says the same in words."""
    percent = round(100 * done / total, 1) if total else 0
    return {"percent": percent, "label": label, "any": percent > 0}


@register.inclusion_tag("components/steps.html")
def steps(now: int, total: int, label: str) -> dict[str, Any]:
    """Which question of how many: dots up to now are large."""
    return {"end": 5 + 14 * (total - 1) + 1, "now": 5 + 14 * (now - 1) + 1, "label": label}


@register.inclusion_tag("components/tabs.html")
def tabs(label: str, current: str, *parts: str) -> dict[str, Any]:
    """Views of one thing: ``{% tabs "Views" "Data" "Finding" url1 "Data" url2 %}``."""
    return {
        "label": label,
        "tabs": list(zip(parts[::2], parts[1::2], strict=True)),
        "current": current,
    }


@register.inclusion_tag("components/pages.html")
def pages(page: Any, kept: str = "") -> dict[str, Any]:
    """Links to the pages of a list (a `Page` of Django's paginator).

    `kept` is what else the address says after its question mark: the filters of the list.
    """
    return {
        "page": page,
        "kept": f"{kept}&" if kept else "",
        "range": page.paginator.get_elided_page_range(page.number, on_each_side=1),
    }


@register.inclusion_tag("components/empty.html")
def empty(title: str, words: str, address: str = "", button: str = "") -> dict[str, str]:
    """Nothing here yet: its dots are empty, and there is one way to fill them."""
    return {"title": title, "words": words, "address": address, "button": button}
