"""Files go to a store after they are on the disk, leave the folder only then, and come back.

The store is another folder, through the interface that S3 has, or one that speaks S3 (`far`).
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from people import Scene, SignIn
from web.collect.far import Far, plain_store
from web.collect.phone import Phone, phone
from web.collect.wells import filled, new_id, wells

from datashift.web.collect import storage
from datashift.web.collect.models import Copy, Media, Submission, Version
from datashift.web.collect.storage import copying, folder
from datashift.web.site.environment import Unusable, store

PHOTO = b"a photograph" * 90_000  # more than one block


@pytest.fixture
def far(tmp_path: Path, settings: Any) -> Far:
    """A store elsewhere; no room here."""
    settings.DATA = tmp_path / "data"
    settings.FILES_ROOM = 0
    return Far(tmp_path / "far", settings)


@pytest.fixture
def nyalenda(scene: Scene, far: Far) -> Phone:
    wells(scene.organisation, scene.people["editor"])
    return phone(scene.organisation, scene.people["editor"])


def tend(*, later: int = 3600) -> copying.Tended:
    at = datetime.fromtimestamp(time.time() + later, UTC)
    return copying.tend(at=at, seconds=60)


def test_a_photograph_leaves_and_comes_back(scene: Scene, far: Far) -> None:
    organisation = scene.organisation.pk
    kept = storage.keep(organisation, [PHOTO])
    assert tend() == copying.Tended(copied=1, removed=0, left=1, done=True)
    assert far.contents() == [PHOTO]
    assert not folder.place(organisation, kept.sha256).exists()
    assert storage.has(organisation, kept.sha256)
    with storage.read(organisation, kept.sha256) as file:
        assert file.read() == PHOTO
    assert tend(later=0).left == 0  # somebody has just been told where it lies
    assert tend() == copying.Tended(copied=0, removed=0, left=1, done=True)


def test_while_the_store_is_away_forms_are_fetched_and_reports_kept(
    nyalenda: Phone, far: Far, scene: Scene
) -> None:
    """L14: nothing leaves the folder, and what only the store has is asked for again later."""
    nyalenda.send(filled(new_id(1), photo="p.jpg"), p=b"an earlier photograph")
    tend()
    sha256 = Submission.objects.get().instances.get().attachments.get().sha256
    far.go_away()
    form = f"forms/{Version.objects.get().pk}/form.xml"
    assert nyalenda.ask("GET", form).status_code == 200
    assert nyalenda.send(filled(new_id(2), photo="p.jpg"), p=PHOTO).status_code == 201
    with pytest.raises(storage.TryLater):
        tend()
    assert len(list(folder.files(scene.organisation.pk))) == 1
    with pytest.raises(storage.TryLater):
        storage.read(scene.organisation.pk, sha256)


def test_a_page_asks_to_try_later_while_the_store_is_away(
    nyalenda: Phone, far: Far, scene: Scene, browser_of: SignIn
) -> None:
    nyalenda.send(filled(new_id(1), photo="p.jpg"), p=PHOTO)
    tend()
    far.go_away()
    submission = Submission.objects.get()
    file = submission.instances.get().attachments.get()
    page = reverse("collect:original", args=[submission.pk, file.pk])
    answer = browser_of(scene.people["editor"]).get(page)
    assert (answer.status_code, answer["Retry-After"]) == (503, str(storage.PATIENCE))


def test_what_phones_fetch_with_a_form_stays_in_the_folder(nyalenda: Phone, scene: Scene) -> None:
    kept = storage.keep(scene.organisation.pk, [b"name,label\n1,One\n"])
    version = Version.objects.get()
    Media.objects.create(version=version, name="l.csv", sha256=kept.sha256, md5="", size=17)
    assert tend() == copying.Tended(copied=1, removed=0, left=0, done=True)


def test_other_bytes_than_were_given_are_never_shown(scene: Scene, far: Far) -> None:
    kept = storage.keep(scene.organisation.pk, [PHOTO])
    tend()
    far.put(far.names()[0], PHOTO.replace(b"photo", b"forgd"))
    with pytest.raises(storage.TryLater):
        storage.read(scene.organisation.pk, kept.sha256)


def test_what_the_store_lost_is_copied_again_before_it_leaves(scene: Scene, far: Far) -> None:
    storage.keep(scene.organisation.pk, [PHOTO])
    tend()
    storage.read(scene.organisation.pk, Copy.objects.get().sha256).close()
    far.delete(far.names()[0])
    assert tend().left == 0
    assert tend() == copying.Tended(copied=1, removed=0, left=1, done=True)


def test_the_same_photograph_again_is_received_while_it_is_elsewhere(
    nyalenda: Phone, scene: Scene
) -> None:
    nyalenda.send(filled(new_id(1), photo="p.jpg"), p=PHOTO)
    tend()
    assert nyalenda.send(filled(new_id(1), photo="p.jpg"), p=PHOTO).status_code == 201
    assert nyalenda.send(filled(new_id(2), photo="p.jpg"), p=PHOTO).status_code == 201
    assert tend().copied == 0
    assert Copy.objects.count() == 1


def test_removed_here_is_removed_there_also_when_it_comes_again_meanwhile(
    scene: Scene, far: Far
) -> None:
    organisation = scene.organisation.pk
    sha256 = storage.keep(organisation, [PHOTO]).sha256
    tend()
    gone = far.names()
    storage.remove(organisation, sha256)
    assert not storage.has(organisation, sha256)
    storage.keep(organisation, [PHOTO])
    assert tend() == copying.Tended(copied=1, removed=1, left=1, done=True)
    assert len(far.names()) == 1
    assert far.names() != gone


def test_a_copy_that_was_being_made_when_its_file_was_erased_is_looked_for_twice(
    scene: Scene, far: Far
) -> None:
    at = datetime.now(UTC)
    copy = Copy.objects.create(
        organisation=scene.organisation, sha256="ab" * 32, size=3, begun_at=at, state="LEAVING"
    )
    copying.remove_leaving(at=at)
    far.put(copy.name, b"the writer was still at it")
    copying.remove_leaving(at=at + timedelta(hours=2))
    assert not far.names()
    assert not Copy.objects.exists()


def test_a_store_gets_the_bytes_and_nothing_around_them(
    scene: Scene, far: Far, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The client of 2025 puts a checksum behind them, which older stores keep as a part of them."""
    for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY"):
        monkeypatch.setenv(f"AWS_{name}", "amina")
    storage.keep(scene.organisation.pk, [PHOTO])
    with plain_store() as (address, came):
        settings.FILES, settings.FILES_ENDPOINT = "s3://photos", address
        assert tend().copied == 1
    assert came == [PHOTO]


def test_what_left_and_nothing_names_is_found(scene: Scene, far: Far) -> None:
    kept = storage.keep(scene.organisation.pk, [PHOTO])
    tend()
    assert list(storage.older(scene.organisation.pk, than=time.time() + 7200)) == [kept.sha256]
    assert not list(storage.older(scene.organisation.pk, than=time.time() - 7200))


@pytest.mark.parametrize(
    "address", ["s3://", "https://bucket", "s3://key:secret@bucket/p", "file://host/folder"]
)
def test_an_address_that_cannot_be_one_stops_the_start(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATASHIFT_FILES", address)
    with pytest.raises(Unusable):
        store("DATASHIFT_FILES")
