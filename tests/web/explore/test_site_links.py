"""Links of a site of files, and the folder that it is kept in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils.translation import override
from published import Shown

from datashift.kit.problem import Problem
from datashift.web.explore.management.building import folder
from datashift.web.explore.management.building.links import relative, taken, used
from datashift.web.explore.management.building.pages import pages
from datashift.web.explore.management.building.rendering import rendered
from datashift.web.explore.management.building.site import _Site, stamped
from datashift.web.explore.queries import catalogue

FILES = {
    "/": "index.html",
    "/goals/6/": "goals/6/index.html",
    "/findings/?page=2": "findings/page-2/index.html",
}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<a href="/">x</a>', '<a href="../index.html">x</a>'),
        ('<a href="/goals/6/#targets">x</a>', '<a href="../goals/6/index.html#targets">x</a>'),
        ('<a href="?page=2">x</a>', '<a href="page-2/index.html">x</a>'),
        ('<a href="#main">x</a>', '<a href="#main">x</a>'),
        ('<a href="https://un.org/">x</a>', '<a href="https://un.org/">x</a>'),
        ('<a href="mailto:?subject=a&amp;b">x</a>', '<a href="mailto:?subject=a&amp;b">x</a>'),
        ('<a class="what" href="/search/">x</a>', '<a class="what">x</a>'),
        ('<p><a class="btn main" href="/today/">x</a></p>', "<p></p>"),
        ('<link rel="alternate" href="/feed.atom">', ""),
        ('<link href="/static/a.css">', '<link href="../static/a.css">'),
    ],
)
def test_links_hold_wherever_the_folder_lies(before: str, after: str) -> None:
    assert relative(before, "/findings/", "findings/index.html", FILES, set()) == after


def test_a_style_sheet_says_what_it_uses() -> None:
    sheet = "@font-face{src:url(../fonts/a.woff2)} b{background:url('data:x')}"
    assert used(sheet, "/static/figures/page.css") == {"/static/fonts/a.woff2"}


def make(names: Iterable[str], place: Path) -> None:
    for name in names:
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(name)


def test_a_folder_is_brought_up_to_date(tmp_path: Path) -> None:
    out = tmp_path / "site"
    assert folder.write(out, {"a": "1", "b/c": "1"}, make) == folder.Written(2, 0, 0)
    assert folder.write(out, {"a": "1", "b/c": "2"}, make) == folder.Written(1, 1, 0)
    assert folder.write(out, {"a": "1"}, make) == folder.Written(0, 1, 1)
    assert not (out / "b").exists()
    (out / "a").unlink()  # somebody lost it
    assert folder.write(out, {"a": "1"}, make).made == 1


def test_what_fails_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    out = tmp_path / "site"
    folder.write(out, {"a": "1"}, make)

    def fail(names: Iterable[str], place: Path) -> None:
        make(names, place)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        folder.write(out, {"a": "2", "b": "1"}, fail)
    assert sorted(path.name for path in out.iterdir()) == [folder.STATE, "a"]
    assert folder.known(out) == {"a": "1"}
    assert list(tmp_path.iterdir()) == [out]


def test_other_peoples_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(Problem, match="something else in this place"):
        folder.write(tmp_path, {"a": "1"}, make)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_pages_stamp_what_they_depend_on(shown: Shown) -> None:
    before = {page.file: page.stamp for page in pages("")}
    shown.release.findings.filter(key="works").update(headline="Changed")
    after = {page.file: page.stamp for page in pages("")}
    changed = {name for name in after if after[name] != before[name]}
    assert {"index.html", "goals/6/index.html", "indicators/6-1-1/index.html"} <= changed
    assert not {"goals/5/index.html", "indicators/6-2-1/index.html", "methods/index.html"} & changed
    assert len(set(before)) == len(pages(""))


def test_pages_are_made_anew_for_another_language_or_style_and_figures_are_not(
    shown: Shown, tmp_path: Path
) -> None:
    found = {page.file: page for page in pages("")}
    style = tmp_path / "page.css"
    stamps = []
    for text, languages in (("a{}", []), ("a{}", ["es"]), ("b{}", ["es"])):
        style.write_text(text)
        stamps.append(stamped(found, {"static/page.css": style}, languages))
    for name, page in found.items():
        several = len({one[name] for one in stamps})
        assert several == (3 if page.export is None and page.copied is None else 1), name


def test_a_sitemap_names_only_what_the_site_has(shown: Shown) -> None:
    for languages in (["en"], ["en", "es"]):
        told = rendered("https://a.example", "/sitemap.xml", languages=languages).decode()
        assert "<loc>https://a.example/goals/6/</loc>" in told
        assert set(re.findall('hreflang="([a-z]+)"', told)) == {*languages[1:], *languages[:-1]}
        assert "/api/" not in told


def test_search_engines_are_led_to_the_downloads(shown: Shown) -> None:
    root = "https://a.example"
    files = {page.address: page.file for page in pages(root)}
    text = rendered(root, shown.finding, languages=["en"]).decode()
    (block,) = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', taken(text, root, files)
    )
    told = json.loads(block)["distribution"]
    assert {one["contentUrl"].removeprefix(f"{root}/") for one in told} <= {*files.values()}


def test_only_chosen_releases_are_shown(shown: Shown) -> None:
    with catalogue.only([]):
        assert not [page for page in pages("") if page.file.startswith("findings/kisima")]
    with catalogue.only([shown.release]):
        assert [page for page in pages("") if page.file.startswith("findings/kisima")]


def test_a_release_that_is_not_there_is_a_plain_sentence(
    shown: Shown, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("buildsite", out=tmp_path / "site", release=["nobody/nothing"])
    assert ended.value.code == 2
    assert "There is no release nobody/nothing that stands" in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


def test_a_site_has_comparisons_grids_and_what_is_judged_and_pictures_when_asked(
    shown: Shown,
) -> None:
    plain = {page.file for page in pages("")}
    works = "findings/kisima-watch/water-points-that-work-in-three-counties/1/works"
    judged = works.replace("findings/", "credibility/").removesuffix("/works")
    assert {
        f"{works}/beside/1/index.html",
        "places/ke/goals/6/index.html",
        "campaigns/index.html",
        f"{judged}/index.html",
        f"{judged}/form/index.html",
    } <= plain
    drawn = {page.file: page for page in pages("", pictured=True)}
    added = set(drawn) - plain
    assert {f"{works}/pictures/{name}" for name in ("card.jpg", "chart.png", "chart.svg")} <= added
    card = drawn[f"{works}/pictures/card.jpg"].export
    assert card is not None
    assert card.media == "image/jpeg"
    assert all("/pictures/" in name for name in added)
    assert "indicators/6-1-1/pictures/card.jpg" in added


def test_pictures_of_a_site_speak_the_language_of_its_pages(shown: Shown) -> None:
    works = "findings/kisima-watch/water-points-that-work-in-three-counties/1/works"
    with override("sw"):
        told = {page.file: page for page in pages("", pictured=True) if page.speaks}
    drawn = {name: page for name, page in told.items() if not name.endswith(".html")}
    assert {f"sw/{works}/pictures/{name}" for name in ("card.jpg", "brief.pdf")} <= set(drawn)
    chart = drawn[f"sw/{works}/pictures/chart.vl.json"]
    site = _Site("", told, {}, lambda _: b"", None, 1)
    assert "takriban" in site._content(chart.file).decode()


def test_a_language_that_is_not_offered_is_a_plain_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        call_command("buildsite", out=tmp_path / "site", language=["xx"])
    assert "The pages are not offered in xx" in capsys.readouterr().err
