"""A finding as HTML: complete, escaped, light, and fit for a strict content policy."""

from __future__ import annotations

import dataclasses
import gzip
import re

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datashift.figures import Breakdown, Finding, OfficialFigure, Row, Said, report, sections
from datashift.kit.language import spoken

REGISTER = Finding(
    id="works",
    title="Water points that work",
    headline="54 in 100 water points work",
    range="A register counts every one that was found.",
    quantity="proportion",
    unit_measure="PT",
    unit="water point",
    sdg="6.1.1",
    match="proxy",
    place="Ruvela",
    sampling="register",
    overall=Row("Ruvela", value=54.3, n=1200),
    breakdowns=(
        Breakdown(
            "By province",
            ("REF_AREA",),
            (
                Row("Caran", {"REF_AREA": "RV-1"}, 60.0, None, None, 700),
                Row("Ostel", {"REF_AREA": "RV-2"}, 46.0, None, None, 495),
                Row("Mir", {"REF_AREA": "RV-3"}, hidden=True),
            ),
        ),
    ),
    official=(OfficialFigure("People with basic water", 47.9, None, None, "2023", "Office"),),
    reasons=(Said("What is counted", "The register counts points, the office people."),),
    minimum=10,
    hidden=1,
    method="Works divided by all points.",
)


def test_a_register_is_a_field_of_dots_and_says_why_there_is_no_range() -> None:
    html = sections(REGISTER)
    assert "There is no “between … and …” here." in html
    assert "1,200 water points" in html
    assert "hollow" not in html
    assert html.count("<h1>") == 1


def test_a_hidden_group_shows_no_number_and_the_page_says_so() -> None:
    html = sections(REGISTER)
    assert "Mir" in html
    assert "1 figure is hidden" in html
    row = re.search(r"<th scope=\"row\">Mir</th>(.*?)</tr>", html, re.DOTALL)
    assert row is not None
    assert not re.search(r"\d", row[1])


def test_nothing_in_a_finding_needs_inline_style_or_script() -> None:
    html = sections(REGISTER)
    assert not re.search(r"\sstyle\s*=", html)
    assert "<script" not in html
    assert not re.search(r"\son\w+\s*=", html)


@given(st.text(min_size=1))
def test_words_of_a_study_cannot_become_markup(text: str) -> None:
    hostile = f"{text}<b onclick=x>"
    finding = dataclasses.replace(
        REGISTER, title=hostile, headline=hostile, place=hostile, producer=hostile, method=hostile
    )
    assert "<b onclick" not in sections(finding)


def test_a_finding_survives_json() -> None:
    assert Finding.from_json(REGISTER.to_json()) == REGISTER


def test_a_report_stands_alone_and_is_light() -> None:
    html = report([REGISTER], title="Water points", files=[Said("a.csv", "00ff")])
    assert len(html.encode()) < 300_000
    assert len(gzip.compress(html.encode())) < 80_000
    assert not re.search(r"(?:src|href)=[\"']?https?://", html)
    assert "url(http" not in html


@pytest.mark.parametrize(
    ("written", "page", "marks"),
    [("sw", "en", {"sw"}), ("sw", "sw", set()), ("es-AR", "es", set()), ("", "ne", {""})],
)
def test_the_words_of_a_study_carry_its_language(written: str, page: str, marks: set[str]) -> None:
    finding = dataclasses.replace(REGISTER, language=written, official=())
    with spoken(page):
        html = report([finding], title=finding.title, written=written)
    top = lxml.html.fromstring(html)
    assert top.get("lang") == page
    assert set(top.xpath("//*[not(self::html)]/@lang")) == marks
    said = [one for one in top.body.xpath(".//text()") if finding.title in one]
    assert said
    for one in said:
        near = one.getparent() if one.is_text else one.getparent().getparent()
        assert near.xpath("ancestor-or-self::*[@lang][1]/@lang") == [*(marks or {page})]
