"""Findings as pictures and on paper: what they say, what they weigh, and that every script is shaped."""

from __future__ import annotations

import dataclasses
import io
import json
import re
import zlib
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typst
from PIL import Image

from datashift.figures import Breakdown, Finding, OfficialFigure, Row, Said
from datashift.figures.pictures import PICTURES, Place, bounded, chart, contents, fonts, picture
from datashift.kit.language import spoken
from datashift.kit.problem import Problem

ROWS = (
    Row("Kisumu", {"REF_AREA": "KE-17"}, 75.0, 61.2, 88.8, 40),
    Row("Turkana", {"REF_AREA": "KE-43"}, 30.0, 15.4, 44.6, 40),
    Row("Lamu", {"REF_AREA": "KE-21"}, hidden=True),
)
FINDING = Finding(
    id="works",
    title="Water points that work",
    headline="57 in 100 water points work",
    range="Between 48 and 66 in 100.",
    quantity="proportion",
    unit_measure="PT",
    unit="water point",
    overall=Row("Kenya", value=57.0, lower=48.2, upper=65.8, n=124),
    sdg="6.1.1",
    match="proxy",
    place="Kenya",
    period="2024",
    producer="Kisima Watch",
    licence="CC-BY-4.0",
    sampling="probability",
    breakdowns=(Breakdown("By county", ("REF_AREA",), ROWS),),
    official=(OfficialFigure("Safe water", 62.5, 60.1, 64.9, "2024", "An office", "KE"),),
    minimum=5,
    hidden=1,
    method="Estimated with the weights of the design.",
)
PLACE = Place("https://datashift.example/f/1/works/", "Kisima Watch", "Kisima Watch (2024).")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pictures")


def test_a_chart_holds_both_voices_with_their_ranges_and_nothing_hidden() -> None:
    told = chart.of_finding(FINDING)["data"]["values"]
    assert told[0] == {
        "name": "Kenya",
        "voice": "citizens",
        "told": "Kenya: 57.0\u00a0%, between 48.2 and 65.8, n = 124",
        "value": 57.0,
        "said": "57.0",
        "lower": 48.2,
        "upper": 65.8,
        "n": 124,
    }
    assert [one["name"] for one in told] == ["Kenya", "Kisumu", "Turkana", "Lamu", "Kenya"]
    assert told[3] == {
        "name": "Lamu",
        "voice": "citizens",
        "told": "Lamu: hidden",
        "said": "hidden",
    }
    assert told[4]["told"].startswith("Kenya · Safe water: 62.5")
    assert (told[4]["voice"], told[4]["value"]) == ("officials", 62.5)


def test_a_chart_loads_nothing_and_no_text_ends_its_expressions() -> None:
    title = 'It\'s "so" \\ far + now()'
    spec = chart.of_finding(dataclasses.replace(FINDING, title=title))
    assert "url" not in json.dumps(spec)
    legend = spec["layer"][1]["encoding"]["shape"]["legend"]["labelExpr"]
    assert json.dumps(f"Citizens: {title}") in legend


def test_an_indicator_puts_the_counts_of_all_in_one_unit_on_one_axis() -> None:
    counted = dataclasses.replace(
        FINDING, quantity="count", unit_measure="NUMBER", overall=Row("Kenya", value=124.0)
    )
    spec = chart.of_indicator("6.1.1", "Safe water", [FINDING, counted, FINDING])
    assert spec is not None
    assert {one["value"] for one in spec["data"]["values"]} == {57.0, 62.5}
    nothing = dataclasses.replace(FINDING, overall=Row("Kenya", hidden=True))
    assert chart.of_indicator("6.1.1", "Safe water", [nothing]) is None


def test_a_chart_is_drawn_with_our_own_fonts(kept: Path) -> None:
    svg = picture("chart.svg", FINDING, PLACE, fonts_in=kept).decode()
    assert svg.startswith("<svg")
    assert "57 in 100 water points work" in svg
    assert "Citizens: Water points that work" in svg
    assert "Official: Safe water, 2024" in svg
    assert "Noto Sans" in svg
    assert "#b8470b" in svg
    assert "#0b5c93" in svg


def test_drawings_say_what_they_show_where_they_stand_alone(kept: Path) -> None:
    svg = picture("chart.svg", FINDING, PLACE, fonts_in=kept).decode()
    assert re.match(r"<svg[^>]*><title>57 in 100 water points work\.", svg)
    assert "lower: " not in svg
    svg = picture("dots.svg", FINDING, PLACE, fonts_in=kept).decode()
    assert re.match(r'<svg role="img"[^>]*><title>[^<]*57 in 100', svg)


