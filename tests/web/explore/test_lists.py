"""Goals, targets, indicators, findings, organisations: who counted what."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from published import Shown, page
from pytest_django import DjangoAssertNumQueries

from datashift.web.evidence.models import Finding


def multiplied(shown: Shown, times: int) -> None:
    """The release's first finding again and again, for lists to be long."""
    first = Finding.objects.get(release=shown.release, key="works")
    for number in range(times):
        first.pk, first.key, first.position = None, f"copy-{number}", 0
        first._state.adding = True
        first.save()


def test_the_start_page_speaks_of_the_newest_finding(shown: Shown, stranger: Client) -> None:
    text = page(stranger, "/")
    assert '<em class="c">About 6 in 10</em> water points work' in text
    assert 'aria-label="100 dots.' in text
    assert f'href="{shown.finding}"' in text


@pytest.mark.parametrize(
    "address", ["/goals/6/", "/targets/6-1/", "/indicators/6-1-1/", "/indicators/6.1.1/"]
)
def test_the_framework_leads_to_findings(address: str, shown: Shown, stranger: Client) -> None:
    assert f'href="{shown.finding}"' in page(stranger, address)


@pytest.mark.parametrize(
    "address", ["/goals/18/", "/goals/0/", "/targets/6-9/", "/indicators/6-1-99/"]
)
def test_the_framework_has_nothing_more(address: str, shown: Shown, stranger: Client) -> None:
    page(stranger, address, 404)


def test_an_indicator_says_which_of_its_names_are_official(shown: Shown, stranger: Client) -> None:
    assert "Official wording of the United Nations" in page(stranger, "/indicators/6-1-1/")
    own = page(stranger, "/sw/indicators/6-1-1/")
    assert '<a href="/sw/indicators/6-1-1/definition/">' in own
    assert "Official wording" not in own
    page(stranger, "/indicators/6-1-9/definition/", 404)
    text = page(stranger, "/indicators/6-1-1/definition/")
    assert re.search(r'<span lang="es">[^<]+ agua potable gestionados sin riesgos</span>', text)
    assert text.count("Official wording of the United Nations") == 3
    assert text.count("Translated by a machine, and read by nobody yet") == 2
    assert "SH_H2O_SAFE" in text


@pytest.mark.parametrize(
    ("filters", "there"),
    [
        ("?goal=6", True),
        ("?goal=5", False),
        ("?place=ke", True),
        ("?place=tz", False),
        ("?place=nowhere", False),
        ("?organisation=kisima-watch", True),
        ("?organisation=elsewhere", False),
        ("?q=watr+points", True),  # forgiving of spelling
        ("?q=bribes", False),
        ("?goal=six&place=%00&page=none", True),  # what is not understood is left out
    ],
)
def test_filters_stand_in_the_address(
    filters: str, there: bool, shown: Shown, stranger: Client
) -> None:
    assert (f'href="{shown.finding}"' in page(stranger, f"/findings/{filters}")) is there


def test_a_long_list_keeps_its_filters_from_page_to_page(shown: Shown, stranger: Client) -> None:
    multiplied(shown, 30)
    text = page(stranger, "/findings/?goal=6")
    assert 'href="?goal=6&page=2"' in text
    assert page(stranger, "/findings/?goal=6&page=2").count('class="what"') == 11


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/", 4),
        ("/goals/6/", 3),
        ("/indicators/6-1-1/", 13),
        ("/findings/", 5),
        ("/findings/?q=water", 8),
        ("/findings/kisima-watch/", 5),
        ("/places/", 2),
        ("/places/ke/", 11),
        ("/search/?q=water", 14),  # its indexes are made here
        ("/sitemap.xml", 2),
        ("/api/findings", 2),
        ("/api/releases", 2),
    ],
)
def test_a_long_list_asks_no_more_than_a_short_one(
    address: str,
    most: int,
    shown: Shown,
    stranger: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    multiplied(shown, 40)
    with django_assert_max_num_queries(most):
        stranger.get(address)


def test_an_organisation_without_a_release_is_not_public(shown: Shown, stranger: Client) -> None:
    assert "What Kisima Watch counted" in page(stranger, "/findings/kisima-watch/")
    page(stranger, "/findings/elsewhere/", 404)
