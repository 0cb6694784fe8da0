"""Pictures and papers of what is public: the card others show, the brief, the chart's data."""

from __future__ import annotations

import io
import json
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now
from PIL import Image
from published import Shown, publish

from datashift.figures.pictures import Place, bounded, contents
from datashift.figures.pictures.chart import labelled
from datashift.kit.language import spoken
from datashift.web.evidence import actions
from datashift.web.evidence.models import Finding
from datashift.web.explore.queries import pictures as queries
from datashift.web.explore.queries import published
from datashift.web.explore.queries.exports import Export
from datashift.web.explore.templatetags import pictured

pytestmark = pytest.mark.slow


def _address(shown: Shown, name: str, key: str = "works") -> str:
    return f"{shown.study}1/{key}/pictures/{name}"


def _content(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return b"".join(answer)


def test_the_page_names_the_card_that_others_show_with_its_address(
    shown: Shown, stranger: Client
) -> None:
    for page in (f"{shown.study}1/works/", "/indicators/6-1-1/"):
        html = stranger.get(page).content.decode()
        named = re.search(r'property="og:image" content="http://testserver([^"]+)"', html)
        assert named is not None
        assert 'name="twitter:card" content="summary_large_image"' in html
        card = _content(stranger, named[1])
        assert len(card) <= 60_000
        with Image.open(io.BytesIO(card)) as image:
            assert (image.format, image.size) == ("JPEG", (1200, 630))


def test_the_card_of_an_indicator_says_what_its_page_says_in_the_same_state(
    shown: Shown, stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[dict[str, Any]] = []
    draw = bounded.drawn

    def kept(what: str, **said: Any) -> bytes:
        drawn.append(said["data"])
        return draw(what, **said)

    monkeypatch.setattr(bounded, "drawn", kept)
    monkeypatch.setattr(queries, "__version__", "another")  # has no card yet
    for page in (
        "/indicators/6-1-1/",
        "/sw/indicators/6-1-1/?place=ke",
        "/indicators/6-1-1/?since=2020",
    ):
        html = stranger.get(page).content.decode()
        heading = re.search(r"<h2>(In Kenya [^<]+|[^<]+Kenya[^<]+)</h2>", html)
        named = re.search(r'property="og:image" content="http://testserver([^"]+)"', html)
        assert heading is not None
        assert named is not None
        assert f'og:image:alt" content="{heading[1]}"' in html
        assert f'href="{named[1]}" download' in html
        _content(stranger, unescape(named[1]))
        assert unescape(heading[1]) == drawn[-1]["headline"]
        assert drawn[-1]["address"] == f"http://testserver{page}"
    assert drawn[0]["range"] == published.told(shown.release.findings.get(key="works")).range
    assert stranger.get("/indicators/6-1-1/pictures/card.jpg?place=nowhere").status_code == 404
    assert stranger.get("/indicators/6-1-1/pictures/card.jpg?since=2090").status_code == 404
    assert "og:image" not in stranger.get("/indicators/6-1-1/?since=2090").content.decode()


def test_the_chart_has_the_published_figures_and_no_hidden_one(
    shown: Shown, stranger: Client
) -> None:
    answer = stranger.get(_address(shown, "chart.vl.json"))
    assert answer["Content-Type"] == "application/json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    told = {
        one["name"]: one
        for one in json.loads(b"".join(answer))["data"]["values"]
        if one["voice"] == "citizens"
    }
    assert told["Turkana"]["value"] == 30.0
    assert "value" not in told["Lamu"]
    assert "n" not in told["Lamu"]
    page = stranger.get("/indicators/6-1-1/pictures/chart.vl.json")
    assert {one["voice"] for one in json.loads(b"".join(page))["data"]["values"]} == {
        "citizens",
        "officials",
    }


def test_nothing_hidden_is_told_to_any_sheet(shown: Shown) -> None:
    """What cards, slides and briefs may say is this, and no more."""
    for finding in shown.release.findings.all():
        told = contents.brief(published.told(finding), Place())
        lamu = [row for row in told["rows"] if row["name"] == "Lamu"]
        assert all(row["value"] is None and row["n"] == "" for row in lamu)


def test_a_brief_leads_to_its_page_in_its_language_and_writes_numbers_as_that_does(
    shown: Shown, stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    kept = queries.of_finding

    def of_finding(finding: Finding, name: str, *, address: str) -> Export:
        asked.append(address)
        return kept(finding, name, address=address)

    monkeypatch.setattr(queries, "of_finding", of_finding)
    for language in ("", "/ne"):
        assert stranger.get(f"{language}{_address(shown, 'chart.vl.json')}").status_code == 200
    assert asked == [f"http://testserver{way}{shown.finding}" for way in ("", "/ne")]
    finding = shown.release.findings.get(key="works")
    for language, gap in (("en", "\N{NO-BREAK SPACE}"), ("ne", ""), ("sw", "")):
        with spoken(language):
            told = contents.brief(published.told(finding), Place())
            assert (told["unit"], told["gap"]) == ("%", gap)
            assert f"{'१००' if language == 'ne' else '100'}{gap}%" in labelled([0.0, 100.0], "%")


def test_the_brief_is_kept_and_not_sent_again(shown: Shown, stranger: Client) -> None:
    first = stranger.get(_address(shown, "brief.pdf"))
    assert first["Content-Type"] == "application/pdf"
    assert b"".join(first).startswith(b"%PDF-")
    again = stranger.get(_address(shown, "brief.pdf"), headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304


def test_a_picture_that_nobody_draws_is_not_found(shown: Shown, stranger: Client) -> None:
    assert stranger.get(_address(shown, "chart.gif")).status_code == 404
    assert stranger.get("/indicators/1-1-1/pictures/card.jpg").status_code == 404


def test_a_finding_without_a_map_says_so(shown: Shown, stranger: Client) -> None:
    answer = stranger.get(_address(shown, "map.svg", "counted"))
    assert answer.status_code == 404
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode() == "There is nothing to draw here.\n"


def test_without_the_packages_the_door_says_one_plain_sentence(
    shown: Shown, stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded, "find_spec", lambda name: None)
    answer = stranger.get(_address(shown, "slide.pdf"))
    assert answer.status_code == 400
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "pip install 'datashift[pictures]'" in answer.content.decode()


def test_pictures_of_a_withdrawn_release_are_gone(shown: Shown, stranger: Client) -> None:
    owner = shown.scene.people["owner"]
    actions.withdraw_release(shown.release, because="A mistake.", by=owner, at=now())
    assert stranger.get(_address(shown, "card.jpg")).status_code == 410


def test_the_picture_over_time_is_a_specification_in_its_state(
    shown: Shown, stranger: Client
) -> None:
    answer = stranger.get("/indicators/6-1-1/voices.vl.json?place=ke")
    told = json.loads(answer.content)["data"]["values"]
    assert {one["voice"] for one in told} == {"citizen", "official"}
    assert all(one["told"].startswith(one["who"]) for one in told)
    area = stranger.get("/indicators/6-1-1/voices.vl.json?place=ke&area=ke-43&ground=dark")
    (turkana,) = json.loads(area.content)["data"]["values"]
    assert turkana["value"] == 30.0
    assert stranger.get("/indicators/6-1-1/voices.vl.json?place=ke&area=ke-21").status_code == 404


def test_a_chart_is_offered_where_the_set_up_brought_what_draws_it(
    shown: Shown, stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for brought in (True, False):
        monkeypatch.setattr(pictured, "_are_here", lambda *names, brought=brought: brought)
        for address in (
            f"{shown.study}1/works/?{brought}",
            f"/indicators/6-1-1/?place=ke&{brought}",
        ):
            html = stranger.get(address).content.decode()
            assert ("Explore this chart" in html) is brought
            assert "<script src" in html
            assert "built/explore/chart.js" not in html.replace(
                'data-engine="/static/built/explore/chart.js', ""
            )


def test_no_chart_is_offered_where_the_page_has_none(
    shown: Shown, stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictured, "_are_here", lambda *names: True)
    one_area = "point,county,state\n" + "".join(f"{n},Kisumu,works\n" for n in range(20))
    publish(shown.scene.organisation, by=shown.scene.people["owner"], again=True, points=one_area)
    charts = []
    for address in (f"{shown.study}1/works/", f"{shown.study}1/counted/", f"{shown.study}2/works/"):
        html = stranger.get(address).content.decode()
        charts.append('<svg class="plot' in html)
        assert ("Explore this chart" in html) is charts[-1]
    assert charts == [True, False, False]
