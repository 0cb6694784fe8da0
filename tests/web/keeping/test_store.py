"""Erasing, keeping and backing up reach what lies in a store only."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyrage  # type: ignore[import-untyped]
import pytest
from people import NOW
from web.collect.wells import filled, wells

from datashift.kit.problem import Problem
from datashift.web.accounts.models import Organisation, User
from datashift.web.collect import storage
from datashift.web.collect.actions.receive import Sent, receive
from datashift.web.collect.models import Copy, Door, Submission
from datashift.web.collect.storage import copying, folder
from datashift.web.keeping.actions.erasing import Reason, ask_erasure, run_erasure
from datashift.web.keeping.actions.sweeping import sweep
from datashift.web.keeping.management.backing import reading, writing
from datashift.web.keeping.management.backing.elsewhere import elsewhere
from datashift.web.keeping.models import Erasure

LATER = datetime.fromtimestamp(time.time() + 3600, UTC)


@pytest.fixture
def far(tmp_path: Path, settings: Any) -> Path:
    settings.DATA = tmp_path / "data"
    settings.FILES = (tmp_path / "far").as_uri()
    settings.FILES_ROOM = 0
    return tmp_path / "far"


@pytest.fixture
def photograph(far: Path, organisation: Organisation, amina: User) -> Submission:
    """A submission whose photograph has left the folder."""
    wells(organisation, amina)
    kept = storage.keep(organisation.pk, [b"a photograph"])
    files = [Sent("p.jpg", kept.sha256, kept.size, "image/jpeg")]
    receipt = receive(
        filled(photo="p.jpg"), organisation=organisation.pk, door=Door.OPENROSA, at=NOW, files=files
    )
    copying.tend(at=LATER, seconds=60)
    return Submission.objects.get(pk=receipt.submission)


def objects(far: Path) -> Iterator[Path]:
    return (path for path in far.rglob("*") if path.is_file())


def test_erased_is_erased_there(
    organisation: Organisation, photograph: Submission, far: Path
) -> None:
    assert list(objects(far))
    asked = ask_erasure(organisation, [photograph.pk], reason=Reason.ONE, by=None, at=NOW)
    run_erasure(asked, at=NOW)
    assert not list(objects(far))
    assert not Copy.objects.exists()
    assert Erasure.objects.get().finished_at


def test_nothing_is_said_to_be_erased_while_the_store_is_away(
    organisation: Organisation, photograph: Submission, far: Path
) -> None:
    away = far.rename(far.with_name("away"))
    far.write_text("a file where the store should be")
    asked = ask_erasure(organisation, [photograph.pk], reason=Reason.ONE, by=None, at=NOW)
    run_erasure(asked, at=NOW)
    assert not Submission.objects.exists()
    assert Erasure.objects.get().finished_at is None
    far.unlink()
    away.rename(far)
    sweep(at=LATER)
    assert Erasure.objects.get().finished_at
    assert not list(objects(far))


def test_what_lost_its_last_name_is_swept_there(organisation: Organisation, far: Path) -> None:
    storage.keep(organisation.pk, [b"its submission never came"])
    copying.tend(at=LATER, seconds=60)
    sweep(at=datetime.fromtimestamp(time.time() + 4 * 24 * 3600, UTC))
    copying.tend(at=LATER, seconds=60)
    assert not list(objects(far))


def back_up(to: Path, key: Any, settings: Any) -> writing.Written:
    to.with_suffix(".sqlite3").touch()
    database = {"ENGINE": "sqlite3", "NAME": str(to.with_suffix(".sqlite3"))}
    return writing.write(
        to,
        [key.to_public()],
        data=settings.DATA,
        database=database,
        secret="signs sessions",
        at=NOW,
        verify=True,
        elsewhere=elsewhere(),
    )


def test_a_backup_holds_what_only_the_store_has(
    organisation: Organisation, photograph: Submission, tmp_path: Path, settings: Any, far: Path
) -> None:
    here = storage.keep(organisation.pk, [b"has just come"]).sha256
    key = pyrage.x25519.Identity.generate()
    written = back_up(tmp_path / "b.age", key, settings)
    assert written.spoilt == ()
    restored = tmp_path / "restored"
    reading.restore(tmp_path / "b.age", [key], restored)
    settings.DATA = restored
    there = Copy.objects.get().sha256
    assert folder.place(organisation.pk, here).read_bytes() == b"has just come"
    assert folder.place(organisation.pk, there).read_bytes() == b"a photograph"


def test_a_backup_without_the_store_is_none(
    photograph: Submission, tmp_path: Path, settings: Any, far: Path
) -> None:
    far.rename(far.with_name("away"))
    key = pyrage.x25519.Identity.generate()
    with pytest.raises(Problem, match="store of files"):
        back_up(tmp_path / "b.age", key, settings)
    assert not (tmp_path / "b.age").exists()
