"""The key pages in each of the five languages: nothing of the catalogue is left in English."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta
from functools import cache
from html import unescape

import lxml.html
import pytest
from django.test import Client
from django.utils.text import slugify
from people import NOW
from published import STUDY, Shown, page, publish
from web.official.holding import hold

from datashift.web.accounts.models import Organisation, User
from datashift.web.evidence.models import Finding, Release
from datashift.web.site.catalogues.files import opened

HIDDEN = re.compile(
    r"<(script|style|svg|template)\b.*?</\1>|<[^>]* lang=\"en\"[^>]*>[^<]*", re.DOTALL
)
TAG = re.compile(r"<[^>]+>")
DEVANAGARI = str.maketrans("0123456789", "०१२३४५६७८९")
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


WRITTEN = ["en", "sw", "luo", ""]


def published_in(written: str, *, by: User) -> Release:
    """The release of another organisation, whose study says what language it is written in."""
    title = "Vituo vya maji vinavyofanya kazi"
    text = STUDY.replace(
        "title: Water points that work\n    sentence: water points work",
        f"title: {title}\n    sentence: vituo vya maji vinafanya kazi",
    )
    text = text.replace("title: Water points that work in", f"title: {title}, kaunti")
    text = text.replace("unit: water point\n", "unit: kituo cha maji\n")
    text = text.replace("language: en\n", f"language: {written}\n" if written else "")
    named = f"Maji {written or 'yetu'}"
    organisation = Organisation.objects.create(name=named, slug=slugify(named), created_at=NOW)
    # What is searched is kept until something else was published, at another time.
    later = NOW + timedelta(hours=1 + WRITTEN.index(written))
    return publish(organisation, by=by, text=text, at=later)


@pytest.mark.parametrize("written", WRITTEN)
def test_what_a_study_calls_its_findings_is_marked_as_the_study_says(
    written: str, shown: Shown, stranger: Client
) -> None:
    hold()
    release = published_in(written, by=shown.scene.people["owner"])
    assert release.language == written
    organisation = release.study.organisation.slug
    study = f"/findings/{organisation}/{release.study.slug}/"
    finding = f"{study}1/works/"
    title = release.findings.get(key="works").title
    for language in ("en", "ne", "sw"):
        for address in (
            "/", "/goals/6/", "/targets/6-1/", "/indicators/6-1-1/?place=ke", "/places/ke/",
            "/findings/", "/search/?q=vituo", study, f"{study}1/", finding, f"{finding}embed/",
            f"{finding}formats/", f"{finding}beside/1/", "/indicators/6-1-1/embed/?place=ke",
            f"/findings/{organisation}/", f"/credibility/{organisation}/{release.study.slug}/1/",
            f"/credibility/{organisation}/{release.study.slug}/1/form/", "/places/ke/ke-30/",
        ):  # fmt: skip
            way = "" if language == "en" else f"/{language}"
            seen = lxml.html.fromstring(page(stranger, f"{way}{address}")).body
            said = [one for one in seen.xpath(".//text()[not(ancestor::pre)]") if title in one]
            whole = language == "en" and written in ("en", "")  # "About 6 in 10 vituo vya maji ..."
            assert said or whole, (language, address)
            for one in said:
                near = one.getparent() if one.is_text else one.getparent().getparent()
                assert near.xpath("ancestor-or-self::*[@lang][1]/@lang") == [written], (
                    *(language, address, one),
                )


def test_a_sentence_of_a_study_in_another_language_is_not_mixed_with_english(
    shown: Shown, stranger: Client
) -> None:
    release = published_in("sw", by=shown.scene.people["owner"])
    study = release.study
    finding = f"/findings/{study.organisation.slug}/{study.slug}/{release.number}/works/"
    title = "Vituo vya maji vinavyofanya kazi"
    english = lxml.html.fromstring(page(stranger, finding)).xpath("//h1")[0]
    assert english.text_content() == f"{title}: about 6 in 10"
    assert english.xpath("span[@lang='sw']/text()") == [title]
    swahili = lxml.html.fromstring(page(stranger, f"/sw{finding}")).xpath("//h1")[0]
    assert swahili.text_content() == f"{title}: takriban 6 kati ya 10"
    assert not swahili.xpath(".//@lang")


def test_what_a_study_counts_has_no_english_plural_and_the_reader_s_numbers(
    shown: Shown, stranger: Client
) -> None:
    release = published_in("sw", by=shown.scene.people["owner"])
    study = release.study
    finding = f"/findings/{study.organisation.slug}/{study.slug}/{release.number}/works/"
    n = release.findings.get(key="works").n
    assert n is not None
    for language, number in (("", str(n)), ("/ne", str(n).translate(DEVANAGARI))):
        seen = lxml.html.fromstring(page(stranger, f"{language}{finding}"))
        lead = seen.xpath("//p[@class='lead']")[0].text_content()
        panel = [one.text_content() for one in seen.xpath("//dd[@class='num']")]
        assert f"{number} kituo cha maji" in " ".join(lead.split())
        assert f"{number} kituo cha maji" in panel