def test_a_chart_and_a_sheet_speak_the_language_of_the_reader() -> None:
    with spoken("ne"):
        spec = chart.of_finding(FINDING)
        told = contents.brief(FINDING, PLACE)
    assert spec["title"]["text"] == [told["headline"]]
    assert told["headline"] == "Water points that work: १०० मध्ये करिब ५७"
    first, *_ = spec["data"]["values"]
    assert (first["value"], first["said"]) == (57.0, "५७.०")
    assert first["told"] == "Kenya: ५७.०%, ४८.२ देखि ६५.८, n = १२४"
    assert "१००%" in spec["layer"][1]["encoding"]["x"]["axis"]["labelExpr"]
    assert (told["number"], told["unit"], told["n"]) == ("५७.०", "%", "१२४ पानीका स्रोत")
    assert told["rows"][0]["between"] == "६१.२–८८.८"
    assert told["dots"]["alt"].startswith("१०० थोप्ला।")


@pytest.mark.parametrize("things", [40, 59_400])
def test_a_card_is_light_whatever_it_shows(kept: Path, things: int) -> None:
    long = f"58 in 100 {'households in the lakeside counties ' * 4}work"
    overall = Row("Kenya", value=58.0, n=things)
    finding = dataclasses.replace(FINDING, headline=long, overall=overall, invented=True)
    card = picture("card.jpg", finding, PLACE, fonts_in=kept)
    assert len(card) <= 60_000
    with Image.open(io.BytesIO(card)) as image:
        assert (image.format, image.size) == ("JPEG", (1200, 630))


def test_a_brief_is_two_pages_that_a_screen_reader_reads(kept: Path) -> None:
    """Typst refuses to write PDF/UA-1 without title, language, headings and alternatives."""
    many = tuple(dataclasses.replace(ROWS[0], name=f"County {i}") for i in range(47))
    reasons = tuple(Said(f"Reason {i}", "The register counts points. " * 6) for i in range(5))
    long = dataclasses.replace(
        FINDING,
        breakdowns=(Breakdown("By county", ("REF_AREA",), many),),
        reasons=reasons,
        weighting=reasons,
        match_reason="It counts points and not people. " * 8,
        missing=12,
    )
    for finding in (FINDING, long):
        brief = picture("brief.pdf", finding, PLACE, fonts_in=kept)
        assert brief.startswith(b"%PDF-")
        assert b"<pdfuaid:part>1</pdfuaid:part>" in brief
        assert b"/Marked true" in brief
        assert b"<xmpTPg:NPages>2</xmpTPg:NPages>" in brief


@pytest.mark.parametrize(
    ("written", "page", "marked"),
    [("sw", "en", "sw"), ("sw", "sw", None), ("es-AR", "en", "es"), ("", "en", "und")],
)
def test_a_study_in_another_language_is_marked_in_its_brief(
    written: str, page: str, marked: str | None, kept: Path
) -> None:
    finding = dataclasses.replace(FINDING, language=written, official=())
    with spoken(page):
        brief = picture("brief.pdf", finding, PLACE, fonts_in=kept)
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", brief, re.DOTALL)
    plain = [zlib.decompressobj().decompress(one) for one in packed if one[:1] == b"\x78"]
    said = re.findall(rb"/Lang ?\((\w+)\)", b"\n".join([brief, *plain]))
    assert {one.decode() for one in said} == {page} | ({marked} if marked else set())


def test_a_brief_says_what_was_hidden_and_why_the_figure_may_mislead() -> None:
    told = contents.brief(FINDING, PLACE)
    assert "1 figure is hidden" in told["hidden"]
    assert [row["said"] for row in told["rows"]] == ["75.0\u00a0%", "30.0\u00a0%", "hidden"]
    assert any("chance" in one for one in told["limits"])
    side = len(told["qr"])
    assert side >= 21  # the smallest QR code
    assert (side - 21) % 4 == 0  # ISO/IEC 18004: each version is four wider


def test_a_slide_is_as_wide_as_a_screen(kept: Path) -> None:
    with Image.open(io.BytesIO(picture("slide.png", FINDING, PLACE, fonts_in=kept))) as image:
        assert image.width * 9 == image.height * 16


def test_the_same_finding_gives_the_same_bytes(kept: Path) -> None:
    first, second = (picture("brief.pdf", FINDING, PLACE, fonts_in=kept) for _ in range(2))
    assert first == second


def _ligature(text: str, tag: str) -> tuple[int, int]:
    """Width of a conjunct by the font's own tables, in thousandths of the size; that of its parts."""
    path = Path(str(fonts.__file__)).parents[1] / "style/fonts/noto-sans-devanagari-400.woff2"
    font: Any = import_module("fontTools.ttLib").TTFont(path)
    parts = [font.getBestCmap()[ord(sign)] for sign in text]
    table = font["GSUB"].table
    lookups = {
        number
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == tag
        for number in record.Feature.LookupListIndex
    }
    for number in lookups:
        for sub in table.LookupList.Lookup[number].SubTable:
            for one in getattr(getattr(sub, "ExtSubTable", sub), "ligatures", {}).get(parts[0], ()):
                if one.Component == parts[1:]:
                    widths = [font["hmtx"][name][0] for name in (one.LigGlyph, *parts)]
                    return widths[0], sum(widths[1:])
    raise AssertionError(f"The font has no conjunct for {text}")


