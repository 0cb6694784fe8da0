"""What pages say of themselves: to search engines, to readers of feeds, to other people's pages."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
import rdflib
from django.test import Client
from lxml import etree
from people import NOW
from published import STUDY, Shown, publish

from datashift.web.accounts.models import Organisation
from datashift.web.evidence import actions

# rdflib's reader of JSON-LD uses what rdflib itself no longer likes.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")

ATOM = {"a": "http://www.w3.org/2005/Atom"}
SCHEMA = "https://schema.org/"
FEEDS = [
    *("/feed.atom", "/findings/kisima-watch/feed.atom"),
    *("/indicators/6-1-1/feed.atom", "/places/ke/feed.atom"),
]


def dataset(client: Client, address: str) -> tuple[dict[str, Any], rdflib.Graph]:
    """The JSON-LD of a page as it stands, and as triples; no context is fetched."""
    text = client.get(address).content.decode()
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    content = json.loads(block)
    graph = rdflib.Graph()
    graph.parse(data=json.dumps(content | {"@context": {"@vocab": SCHEMA}}), format="json-ld")
    return content, graph


def test_a_finding_is_a_dataset_for_search_engines(shown: Shown, stranger: Client) -> None:
    content, graph = dataset(stranger, shown.finding)
    schema = rdflib.Namespace(SCHEMA)
    me = rdflib.URIRef(f"http://testserver{shown.finding}")
    assert (me, rdflib.RDF.type, schema.Dataset) in graph
    assert str(graph.value(me, schema.name)) == "About 6 in 10 water points work"
    assert 50 <= len(content["description"]) <= 5000  # what Dataset Search asks for
    assert content["isPartOf"]["@id"] == f"http://testserver{shown.address}"
    assert content["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert [one["name"] for one in content["variableMeasured"]] == ["Water points that work"]
    links = [str(link) for link in graph.objects(None, schema.contentUrl)]
    assert len(links) == 2
    for link in links:
        assert stranger.get(link.removeprefix("http://testserver")).status_code == 200


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of extruct's own dependencies
def test_extruct_finds_the_dataset_and_the_card_in_a_page(shown: Shown, stranger: Client) -> None:
    import extruct

    for address, name in (
        (shown.finding, "About 6 in 10 water points work"),
        (shown.address, shown.release.title),
    ):
        text = stranger.get(address).content.decode()
        found = extruct.extract(text, syntaxes=["json-ld", "opengraph"], errors="strict")
        (told,) = found["json-ld"]
        assert (told["@type"], told["name"]) == ("Dataset", name)
        assert told["inLanguage"] == "en"
        (card,) = found["opengraph"]
        assert dict(card["properties"])["og:title"] == name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("es", "Puntos de agua que funcionan: alrededor de 6 de cada 10"),
        ("luo", "Puntos de agua que funcionan: about 6 in 10"),
        ("", "About 6 in 10 water points work"),
    ],
)
def test_a_dataset_says_the_language_of_its_study(
    written: str, name: str, shown: Shown, stranger: Client
) -> None:
    text = STUDY.replace("title: Water points that work\n", "title: Puntos de agua que funcionan\n")
    text = text.replace("language: en\n", f"language: {written}\n" if written else "")
    # What is kept of a release stays: another test's must not have this one's address.
    named = f"water-in-{written or 'no'}-language"
    who = Organisation.objects.create(name=named, slug=named, created_at=NOW)
    later = NOW + timedelta(hours=1 + len(written))
    release = publish(who, by=shown.scene.people["owner"], text=text, at=later)
    address = f"/findings/{named}/{release.study.slug}/{release.number}/"
    for way in ("", "/fr"):
        content, _ = dataset(stranger, f"{way}{address}works/")
        assert content.get("inLanguage", "") == written
        assert content["name"].replace("\u00a0", " ") == name
        assert content["description"].replace("\u00a0", " ").startswith(f"{name}.")
    given = stranger.get(f"/api/releases{address.removeprefix('/findings')}".rstrip("/")).json()
    assert (given["language"], given["withdrawn_language"]) == (written, "")
    given = stranger.get(f"/api{address}works").json()
    assert given["language"] == written
    assert {one["language"] for one in given["official"]} == {written}


def test_a_release_is_a_dataset_of_all_its_findings(shown: Shown, stranger: Client) -> None:
    content, graph = dataset(stranger, shown.address)
    assert content["@id"] == f"http://testserver{shown.address}"
    assert len(content["variableMeasured"]) == 2
    assert (None, rdflib.RDF.type, rdflib.URIRef(f"{SCHEMA}DataCatalog")) in graph
    crate = re.search(r'rel="describedby"[^>]*href="([^"]+)"', _text(stranger, shown.address))
    assert crate is not None
    assert stranger.get(crate[1]).status_code == 200


def test_nothing_in_the_data_can_end_its_block(shown: Shown, stranger: Client) -> None:
    shown.release.findings.filter(key="works").update(headline="a</script><script>alert(1)//")
    text = _text(stranger, shown.finding)
    assert "<script>alert" not in text
    content, _ = dataset(stranger, shown.finding)
    assert content["name"] == "a</script><script>alert(1)//"


def test_nothing_in_the_data_is_markup_in_a_feed(shown: Shown, stranger: Client) -> None:
    shown.release.findings.filter(key="works").update(range="Under 5 <b>in</b> 100 & more")
    feed = etree.fromstring(stranger.get("/feed.atom?other").content)
    said = feed.xpath("//a:summary[@type='html']/text()", namespaces=ATOM)
    assert any("Under 5 &lt;b&gt;in&lt;/b&gt; 100 &amp; more" in one for one in said)


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_tells_what_was_published(address: str, shown: Shown, stranger: Client) -> None:
    answer = stranger.get(address)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = etree.fromstring(answer.content)
    assert feed.tag == f"{{{ATOM['a']}}}feed"
    for wanted in ("a:id", "a:title", "a:updated", "a:author/a:name"):
        assert len(feed.xpath(wanted, namespaces=ATOM)) == 1
    assert feed.xpath("a:link[@rel='self']/@href", namespaces=ATOM) == [
        f"http://testserver{address}"
    ]
    entries = feed.xpath("a:entry", namespaces=ATOM)
    assert entries
    ids = [entry.findtext("a:id", namespaces=ATOM) for entry in entries]
    assert f"http://testserver{shown.finding}" in ids
    assert len(set(ids)) == len(ids)
    for entry in entries:
        for wanted in ("a:title", "a:updated", "a:summary", "a:author/a:name", "a:link[@href]"):
            assert len(entry.xpath(wanted, namespaces=ATOM)) == 1, wanted
    again = stranger.get(address, headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_pages_lead_to_their_feeds(shown: Shown, stranger: Client) -> None:
    pages = ["/findings/", "/findings/kisima-watch/", "/indicators/6-1-1/", "/places/ke/"]
    for page, feed in zip(pages, FEEDS, strict=True):
        assert f'<link rel="alternate" type="application/atom+xml" href="{feed}">' in _text(
            stranger, page
        )


def test_a_feed_of_nothing_is_no_feed(shown: Shown, stranger: Client) -> None:
    for address in ("findings/nobody", "indicators/6-1-99", "places/nowhere"):
        assert stranger.get(f"/{address}/feed.atom").status_code == 404
    empty = etree.fromstring(stranger.get("/places/tz/feed.atom").content)
    assert empty.findtext("a:updated", namespaces=ATOM) == "1970-01-01T00:00:00+00:00"


def test_the_sitemap_says_when_pages_changed(shown: Shown, stranger: Client) -> None:
    sitemap = etree.fromstring(stranger.get("/sitemap.xml").content)
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    changed = {
        entry.findtext("s:loc", namespaces=space): entry.findtext("s:lastmod", namespaces=space)
        for entry in sitemap
    }
    day = shown.release.published_at.date().isoformat()
    for address in (shown.finding, shown.address, "/indicators/6-1-1/", "/findings/"):
        assert changed[f"http://testserver{address}"] == day
    assert changed["http://testserver/goals/5/"] is None


def test_a_card_may_stand_in_any_page_and_nothing_else_may(shown: Shown, stranger: Client) -> None:
    card = stranger.get(f"{shown.finding}embed/")
    assert "frame-ancestors *" in card["Content-Security-Policy"]
    assert "script-src 'self'" in card["Content-Security-Policy"]
    assert "X-Frame-Options" not in card
    text = card.content.decode()
    assert "<script" not in text
    assert "Between 49 and 67 in 100." in text
    assert f'href="http://testserver{shown.finding}"' in text
    page = stranger.get(shown.finding)
    assert 'value="&lt;iframe src=&quot;http://testserver/findings/' in page.content.decode()
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


def test_a_pasted_address_becomes_a_card(shown: Shown, stranger: Client) -> None:
    link = re.search(
        r'type="application/json\+oembed" href="([^"]+)"', _text(stranger, shown.finding)
    )
    assert link is not None
    told = stranger.get(link[1].removeprefix("http://testserver")).json()
    assert (told["version"], told["type"], told["provider_name"]) == ("1.0", "rich", "DataShift")
    assert f'src="http://testserver{shown.finding}embed/"' in told["html"]
    assert told["title"] == "About 6 in 10 water points work"
    asked = {"url": f"http://testserver{shown.study}works/", "maxwidth": "300", "maxheight": "200"}
    small = stranger.get("/oembed", asked).json()
    assert (small["width"], small["height"]) == (300, 200)
    asked = {"url": "http://testserver/indicators/6-1-1/?since=2020", "maxheight": "x"}
    asked["maxwidth"] = "9" * 5000
    told = stranger.get("/oembed", asked).json()
    assert 'src="http://testserver/indicators/6-1-1/embed/?since=2020"' in told["html"]
    assert told["author_name"] == "Kisima Watch, An invented office"


def test_an_indicator_says_where_its_card_is_had_and_how_high_it_must_be(
    shown: Shown, stranger: Client
) -> None:
    answer = stranger.get("/indicators/6-1-1/")
    link = re.fullmatch(
        r'<([^>]+)>; rel="alternate"; type="application/json\+oembed"', answer["Link"]
    )
    assert link is not None
    told = stranger.get(link[1].removeprefix("http://testserver")).json()
    assert 'src="http://testserver/indicators/6-1-1/embed/"' in told["html"]
    assert told["height"] == 590 + 62 * 2  # a line of the key for each of two voices
    assert f"height=&quot;{told['height']}&quot;" in answer.content.decode()
    seen = stranger.get("/indicators/6-1-1/?since=2020")["Link"]
    assert "since%3D2020" in seen
    assert not stranger.get("/indicators/1-1-1/").has_header("Link")
    assert "drinking…</a>" in _text(stranger, "/indicators/6-1-1/embed/")


def test_what_is_shared_speaks_the_language_it_was_read_in(shown: Shown, stranger: Client) -> None:
    there = f"http://testserver/sw{shown.finding}"
    text = _text(stranger, f"/sw{shown.finding}")
    assert f'value="http://testserver{shown.finding}"' in text  # what is cited has no language
    assert f"%20{there.replace('/', '%2F').replace(':', '%3A')}" in text
    assert f'property="og:image" content="{there}pictures/card.jpg"' in text
    assert f"&lt;iframe src=&quot;{there}embed/&quot; title=&quot;Water points that work: " in text
    assert f'href="{there}"' in _text(stranger, f"/sw{shown.finding}embed/")
    told = stranger.get("/oembed", {"url": there}).json()
    assert told["title"].startswith("Water points that work: ")
    assert f'src="{there}embed/"' in told["html"]
    indicator = _text(stranger, "/sw/indicators/6-1-1/")
    assert '<link rel="canonical" href="http://testserver/sw/indicators/6-1-1/">' in indicator


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"url": "http://elsewhere.example/findings/a/b/1/c/"}, 404),
        ({"url": "http://testserver/goals/6/"}, 404),
        ({"url": "http://testserver/nowhere"}, 404),
        ({"url": "http://testserver/indicators/1-1-1/"}, 404),
        ({"url": "http://testserver/indicators/99-9-9/"}, 404),
        ({"format": "xml"}, 501),
        ({}, 404),
    ],
)
def test_no_other_address_becomes_a_card(
    asked: dict[str, str], status: int, shown: Shown, stranger: Client
) -> None:
    assert stranger.get("/oembed", asked).status_code == status


def test_a_withdrawn_finding_says_so_where_it_was_put(shown: Shown, stranger: Client) -> None:
    owner = shown.scene.people["owner"]
    actions.withdraw_release(shown.release, because="Counted twice.", by=owner, at=NOW)
    card = stranger.get(f"{shown.finding}embed/")
    assert card.status_code == 410
    assert "frame-ancestors *" in card["Content-Security-Policy"]
    assert "Counted twice." in card.content.decode()
    assert "6 in 10" not in card.content.decode()
    asked = {"url": f"http://testserver{shown.finding}"}
    assert stranger.get("/oembed", asked).status_code == 410


def _text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_every_link_leads_somewhere(shown: Shown, stranger: Client) -> None:
    for address in ("/", "/findings/", "/findings/kisima-watch/", "/places/ke/", shown.finding):
        assert 'href=""' not in _text(stranger, address)
    assert 'href="/places/ke/feed.atom"' in _text(stranger, "/places/ke/")
    assert 'href="/indicators/6-1-1/feed.atom"' in _text(stranger, "/indicators/6-1-1/")
