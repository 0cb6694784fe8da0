"""Maps that one moves: their tiles, whole and in parts, and who has figures of smaller areas."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from mapped import DISTRICTS, PROVINCES, boundaries, publish_by
from people import NOW, Scene
from published import page

from datashift.exchange.tiles import MEDIA
from datashift.sdg import outlines
from datashift.web.evidence import actions
from datashift.web.explore.management.building.links import relative
from datashift.web.explore.management.building.pages import pages
from datashift.web.explore.management.building.rendering import rendered
from datashift.web.explore.queries.tiles import name_of

FINDING = "/findings/kisima-watch/taps-that-run-by-{}/1/taps/"
AREAS = "/areas/{}.pmtiles"


@pytest.fixture
def by_province(scene: Scene) -> Scene:
    boundaries()
    publish_by("province", PROVINCES, scene)
    return scene


def test_a_set_is_given_whole_or_in_the_part_that_is_asked_for(db: None, stranger: Client) -> None:
    _, provinces, _ = boundaries()
    address = AREAS.format(name_of(provinces))
    whole = stranger.get(address)
    assert (whole.status_code, whole["Content-Type"]) == (200, MEDIA)
    assert whole.content.startswith(b"PMTiles\x03")
    assert {"immutable", "max-age=31536000"} <= set(whole["Cache-Control"].split(", "))
    part = stranger.get(address, headers={"range": "bytes=5-20"})
    assert (part.status_code, part.content) == (206, whole.content[5:21])
    assert part["Content-Range"] == f"bytes 5-20/{len(whole.content)}"
    other = stranger.get(address, headers={"range": "bytes=5-20", "if-range": '"another"'})
    assert other.content == whole.content
    assert stranger.get(address, headers={"range": "bytes=9999999-"}).status_code == 416
    assert stranger.get(address, headers={"if-none-match": whole["ETag"]}).status_code == 304


def test_other_borders_have_another_address(db: None, stranger: Client) -> None:
    _, provinces, _ = boundaries()
    before = AREAS.format(name_of(provinces))
    outlines.write(
        settings.DATA / "areas", provinces.__class__(**{**vars(provinces), "dated": "later"})
    )
    try:
        assert stranger.get(before).status_code == 404
    finally:
        boundaries()
    assert stranger.get(before).status_code == 200
    assert stranger.get(AREAS.format("no-1-always-0")).status_code == 404


def test_a_finding_leads_to_the_same_of_smaller_areas(by_province: Scene, stranger: Client) -> None:
    address = FINDING.format("province")
    assert "data-map-finer" not in page(stranger, address)
    publish_by("district", DISTRICTS, by_province)
    text = page(stranger, address)
    if settings.BUILT.is_dir():  # without npm there is no button
        assert f'<a href="{FINDING.format("district")}" data-map-finer>' in text
        assert re.search(r"Loads \d{3} kB, once", text)
    assert "data-map-finer" not in page(stranger, FINDING.format("district"))


def test_a_site_of_files_has_the_tiles_beside_its_pages(by_province: Scene) -> None:
    found = {one.address: one for one in pages("")}
    files = {one.address: one.file for one in found.values()}

    def links(address: str) -> dict[str, str]:
        text = relative(rendered("", address).decode(), address, files[address], files, set())
        return dict(
            re.findall(r'<a href="([^"]*)" data-(?:map-)?(\w+) hidden>', html.unescape(text))
        )

    address = FINDING.format("province")
    there = links(address)
    if not settings.BUILT.is_dir():
        assert not there
        return
    assert sorted(there.values()) == ["ground", "tiles", "words"]
    assert sorted(links("/explored/").values()) == ["engine", "sheet", "worker"]
    assert next(link for link, name in there.items() if name == "words").endswith(
        files["/explored/"]
    )
    (tiles,) = (link for link, name in there.items() if name == "tiles")
    place = (Path("/", files[address]).parent / tiles).resolve()
    (one,) = (one for one in found.values() if Path("/", one.file) == place)
    assert one.copied is not None
    assert one.copied.read_bytes().startswith(b"PMTiles")


def test_the_areas_of_a_withdrawn_release_are_given_no_more(scene: Scene, stranger: Client) -> None:
    release = publish_by("province", PROVINCES, scene)
    _, provinces, _ = boundaries()
    own = outlines.to_topojson(provinces)
    (release.folder / "areas.json").write_text(own, encoding="utf-8")
    address = "/findings/kisima-watch/taps-that-run-by-province/1/areas.pmtiles"
    assert stranger.get(address)["Content-Type"] == MEDIA
    actions.withdraw_release(release, because="A mistake", by=scene.people["owner"], at=NOW)
    answer = stranger.get(address)
    assert answer.status_code == 410
