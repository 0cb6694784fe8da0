"""Bring files: choose, paste, replace, take out; what cannot be read is said in one sentence."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from people import NOW, SignIn
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings
from web.evidence.wells import WELLS, brought

from datashift import tables
from datashift.web.accounts.models import Organisation, User
from datashift.web.evidence import actions
from datashift.web.evidence.models import DataFile, Study

AREAS = b"""{"type": "FeatureCollection", "features": [{"type": "Feature", "properties":
{"ward": "North"}, "geometry": {"type": "Polygon",
"coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}}]}"""


@pytest.fixture
def study(organisation: Organisation, amina: User) -> Study:
    return actions.create_study(organisation, title="Wells of Kisima", by=amina, at=NOW)


def bomb() -> bytes:
    """A workbook of a few kilobytes whose sheet unpacks to 20 MB."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(20):
                sheet.write(b" " * 1_000_000)
    return packed.getvalue()


def test_several_files_at_once_are_kept_and_read(
    study: Study,
    amina: User,
    browser_of: SignIn,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    files = [SimpleUploadedFile("wells.csv", WELLS), SimpleUploadedFile("more.csv", WELLS)]
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser_of(amina).post(
            f"/workspace/{study.pk}/bring/", {"chosen": files, "part": "DATA"}, follow=True
        )
    page = answer.content.decode()
    assert "wells.csv, more.csv are here and are being read." in page
    assert [file.state for file in study.files.all()] == ["READY", "READY"]
    assert [file.rows for file in study.files.all()] == [60, 60]
    assert study.files.get(name="wells.csv").path.read_bytes() == WELLS


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("report.csv", b"%PDF-1.7\n" + bytes(range(256)) * 20, "PDF"),
        ("wells.xlsx", bomb(), "unpack"),
        ("wells.xlsx", b"PK\x03\x04nothing of a workbook", "damaged"),
        ("one.csv", b"well,place\n", "row"),
    ],
    ids=["pdf", "bomb", "cut", "no rows"],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(
    study: Study, amina: User, browser_of: SignIn, name: str, content: bytes, sentence: str
) -> None:
    file = brought(study, content, by=amina, name=name)
    assert file.state == DataFile.State.REFUSED
    page = browser_of(amina).get(f"/workspace/{study.pk}/bring/").content.decode()
    assert sentence in file.problem
    assert file.problem.startswith(name)
    assert "/workspace/" not in file.problem
    assert 'class="err wide"' in page


def test_an_empty_file_is_said_beside_the_field_and_the_others_are_kept(
    study: Study, amina: User, browser_of: SignIn
) -> None:
    files = [SimpleUploadedFile("empty.csv", b""), SimpleUploadedFile("wells.csv", WELLS)]
    answer = browser_of(amina).post(
        f"/workspace/{study.pk}/bring/", {"chosen": files, "part": "DATA"}
    )
    assert answer.status_code == 422
    assert "empty.csv: The file is empty. Choose another." in answer.content.decode()
    assert [file.name for file in study.files.all()] == ["wells.csv"]


def test_too_large_a_file_is_refused_and_leaves_nothing(
    study: Study, amina: User, browser_of: SignIn, settings: Settings, tmp_path: Path
) -> None:
    settings.UPLOAD_LIMIT = 1_000
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("wells.csv", WELLS)
    answer = browser_of(amina).post(
        f"/workspace/{study.pk}/bring/", {"chosen": file, "part": "DATA"}
    )
    assert answer.status_code == 422
    assert "The file is larger than" in answer.content.decode()
    assert not list(tmp_path.iterdir())


def test_what_is_announced_as_far_too_large_is_not_even_received(
    study: Study, amina: User, browser_of: SignIn
) -> None:
    answer = browser_of(amina).generic(
        "POST",
        f"/workspace/{study.pk}/bring/",
        b"--x\r\n",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH="9000000000",
    )
    assert answer.status_code == 413


def test_an_accident_of_ours_ends_as_a_refused_file_too(
    study: Study, amina: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a fault in the reader")

    monkeypatch.setattr(tables, "read", broken)
    file = brought(study, WELLS, by=amina)
    assert (file.state, file.problem) == (
        DataFile.State.REFUSED,
        "Something went wrong inside DataShift; your file is as it was.",
    )
    assert "a fault in the reader" in caplog.text


def test_a_pasted_table_becomes_a_file(
    study: Study,
    amina: User,
    browser_of: SignIn,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    browser = browser_of(amina)
    for number in (3, 4):
        table = "\n".join(["place\tpeople", *(f"Ward {row}\t{row}" for row in range(number))])
        with django_capture_on_commit_callbacks(execute=True):
            browser.post(f"/workspace/{study.pk}/bring/", {"pasted": table})
    made = {file.name: file for file in study.files.all()}
    assert {name: file.rows for name, file in made.items()} == {"pasted.csv": 3, "pasted-2.csv": 4}
    assert [column["kind"] for column in made["pasted.csv"].columns] == ["text", "integer"]


def test_a_newer_version_takes_the_place_and_decisions_stay_in_force(
    study: Study,
    amina: User,
    browser_of: SignIn,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    file = brought(study, WELLS, by=amina)
    browser = browser_of(amina)
    decide = {
        "pile": pile(browser.get(f"/workspace/{study.pk}/check/").content.decode(), "longitude 0")
    }
    browser.post(f"/workspace/{study.pk}/check/decide/", {**decide, "answer": "0:set_aside"})
    newer = SimpleUploadedFile("wells of june.csv", WELLS.replace(b",0,0,", b",34.1,-0.2,"))
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(
            f"/workspace/{study.pk}/files/{file.pk}/change/", {"part": "DATA", "file": newer}
        )
    now = study.files.get(replaced_at=None)
    assert (now.name, now.state) == ("wells.csv", DataFile.State.READY)
    assert now.sha256 != file.sha256
    page = browser.get(f"/workspace/{study.pk}/check/").content.decode()
    assert study.decisions.get().undone_at is None
    assert "Set aside: 6 rows lie at longitude 0" in page
    assert "The rows of today no longer ask for it." in page


def test_what_a_file_holds_can_be_put_right(
    study: Study,
    amina: User,
    browser_of: SignIn,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    file = brought(study, AREAS, by=amina, name="wards.geojson")
    with django_capture_on_commit_callbacks(execute=True):
        browser_of(amina).post(f"/workspace/{study.pk}/files/{file.pk}/change/", {"part": "AREAS"})
    now = study.files.get(replaced_at=None)
    assert (now.part, now.rows, now.sha256) == (DataFile.Part.AREAS, 1, file.sha256)


def test_a_file_the_text_uses_is_not_taken_out(
    study: Study, amina: User, browser_of: SignIn
) -> None:
    file = brought(study, WELLS, by=amina)
    actions.write_study(study, text="data: {file: wells.csv}", by=amina, at=NOW)
    address = f"/workspace/{study.pk}/files/{file.pk}/remove/"
    answer = browser_of(amina).post(address, follow=True)
    assert "The study&#x27;s text uses wells.csv." in answer.content.decode()
    actions.write_study(study, text="", by=amina, at=NOW)
    answer = browser_of(amina).post(address, follow=True)
    assert "wells.csv is no longer part of this study." in answer.content.decode()
    assert not study.files.filter(replaced_at=None).exists()


def test_rows_of_another_study_are_not_there(
    study: Study, organisation: Organisation, amina: User, browser_of: SignIn
) -> None:
    other = actions.create_study(
        organisation, title="Another", by=amina, at=NOW + timedelta(seconds=1)
    )
    file = brought(other, WELLS, by=amina)
    assert browser_of(amina).get(f"/workspace/{study.pk}/files/{file.pk}/").status_code == 404


def pile(page: str, words: str) -> str:
    """The key of the pile whose sentence holds the words."""
    found = next(part for part in page.split('id="what-')[1:] if words in part.split("</h3>")[0])
    return found.split('"')[0]
