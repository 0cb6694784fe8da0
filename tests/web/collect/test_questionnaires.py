"""Ten minutes to phones: a spreadsheet, what is wrong with it, and the phones that carry it."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse
from openpyxl import Workbook
from people import NOW, SignIn
from shared_data import shared
from web.collect.phone import Phone, phone
from web.collect.wells import filled, new_id, wells

from datashift.web.accounts.models import Organisation, User
from datashift.web.collect.actions.questionnaires import FilesMissing, publish_version
from datashift.web.collect.actions.receive import receive
from datashift.web.collect.models import (
    Device,
    Door,
    Questionnaire,
    Submission,
    Version,
    XLSForm,
)
from datashift.web.collect.queries import pictures

SURVEY = [
    ("type", "name", "label::English (en)", "label::Kiswahili (sw)", "required"),
    ("select_one yes_no", "works", "Does the well work?", "Je, kisima kinafanya kazi?", "yes"),
    ("image", "photo", "Photograph the well", "Piga picha kisima", ""),
]
CHOICES = [
    ("list_name", "name", "label::English (en)", "label::Kiswahili (sw)"),
    ("yes_no", "yes", "Yes", "Ndiyo"),
    ("yes_no", "no", "No", "Hapana"),
]


def spreadsheet(
    survey: Sequence[tuple[str, ...]] = SURVEY, *, version: str = "1", form_id: str = "wells"
) -> SimpleUploadedFile:
    book = Workbook()
    sheets: dict[str, Sequence[tuple[str, ...]]] = {
        "survey": survey,
        "choices": CHOICES,
        "settings": [("form_id", "form_title", "version"), (form_id, "Wells", version)],
    }
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    out = BytesIO()
    book.save(out)
    return SimpleUploadedFile("wells.xlsx", out.getvalue())


def bring(
    browser: Any, organisation: Organisation, run: Any, file: SimpleUploadedFile
) -> HttpResponse:
    """Upload, read, and follow to where that leads."""
    where = reverse("collect:bring_questionnaire", args=[organisation.slug])
    with run(execute=True):
        answer = browser.post(where, {"file": file})
    followed: HttpResponse = browser.get(answer["Location"], follow=True)
    return followed


def test_from_a_spreadsheet_to_a_phone_and_back(
    organisation: Organisation,
    amina: User,
    browser_of: SignIn,
    django_capture_on_commit_callbacks: Any,
) -> None:
    browser = browser_of(amina)
    page = bring(browser, organisation, django_capture_on_commit_callbacks, spreadsheet())
    assert b"Version 1 is ready for the phones" in page.content
    version = Version.objects.get()
    assert ["photo"] in version.files
    browser.post(reverse("collect:publish_version", args=[version.questionnaire_id, 1]))
    made = browser.post(
        reverse("collect:make_device", args=[organisation.slug]), {"name": "Nyalenda 1"}
    )
    assert made["Cache-Control"] == "private, no-store"
    password = re.findall(rb"<dd><code>([^<]+)</code>", made.content)[2].decode()
    nyalenda = Phone(Device.objects.get(), password)
    assert b"<formID>wells</formID>" in nyalenda.ask("GET", "formList").content
    assert nyalenda.send(filled(new_id(1), photo="well.jpg"), well=b"jpeg").status_code == 201
    listed = browser.get(reverse("collect:submissions", args=[version.questionnaire_id]))
    assert b">Yes</a>" in listed.content
    listed = browser.get(listed.request["PATH_INFO"], {"words": new_id(1)})
    assert new_id(1).encode() in listed.content.partition(b"<ul")[2]
    shown = browser.get(reverse("collect:submission", args=[Submission.objects.get().pk]))
    assert b"Does the well work?" in shown.content
    assert b">Yes<" in shown.content


def test_what_is_wrong_is_said_with_sheet_row_and_column(
    organisation: Organisation,
    amina: User,
    browser_of: SignIn,
    django_capture_on_commit_callbacks: Any,
) -> None:
    wrong = [*SURVEY, ("no such type", "x", "What?", "", ""), ("text", "a b", "What?", "", "")]
    page = bring(
        browser_of(amina), organisation, django_capture_on_commit_callbacks, spreadsheet(wrong)
    )
    assert b"cannot be used yet" in page.content
    assert b"2 mistakes were found." in page.content
    assert re.search(rb"<li>wells.xlsx, sheet[^<]*row \d+, column[^<]*type", page.content)
    assert re.search(rb"<li>wells.xlsx, sheet[^<]*row \d+, column[^<]*name", page.content)
    assert not Questionnaire.objects.exists()


def test_a_version_that_phones_have_is_not_changed(
    organisation: Organisation,
    amina: User,
    browser_of: SignIn,
    django_capture_on_commit_callbacks: Any,
) -> None:
    browser, run = browser_of(amina), django_capture_on_commit_callbacks
    bring(browser, organisation, run, spreadsheet())
    publish_version(Version.objects.get(), by=amina, at=NOW)
    page = bring(browser, organisation, run, spreadsheet(SURVEY[:2]))
    assert b"Write another version into the sheet settings" in page.content
    bring(browser, organisation, run, spreadsheet(SURVEY[:2], version="2"))
    assert [each.name for each in Version.objects.order_by("number")] == ["1", "2"]


def test_what_waited_for_its_questionnaire_counts_when_it_comes(
    organisation: Organisation,
    amina: User,
    browser_of: SignIn,
    django_capture_on_commit_callbacks: Any,
) -> None:
    text = filled(new_id(1))
    receive(text, organisation=organisation.pk, door=Door.OPENROSA, at=NOW)
    assert Submission.objects.get().state == Submission.State.QUARANTINED
    bring(browser_of(amina), organisation, django_capture_on_commit_callbacks, spreadsheet())
    assert publish_version(Version.objects.get(), by=amina, at=NOW) == 1
    assert Submission.objects.get().state == Submission.State.RECEIVED


def test_a_form_is_not_given_out_without_its_lists(organisation: Organisation, amina: User) -> None:
    version = wells(organisation, amina, state=Questionnaire.State.DRAFT).versions.get()
    version.media.create(name="areas.csv")
    with pytest.raises(FilesMissing):
        publish_version(version, by=amina, at=NOW)


def test_several_files_are_brought_at_once(
    organisation: Organisation, amina: User, browser_of: SignIn
) -> None:
    version = wells(organisation, amina, state=Questionnaire.State.DRAFT).versions.get()
    Version.objects.update(published_at=None)
    for name in ("towns.csv", "pump.jpg", "well.jpg"):
        version.media.create(name=name)
    key = version.questionnaire_id
    first = version.media.get(name="pump.jpg")
    where = reverse("collect:bring_media", args=[key, version.number, first.pk])
    brought = [SimpleUploadedFile(name, b"x") for name in ("towns.csv", "well.jpg", "holiday.jpg")]
    page = browser_of(amina).post(where, {"file": brought}, follow=True).content.decode()
    assert "2 files are here." in page
    assert "The questionnaire does not ask for: holiday.jpg" in page
    assert [one.name for one in version.media.filter(sha256="")] == ["pump.jpg"]
    browser_of(amina).post(where, {"file": SimpleUploadedFile("whatever.jpg", b"x")})
    assert not version.media.filter(sha256="").exists()


def test_quarantine_is_let_out_by_a_reviewer(
    organisation: Organisation, amina: User, browser_of: SignIn
) -> None:
    closed = wells(organisation, amina, state=Questionnaire.State.CLOSED)
    for number in range(3):
        receive(filled(new_id(number)), organisation=organisation.pk, door=Door.WEB, at=NOW)
    browser_of(amina).post(reverse("collect:release_submissions", args=[closed.pk]))
    assert set(Submission.objects.values_list("state", flat=True)) == {"RECEIVED"}


def test_questions_are_read_in_each_language(
    organisation: Organisation,
    amina: User,
    browser_of: SignIn,
    django_capture_on_commit_callbacks: Any,
) -> None:
    browser = browser_of(amina)
    bring(browser, organisation, django_capture_on_commit_callbacks, spreadsheet())
    where = reverse("collect:preview", args=[Questionnaire.objects.get().pk, 1])
    assert b"Does the well work?" in browser.get(where).content
    swahili = browser.get(where, {"language": "Kiswahili (sw)"}).content.decode()
    assert "kisima kinafanya kazi" in swahili
    assert "Ndiyo" in swahili


def test_questions_are_read_without_marks_and_code(
    organisation: Organisation,
    amina: User,
    browser_of: SignIn,
    django_capture_on_commit_callbacks: Any,
) -> None:
    survey = [
        ("type", "name", "label::English (en)", "relevant"),
        ("select_one yes_no", "works", "Does the **well** work?", ""),
        ("text", "my_why", "# Why not, if [asked](https://example.org)?", "${works} = 'no'"),
        ("note", "thanks", "_Thank_ you for “${my_why}”", "pulldata('a', 'b', 'c', 1) = 2"),
    ]
    browser = browser_of(amina)
    bring(browser, organisation, django_capture_on_commit_callbacks, spreadsheet(survey))
    where = reverse("collect:preview", args=[Questionnaire.objects.get().pk, 1])
    page = browser.get(where).content.decode()
    assert "The answer to “Does the well work?” is “Yes”" not in page
    assert "The answer to “Does the well work?” is “No”." in page
    assert "Why not, if asked?" in page
    assert "Thank you for &quot;[Why not, if asked?]&quot;" in page
    assert "written by hand" in page  # beyond plain words the expression stays as it is


def test_what_lacks_words_or_a_figure_is_said_on_its_page(
    organisation: Organisation,
    amina: User,
    browser_of: SignIn,
    django_capture_on_commit_callbacks: Any,
) -> None:
    survey = [
        ("type", "name", "label::English (en)", "label::Kiswahili (sw)", "datashift::indicator"),
        ("select_one yes_no", "works", "Does the well work?", "", "99.9.9"),
        ("text", "why", "Why?", "Kwa nini?", "6.1.1 proxy"),
    ]
    browser = browser_of(amina)
    page = bring(browser, organisation, django_capture_on_commit_callbacks, spreadsheet(survey))
    said = page.content.decode()
    assert "“99.9.9”" in said or "&quot;99.9.9&quot; is no SDG indicator" in said
    assert "6.1.1" not in said
    assert "One question is not wholly in Kiswahili (sw) yet." in said
    assert '<details class="fold" open>' in said


def test_a_page_that_waits_for_a_spreadsheet_goes_to_its_questionnaire(
    organisation: Organisation,
    amina: User,
    browser_of: SignIn,
    django_capture_on_commit_callbacks: Any,
) -> None:
    browser = browser_of(amina)
    bring(browser, organisation, django_capture_on_commit_callbacks, spreadsheet())
    address = reverse("collect:reading", args=[XLSForm.objects.get().pk])
    told = browser.get(address, headers={"hx-request": "true"})
    page = reverse("collect:questionnaire", args=[Questionnaire.objects.get().pk])
    assert told.headers["HX-Redirect"] == page == browser.get(address).headers["Location"]


def test_the_code_says_what_collect_reads(organisation: Organisation, amina: User) -> None:
    from datashift.web.collect.queries.settings_code import picture, settings_text

    text = settings_text(server="https://x.org/c", username="u", password="p", project="K")
    said = json.loads(zlib.decompress(base64.b64decode(text)))
    assert said["general"]["server_url"] == "https://x.org/c"
    assert said["project"] == {"name": "K"}
    svg = picture(text)
    assert "<path" in svg
    assert "style=" not in svg


def test_a_photograph_is_shown_without_the_place_in_it(
    organisation: Organisation, amina: User, browser_of: SignIn
) -> None:
    from PIL import Image

    wells(organisation, amina)
    picture, exif, out = Image.new("RGB", (40, 20), "red"), Image.Exif(), BytesIO()
    exif[0x010F] = "Nokia"
    exif[0x0112] = 6  # turned by a quarter
    exif.get_ifd(0x8825).update({1: "S", 2: (1.0, 17.0, 30.0)})
    picture.save(out, "JPEG", exif=exif)
    assert b"Nokia" in out.getvalue()
    phone(organisation, amina).send(filled(new_id(1), photo="p.jpg"), p=out.getvalue())
    submission = Submission.objects.get()
    file = submission.instances.get().attachments.get()
    where = reverse("collect:photo", args=[submission.pk, file.pk])
    shown = browser_of(amina).get(where).content
    with Image.open(BytesIO(shown)) as found:
        assert found.size == (20, 40)
        assert not found.getexif()
    assert b"Nokia" not in shown
    original: Any = browser_of(amina).get(
        reverse("collect:original", args=[submission.pk, file.pk])
    )
    assert b"".join(original.streaming_content) == out.getvalue()


@pytest.mark.parametrize("kind", [1, 2, 7, 11])
def test_a_photograph_whose_notes_are_damaged_is_shown_upright(kind: int) -> None:
    from PIL import Image

    exif, out = Image.Exif(), BytesIO()
    exif[0x0112], exif[0x0100] = 6, 40  # turned by a quarter; how wide it is
    Image.new("RGB", (40, 20), "red").save(out, "JPEG", exif=exif)
    content = bytearray(out.getvalue())
    width = content.index(b"\x01\x00\x00", content.index(b"Exif"))
    content[width + 2 : width + 4] = kind.to_bytes(2, "big")
    with Image.open(BytesIO(pictures.shown(BytesIO(content)))) as found:
        assert found.size == (20, 40)


def test_a_picture_that_is_none_is_said_in_words(
    organisation: Organisation, amina: User, browser_of: SignIn
) -> None:
    wells(organisation, amina)
    phone(organisation, amina).send(filled(new_id(1), photo="p.jpg"), p=b"not a picture")
    submission = Submission.objects.get()
    file = submission.instances.get().attachments.get()
    answer = browser_of(amina).get(reverse("collect:photo", args=[submission.pk, file.pk]))
    assert answer.status_code == 400
    assert b"It is kept as it came" in answer.content


def test_a_real_questionnaire_reaches_a_phone(
    organisation: Organisation, amina: User, django_capture_on_commit_callbacks: Any
) -> None:
    from datashift.web.collect.actions.xlsforms import bring_xlsform

    folder = shared("5_forms/hotosm_xlsforms")
    file = folder / "waterpoints.xls"
    with django_capture_on_commit_callbacks(execute=True):
        bring_xlsform(organisation, [file.read_bytes()], name=file.name, by=amina, at=NOW)
    brought = XLSForm.objects.get()
    assert brought.state == XLSForm.State.READ, brought.problem
    assert brought.version is not None
    version = brought.version
    version.media.all().delete()
    publish_version(version, by=amina, at=NOW)
    listed = phone(organisation, amina).ask("GET", "formList").content
    assert version.md5.encode() in listed
