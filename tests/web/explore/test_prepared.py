"""Pages made ahead say what would be said now, wherever the platform is reached."""

from __future__ import annotations

import pytest
from django.test import Client
from people import NOW
from published import Shown, page
from pytest_django import Settings
from web.official.holding import OFFICE, hold, version_of

from datashift.figures import packed
from datashift.web.evidence import actions
from datashift.web.evidence.models import Finding, PackedFinding
from datashift.web.explore import tasks
from datashift.web.explore.queries import published
from datashift.web.explore.queries.kept import folder
from datashift.web.official import actions as official

ADDRESS = "/indicators/6-1-1/"


def made(code: str = "en") -> list[str]:
    """The names of what is kept of the page."""
    place = folder("", f"pages/{code}/6.1.1")
    return sorted(one.name for one in place.iterdir()) if place.exists() else []


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_page_made_ahead_is_the_page_that_a_reader_would_be_made(
    shown: Shown, stranger: Client, settings: Settings, language: str
) -> None:
    hold()
    address = ADDRESS if language == "en" else f"/{language}{ADDRESS}"
    settings.DEBUG = True  # every page is made when it is asked for
    now = page(stranger, address)
    settings.DEBUG = False
    assert tasks.prepare([language]).pages > 0
    kept = made(language)
    assert page(stranger, address) == now
    assert made(language) == kept != []


def test_a_kept_page_knows_by_which_address_it_is_reached(shown: Shown, stranger: Client) -> None:
    tasks.prepare(["en"])
    seen = page(stranger, ADDRESS)
    assert f"http://testserver{ADDRESS}" in seen
    assert "http%3A%2F%2Ftestserver%2Findicators" in seen
    assert "platform.invalid" not in seen


def test_what_is_withdrawn_or_put_aside_or_renamed_is_not_in_a_kept_page(
    shown: Shown, stranger: Client
) -> None:
    version = version_of(hold())
    tasks.prepare(["en"])
    organisation = shown.scene.organisation
    assert OFFICE in page(stranger, ADDRESS)
    official.put_aside(version, by=shown.scene.people["steward"], at=version.loaded_at)
    assert "Version " not in page(stranger, ADDRESS)
    organisation.name = "Another name"
    organisation.save()
    assert "Another name" in page(stranger, ADDRESS)
    actions.withdraw_release(
        shown.release, because="It was wrong.", by=shown.scene.people["owner"], at=NOW
    )
    seen = page(stranger, ADDRESS)
    assert "Another name" not in seen
    assert "Nobody has counted for this indicator yet" in seen
    assert len(made()) == 1  # nothing is left of the pages before


def test_other_work_does_not_wait_for_pages(shown: Shown) -> None:
    assert tasks.prepare(["en"], until=0.0) == tasks.Prepared(0, done=False)


def test_a_choice_is_made_for_whoever_chooses(shown: Shown, stranger: Client) -> None:
    tasks.prepare(["en"])
    kept = made()
    page(stranger, f"{ADDRESS}?place=ke&group=SEX:F")
    assert made() == kept


def test_a_packed_finding_is_the_finding_of_its_release(shown: Shown) -> None:
    for finding in Finding.objects.filter(release=shown.release):
        told = published.told(finding)
        opened = published.by_area([finding])[finding.pk]
        rows = [row for one in told.breakdowns for row in one.rows]
        assert list(opened.rows()) == rows
        for area in opened.places:
            own = [row for row in rows if row.domain.get("REF_AREA", "") == area]
            assert list(opened.rows([area])) == own
        assert opened.told.overall == told.overall
        assert [one.title for one in opened.told.breakdowns] == [
            one.title for one in told.breakdowns
        ]


def test_what_was_published_before_is_packed_when_asked(shown: Shown, stranger: Client) -> None:
    before = page(stranger, f"{ADDRESS}?place=ke")
    PackedFinding.objects.all().delete()
    assert page(stranger, f"{ADDRESS}?place=ke") == before
    from datashift.web.evidence.actions.releases import pack_released

    assert pack_released() == Finding.objects.count()
    assert pack_released() == 0
    assert set(PackedFinding.objects.values_list("layout", flat=True)) == {packed.LAYOUT}
    assert page(stranger, f"{ADDRESS}?place=ke") == before
