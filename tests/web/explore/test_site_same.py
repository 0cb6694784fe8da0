"""A site of files says what the platform answers, however much of it is made together."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import NoReverseMatch, reverse
from published import Shown

from datashift.kit.language.addresses import in_language
from datashift.web import explore
from datashift.web.credibility.queries.standing import card_of
from datashift.web.explore.http import finding_address
from datashift.web.explore.management.building.addresses import only_public
from datashift.web.explore.management.building.pages import pages
from datashift.web.explore.management.building.processes import made
from datashift.web.explore.management.building.rendering import rendered
from datashift.web.explore.management.building.site import build, together
from datashift.web.explore.queries import catalogue, published
from datashift.web.explore.queries.held import card, held

pytestmark = pytest.mark.slow

ROOT = "https://data.example.org"
_ROW = re.compile(r"<tr.*?</tr>", re.DOTALL)
_LINK = re.compile(r'\s(?:href|src)="[^"]*"| download| aria-current="page"')


def forget() -> None:
    for kept in (published._opened, published._alone, published._all_told, published._sections):
        kept.cache_clear()


@pytest.fixture(scope="module")
def site(_shown: Shown, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("made") / "site"
    build(made, root=ROOT, languages=["sw"])
    return made


def test_files_of_figures_are_those_that_the_platform_sends(site: Path) -> None:
    browser = Client()
    checked = 0
    for page in pages(ROOT):
        if "/indicators/" in page.address or not (page.export or page.copied):
            continue  # of an indicator: it names the address of the site
        answer = browser.get(page.address)
        sent = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        assert (site / page.file).read_bytes() == sent, page.address
        checked += 1
    assert checked > 15


def test_tables_are_those_that_the_platform_shows(site: Path, shown: Shown) -> None:
    browser = Client()
    works = finding_address(shown.release.findings.get(key="works"))
    addresses = (works, "/indicators/6-1-1/", "/places/ke/goals/6/")
    for address, language in product(addresses, ("en", "sw")):
        there = in_language(address, language)
        answer = browser.get(there).content.decode()
        file = (site / there.lstrip("/") / "index.html").read_text(encoding="utf-8")
        assert _rows(file) == _rows(answer), there
        assert language == "en" or _rows(file) != _rows(
            (site / address.lstrip("/") / "index.html").read_text(encoding="utf-8")
        )


def _rows(text: str) -> list[str]:
    """The rows of its tables; where links lead is another thing in a folder."""
    return [_LINK.sub("", row) for row in _ROW.findall(text)]


def test_a_page_is_the_same_whatever_was_made_before_it(shown: Shown) -> None:
    every = [page.address for page in pages(ROOT) if page.file.endswith(".html")]
    some = [one for one in every if one.startswith(("/findings/", "/credibility/", "/places/ke/"))]
    before = {one: rendered(ROOT, one) for one in some if "/areas/" not in one}
    forget()
    for one in reversed(before):
        assert rendered(ROOT, one) == before[one], one


def test_what_is_held_is_what_is_read_anew(shown: Shown) -> None:
    every = [page.address for page in pages(ROOT) if page.file.endswith(".html")]
    some = [one for one in every if one.startswith(("/findings/", "/indicators/6", "/goals/6"))]
    anew = {one: rendered(ROOT, one) for one in some}
    forget()
    with held() as kept:
        assert {one: rendered(ROOT, one) for one in some} == anew
        assert kept.standing == list(catalogue.standing())
        assert kept.findings == list(catalogue.findings())
        assert list(map(card, kept.releases)) == list(map(card_of, kept.releases))


def test_what_is_of_one_release_is_made_together(shown: Shown) -> None:
    found = {page.file: page for page in pages(ROOT)}
    parts = together(found, found)
    assert sorted(name for part in parts for name in part) == sorted(found)
    of = str(shown.release.pk)
    assert [of] == [found[part[0]].of for part in parts if any(found[one].of == of for one in part)]
    seen: list[str] = []
    assert sum(made(parts, seen.extend, processes=1)) == len(found) == len(seen)


def test_figures_alone_are_the_files_that_the_whole_site_has(site: Path, tmp_path: Path) -> None:
    forms = ["csv", "sdmx-json"]
    call_command("buildsite", out=tmp_path / "figures", figures=forms, quiet=True)
    alone = [path for path in (tmp_path / "figures").rglob("*") if path.suffix in (".csv", ".json")]
    named = {path.relative_to(tmp_path / "figures") for path in alone if path.name[0] != "."}
    assert {path.suffix for path in named} == {".csv", ".json"}
    for name in named:
        assert (tmp_path / "figures" / name).read_bytes() == (site / name).read_bytes()
    assert not list((tmp_path / "figures").rglob("*.html"))


def test_a_site_has_the_addresses_of_the_platform_and_knows_all_that_its_pages_name() -> None:
    templates = Path(explore.__file__).parent / "templates"
    told = [path.read_text(encoding="utf-8") for path in templates.rglob("*.html")]
    named = {name for text in told for name in re.findall(r"{% url '([a-z_:]+)'", text)}
    assert {name for name in named if not name.startswith("explore:")} == {"evidence:today"}
    named.remove("explore:document")  # of the interface's own page, which no site has
    plain = {name: reverse(name) for name in named if _takes_nothing(name)}
    with only_public():
        in_site = {name: reverse(name) for name in plain}
    assert in_site == plain


def _takes_nothing(name: str) -> bool:
    try:
        return bool(reverse(name))
    except NoReverseMatch:
        return False