@pytest.mark.parametrize("conjunct", ["क्ष", "ज्ञ"])
def test_devanagari_conjuncts_are_one_letter_not_three(kept: Path, conjunct: str) -> None:
    """Reference: OpenType's feature `akhn` in the font, which makes them before all else."""
    whole, apart = _ligature(conjunct, "akhn")
    assert whole != apart
    text = f'#context [#metadata(measure(text(font: "Noto Sans", size: 1000pt, lang: "ne")[{conjunct}]).width.pt()) <w>]'
    sheet = kept / "measured.typ"
    sheet.write_text(text, encoding="utf-8")
    compiler = typst.Compiler(
        str(sheet), font_paths=[str(fonts.unpacked(kept))], ignore_system_fonts=True
    )
    assert float(json.loads(compiler.query("<w>", field="value", one=True))) == pytest.approx(
        whole, abs=1
    )


def test_a_nepali_finding_is_drawn_with_its_own_letters(kept: Path) -> None:
    said = "क्षेत्रका १०० मध्ये ५७ धारा चल्छन्"
    nepali = dataclasses.replace(FINDING, headline=said, title=said, place="नेपाल")
    brief = picture("brief.pdf", nepali, PLACE, fonts_in=kept)
    names = set(re.findall(rb"/BaseFont/[A-Z]{6}\+([\w-]+)", brief))
    assert names == {b"Anek-SemiBold", b"NotoSans-Regular", b"NotoSans-SemiBold"}
    drawn = picture("chart.png", nepali, PLACE, fonts_in=kept)
    apart = dataclasses.replace(nepali, headline=said.replace("\u094d", "\u094d\u200c"))
    assert drawn != picture("chart.png", apart, PLACE, fonts_in=kept)


def test_letters_that_no_font_has_are_said_plainly(kept: Path) -> None:
    with pytest.raises(Problem, match="every letter"):
        picture("brief.pdf", dataclasses.replace(FINDING, place="ኢትዮጵያ"), PLACE, fonts_in=kept)


@pytest.mark.parametrize("name", ["card.jpg", "slide.png", "slide.pdf"])
@pytest.mark.parametrize(
    "words", ["<script>evil(1)</script> " * 100, "क" * 3000, "जनसंख्याको धेरै लामो शब्द " * 60]
)
def test_words_longer_than_the_sheet_are_shortened(name: str, words: str, kept: Path) -> None:
    words = words.strip()
    every: Any = dict.fromkeys(("title", "place", "period", "producer", "range", "unit"), words)
    long = dataclasses.replace(
        FINDING,
        **every,
        headline=f"{words}: 57.0 %",
        official=(dataclasses.replace(FINDING.official[0], what=words, period=words),),
    )
    drawn = picture(name, long, dataclasses.replace(PLACE, organisation=words), fonts_in=kept)
    if name == "slide.pdf":
        assert re.findall(rb"/Type ?/Pages\s*/Count (\d+)", drawn) == [b"1"]
    else:
        with Image.open(io.BytesIO(drawn)) as image:
            assert image.size == {"card.jpg": (1200, 630), "slide.png": (1920, 1080)}[name]
    told = contents.shortened(contents.contents(long, PLACE))
    assert told["headline"] == long.headline  # its title, which is read aloud
    assert told["title"].endswith("…")
    assert len(told["title"]) <= 160


def test_words_that_have_room_are_not_shortened() -> None:
    told = contents.contents(FINDING, PLACE)
    assert contents.shortened(told) == told


def test_what_cannot_be_drawn_is_said_plainly(kept: Path) -> None:
    with pytest.raises(Problem, match="nothing to draw"):
        picture("map.png", FINDING, PLACE, fonts_in=kept)
    with pytest.raises(Problem, match="could not be drawn"):
        bounded.drawn("vega", spec={"mark": "nothing"}, fonts=str(kept))


def test_a_chart_that_would_load_something_is_not_drawn(kept: Path) -> None:
    spec = {**chart.of_finding(FINDING), "data": {"url": "http://127.0.0.1:9/figures.csv"}}
    with pytest.raises(Problem, match="could not be drawn"):
        bounded.drawn("vega", spec=spec, fonts=str(fonts.unpacked(kept)))


def test_every_picture_has_its_media_type() -> None:
    assert {one.media.partition("/")[0] for one in PICTURES.values()} == {"image", "application"}
