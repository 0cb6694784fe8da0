"""The key pages in each of the five languages: nothing of the catalogue is left in English."""

from __future__ import annotations

import gzip
import re
from functools import cache
from html import unescape

import lxml.html
import pytest
from django.test import Client
from published import Shown, page
from web.official.holding import hold

from datashift.web.evidence.models import Finding
from datashift.web.site.catalogues.files import opened

HIDDEN = re.compile(
    r"<(script|style|svg|template)\b.*?</\1>|<[^>]* lang=\"en\"[^>]*>[^<]*", re.DOTALL
)
TAG = re.compile(r"<[^>]+>")
FIRST_FLIGHT = 14_336  # bytes that a server may send before it hears of their arrival (RFC 6928)


@cache
def english(language: str) -> frozenset[str]:
    """Whole sentences and titles that say something else in the language."""
    return frozenset(
        message.id
        for message in opened(language)
        if isinstance(message.id, str)
        and message.string
        and message.string != message.id
        and "%" not in message.id
        and message.id.count(" ") > 1
    )


def texts(html: str) -> list[str]:
    """What is read on a page, piece by piece, but for what is marked as English."""
    return [
        " ".join(unescape(each).split())
        for each in TAG.split(HIDDEN.sub(" ", html))
        if each.strip()
    ]


@pytest.mark.parametrize("language", ["es", "sw", "ne", "fr"])
def test_nothing_of_the_catalogue_is_left_in_english(
    language: str, shown: Shown, stranger: Client
) -> None:
    code = Finding.objects.exclude(sdg="").values_list("sdg", flat=True)[0]
    goal = code.partition(".")[0]
    for address in (
        "/", f"/goals/{goal}/", f"/indicators/{code}/", shown.finding, "/places/ke/", "/findings/",
        "/search/?q=water", "/about/trust/",
    ):  # fmt: skip
        html = page(stranger, f"/{language}{address}")
        assert f'<html lang="{language}"' in html
        assert not english(language).intersection(texts(html)), address
        if address == shown.finding or "/indicators/" in address:
            assert len(gzip.compress(html.encode(), 6)) <= FIRST_FLIGHT, address
    assert english(language).intersection(texts(page(stranger, "/about/trust/"))), (
        "it would be seen"
    )


MACHINE = re.compile(r"<(code|pre|select|h1)\b.*?</\1>|<b><i>\d+</i></b>", re.DOTALL)
NUMBER = re.compile(r"(?<![\w.:/-])[0-9]+(?:[.,][0-9]+)*(?![\w.:/-])")
# Of a target or an indicator, Kenya's by ISO 3166-1, and names of standards.
CODE = re.compile(r"\d+\.[0-9a-d]+(?:\.\d+)?|404|DCAT-AP \d|Data Package \d")


def test_numbers_in_nepali_text_have_nepali_digits(shown: Shown, stranger: Client) -> None:
    hold()
    for address in (
        "/", "/goals/6/", "/targets/6-1/", "/indicators/6-1-1/?place=ke", shown.finding,
        shown.address, "/places/ke/", "/places/ke/goals/6/", "/findings/", "/about/trust/",
        "/about/theory-of-change/", f"{shown.finding}formats/",
    ):  # fmt: skip
        html = MACHINE.sub(" ", page(stranger, f"/ne{address}"))
        said = [*texts(html[html.index("<body") :]), *re.findall(r'aria-label="([^"]*)"', html)]
        latin = {one for one in said if NUMBER.search(CODE.sub("", one))}
        assert not latin, address


def test_what_a_study_calls_its_findings_is_marked_as_its_own_language(
    shown: Shown, stranger: Client
) -> None:
    hold()
    titles = tuple(shown.release.findings.values_list("title", flat=True))
    for language in ("ne", "sw"):
        for address in (
            "/", "/goals/6/", "/targets/6-1/", "/indicators/6-1-1/?place=ke", "/places/ke/",
            "/findings/", "/search/?q=water", shown.finding, f"{shown.finding}embed/",
            f"{shown.finding}formats/", shown.address, "/indicators/6-1-1/embed/?place=ke",
        ):  # fmt: skip
            seen = lxml.html.fromstring(page(stranger, f"/{language}{address}")).body
            said = [
                one
                for one in seen.xpath(".//text()[not(ancestor::pre)]")
                if any(each in one for each in titles)
            ]
            assert said, address
            for one in said:
                near = one.getparent() if one.is_text else one.getparent().getparent()
                assert near.xpath("ancestor-or-self::*[@lang][1]/@lang") == ["en"], (address, one)
