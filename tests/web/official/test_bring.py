"""A steward brings official figures; everybody who signed in sees what is held."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from people import Scene, SignIn
from shared_data import shared
from web.official.holding import FIRST, OFFICE, SECOND, hold, version_of

from datashift.web.accounts.models import User
from datashift.web.audit.log import events
from datashift.web.official import queries
from datashift.web.official.models import Arrival

pytestmark = pytest.mark.django_db


def bring(client: Client, name: str, content: bytes, source: str = OFFICE, **declared: str) -> str:
    """Fill in the form, have the background do its work; the page it leads to."""
    said = {"source": source, "kind": "official", "licence": "CC-BY-4.0", **declared}
    file = SimpleUploadedFile(name, content)
    answer = client.post(reverse("official:bring"), {**said, "file": file}, follow=True)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


@pytest.fixture
def steward(scene: Scene, browser_of: SignIn, settings: object) -> Client:
    return browser_of(scene.people["steward"])


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("2_official/nepal_opensdg/CBS_DATA.xml", "Central Bureau of Statistics, Nepal"),
        ("2_official/nepal_opensdg/all_indicators_csv.zip", "Open SDG, Nepal"),
        (
            "2_official/un_gender_minset/8400__V_3__I241a26cf__S241a26cf.csv",
            "United Nations, gender indicators",
        ),
        ("2_official/psyteachr_sdg/water_long.csv", "WHO and UNICEF"),
    ],
)
def test_what_offices_hand_out_is_read(
    steward: Client, django_capture_on_commit_callbacks: object, path: str, source: str
) -> None:
    file = shared(path)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        bring(steward, file.name, file.read_bytes(), source)
    arrival = Arrival.objects.get()
    version = version_of(arrival)
    assert version.figures > 40
    page = steward.get(reverse("official:arrival", args=[arrival.pk])).content.decode()
    assert "are kept as version 1" in page
    page = steward.get(reverse("official:source", args=[version.source_id])).content.decode()
    assert source in page
    assert version.loaded_by is not None


def test_a_second_version_says_what_changed_and_can_be_put_aside(
    steward: Client, scene: Scene, browser_of: SignIn
) -> None:
    hold(by=scene.people["steward"])
    second = version_of(hold(SECOND, by=scene.people["steward"]))
    source = reverse("official:source", args=[second.source_id])
    assert "Put version 2 aside" in steward.get(source).content.decode()
    page = steward.post(reverse("official:put_aside", args=[second.pk]), follow=True)
    assert "Version 2 is shown nowhere now." in page.content.decode()
    (found,) = queries.figures("6.1.1", areas=["KE"])
    assert found.version == 1
    page = steward.post(reverse("official:take_back", args=[second.pk]), follow=True)
    assert "Version 2 counts again." in page.content.decode()
    seen = browser_of(scene.people["viewer"]).get(source).content.decode()
    assert "Put version" not in seen
    actions = [one.action for one in events(None)]
    assert actions[:2] == ["official.taken_back", "official.put_aside"]


def test_a_file_that_is_no_data_is_refused_in_words(
    steward: Client, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        bring(steward, "letter.csv", b"Dear office,\nwhere are the figures?\n")
    arrival = Arrival.objects.get()
    page = steward.get(reverse("official:arrival", args=[arrival.pk])).content.decode()
    assert "It could not be read" in page
    assert str(arrival.folder) not in page


def test_an_empty_file_and_a_source_without_a_name_are_sent_back(steward: Client) -> None:
    said = {"source": "...", "kind": "official", "file": SimpleUploadedFile("a.csv", b"")}
    answer = steward.post(reverse("official:bring"), said)
    assert answer.status_code == 422
    said = {"source": OFFICE, "kind": "official", "file": SimpleUploadedFile("a.csv", b"")}
    answer = steward.post(reverse("official:bring"), said)
    assert "The file is empty" in answer.content.decode()
    assert not Arrival.objects.exists()


def test_people_who_are_no_stewards_look_and_do_not_bring(amina: User, browser_of: SignIn) -> None:
    hold(FIRST)
    page = browser_of(amina).get(reverse("official:sources")).content.decode()
    assert OFFICE in page
    assert reverse("official:bring") not in page


def test_what_a_national_site_does_not_say_is_asked_for(
    steward: Client, django_capture_on_commit_callbacks: object
) -> None:
    """Open SDG's files name no country; nobody would see their figures."""
    text = b"Year,Units,Value\n2020,%,17\n2021,%,16.5\n"
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        bring(steward, "water.csv", text)
    version = version_of(Arrival.objects.get())
    source = reverse("official:source", args=[version.source_id])
    page = steward.get(source).content.decode()
    assert "2 figures name no place, and no page shows them." in page
    assert "One series names no indicator of the goals, and no page shows it." in page
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        bring(steward, "water.csv", text, area="Nepal", indicator="6.1.1")
    (found,) = queries.figures("6.1.1", areas=["NP"])
    assert (found.version, [one.value for one in found.series.observations]) == (2, [17.0, 16.5])
    assert "no page shows" not in steward.get(source).content.decode()


def test_an_indicator_that_does_not_exist_is_sent_back_with_the_field_open(steward: Client) -> None:
    said = {"source": OFFICE, "kind": "official", "file": SimpleUploadedFile("a.csv", b"a")}
    answer = steward.post(reverse("official:bring"), {**said, "indicator": "6.1.9"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "There is no SDG indicator" in page
    assert '<details class="fold" open>' in page
