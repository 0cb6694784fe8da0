"""The finding page: everything a stranger needs to believe a number or to doubt it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from people import NOW
from published import STUDY, Shown, page, publish

from datashift.web.evidence import actions
from datashift.web.evidence.models import Finding


def test_a_number_never_stands_alone(shown: Shown, stranger: Client) -> None:
    text = page(stranger, shown.finding)
    for said in (
        "About 6 in 10 water points work",
        "58.1",
        "Between 49 and 67 in 100.",
        "124 water points",  # n
        "2024",
        "Kenya",
        "Kisima Watch",
        "Proxy",
        "CC-BY-4.0",
        "2 figures are hidden",
        "How it is computed",
    ):
        assert said in text


def test_citizens_and_officials_stand_side_by_side(shown: Shown, stranger: Client) -> None:
    text = page(stranger, shown.finding)
    table = text[text.index('<table class="voices">') :]
    table = table[: table.index("</table>")]
    assert table.index('class="ci"') < table.index("58.1 %") < table.index('class="sq"')
    assert "62.5 %" in table
    assert "60.1 and 64.9" in table
    assert "Ours is 4.4 points lower than the official one" in text
    assert "Both could be the same number" in text


def test_a_hidden_group_has_no_number_in_page_or_files(shown: Shown, stranger: Client) -> None:
    text = page(stranger, shown.finding)
    row = re.search(r'<th scope="row">Lamu</th>(.*?)</tr>', text)
    assert row is not None
    assert re.findall(r"\d", re.sub(r"<[^>]+>", "", row[1])) == []
    content = b"".join(stranger.get(f"{shown.address}observations.csv").streaming_content)  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    hidden = [one for one in rows if one["OBS_STATUS"] == "Q"]
    assert len(hidden) == 2
    assert {one[name] for one in hidden for name in ("OBS_VALUE", "CI_LOWER", "N")} == {""}


def test_files_are_those_of_the_release_byte_for_byte(shown: Shown, stranger: Client) -> None:
    release = json.loads((shown.release.folder / "release.json").read_bytes())
    for name, sha256 in release["outputs"].items():
        answer = stranger.get(f"{shown.address}{name}")
        content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        assert hashlib.sha256(content).hexdigest() == sha256
        assert answer["ETag"] == f'"{sha256}"'
        assert answer["Content-Disposition"].startswith("attachment; ")
        assert name in answer["Content-Disposition"]
        assert "immutable" in answer["Cache-Control"]
        again = stranger.get(f"{shown.address}{name}", headers={"If-None-Match": answer["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again["Cache-Control"] == answer["Cache-Control"]


@pytest.mark.parametrize("name", ["secret-key", "..%2F..%2Fsecret-key", "release.json.bak"])
def test_no_other_file_can_be_had(name: str, shown: Shown, stranger: Client) -> None:
    assert stranger.get(f"{shown.address}{name}").status_code == 404


def test_a_page_is_the_same_for_everybody_and_kept_by_caches(
    shown: Shown, stranger: Client
) -> None:
    answer = stranger.get(shown.finding)
    assert "public" in answer["Cache-Control"]
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    signed_in = Client()
    signed_in.force_login(shown.scene.people["owner"])
    assert signed_in.get(shown.finding).content == answer.content
    again = stranger.get(shown.finding, headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_the_page_says_what_it_is_to_machines(shown: Shown, stranger: Client) -> None:
    text = page(stranger, shown.finding)
    assert "<title>About 6 in 10 water points work · DataShift</title>" in text
    assert f'<link rel="canonical" href="http://testserver{shown.finding}">' in text
    assert '<meta property="og:title" content="About 6 in 10 water points work">' in text
    assert 'content="Between 49 and 67 in 100. n = 124. Kenya, 2024. Kisima Watch."' in text


def test_a_finding_is_cited_with_its_address_and_hash(shown: Shown, stranger: Client) -> None:
    text = page(stranger, shown.finding)
    assert f"release 1. DataShift. http://testserver{shown.finding}" in text
    assert "@misc{water-points-that-work-in-three-counties-1-works," in text
    assert shown.release.manifest_sha256 in text


def test_the_short_address_leads_to_the_newest_release(shown: Shown, stranger: Client) -> None:
    assert stranger.get(f"{shown.study}works/")["Location"] == shown.finding
    newer = STUDY.replace("Water points that work\n    sentence", "Working points\n    sentence")
    publish(
        shown.scene.organisation,
        by=shown.scene.people["owner"],
        at=NOW + timedelta(days=1),
        text=newer,
        again=True,
    )
    assert stranger.get(f"{shown.study}works/")["Location"] == f"{shown.study}2/works/"
    first = page(stranger, shown.finding)
    assert "There is a newer release of this finding, number 2." in first
    assert f'rel="canonical" href="http://testserver{shown.study}2/works/"' in first
    assert "Working points" not in first  # what was published stays as it was
    assert "Working points" in page(stranger, f"{shown.study}2/works/")


def test_a_withdrawn_release_says_so_and_shows_no_figure(shown: Shown, stranger: Client) -> None:
    actions.withdraw_release(
        shown.release,
        because="A county was counted twice.",
        by=shown.scene.people["owner"],
        at=NOW,
    )
    for address in (shown.finding, shown.address, f"{shown.address}observations.csv"):
        text = page(stranger, address, 410)
        assert "withdrew this release" in text
        assert "A county was counted twice." in text
        assert "58.1" not in text
    assert "A county was counted twice." in page(stranger, shown.study)
    assert "6 in 10" not in page(stranger, "/findings/")
    assert Finding.objects.filter(latest=True).count() == 0


@pytest.mark.parametrize(
    "path", ["none/", "2/works/", "1/none/", "1/observations.xlsx", "../elsewhere/"]
)
def test_what_was_never_published_is_not_there(path: str, shown: Shown, stranger: Client) -> None:
    assert "There is no such page" in page(stranger, f"{shown.study}{path}", 404)
