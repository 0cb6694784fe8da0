"""A questionnaire that came as a spreadsheet is changed in the builder, and nothing of it is lost."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from web.builder.pages import at, page, posted, published, turned
from web.collect.wells import wells

from datashift.questionnaires.drafting import kept
from datashift.web.accounts.models import Organisation, User
from datashift.web.builder.models import Draft
from datashift.web.collect import storage
from datashift.web.collect.models import Questionnaire


def test_one_that_was_brought_as_a_spreadsheet_is_taken_up(
    desk: Client, organisation: Organisation, amina: User
) -> None:
    brought = wells(organisation, amina)
    assert "Change its questions here" in page(
        desk, reverse("collect:questionnaire", args=[brought.pk])
    )
    where = reverse("builder:take_questionnaire", args=[brought.pk])
    shown: Any = desk.post(where, follow=True)
    assert b"Does it work?" in shown.content
    taken = Draft.objects.get()
    assert kept.from_json(taken.content).id == "wells"
    desk.post(where)
    assert Draft.objects.count() == 1


def test_what_a_spreadsheet_has_of_its_own_is_in_the_next_one_too(
    desk: Client, organisation: Organisation, django_capture_on_commit_callbacks: Any
) -> None:
    run = django_capture_on_commit_callbacks
    sheets = BytesIO()
    made = openpyxl.Workbook()
    survey, plan = made.worksheets[0], made.create_sheet("Plan")
    survey.title = "survey"
    for row in (
        ["type", "name", "label", "responsible"],
        ["", "", "", "from here on Amina"],
        ["text", "tap", "Which tap?", "Bruno"],
    ):
        survey.append(row)
    plan.append(["Monday", "Nyalenda"])
    made.save(sheets)
    file = SimpleUploadedFile("taps.xlsx", sheets.getvalue())
    with run(execute=True):
        desk.post(reverse("collect:bring_questionnaire", args=[organisation.slug]), {"file": file})
    brought = Questionnaire.objects.get()
    desk.post(reverse("builder:take_questionnaire", args=[brought.pk]))
    taken = Draft.objects.get()
    posted(desk, at("change_item", taken, "tap"), **{"label-0": "Which tap do you use?"})
    answer: Any = desk.get(at("export_draft", taken))
    exported = openpyxl.load_workbook(BytesIO(answer.content))
    assert [[cell or "" for cell in row] for row in exported["survey"].values] == [
        ["type", "name", "label", "responsible"],
        ["", "", "", "from here on Amina"],
        ["text", "tap", "Which tap do you use?", "Bruno"],
    ]
    assert list(exported["Plan"].values) == [("Monday", "Nyalenda")]
    version = published(desk, taken, run)
    place = storage.path(organisation.pk, version.xlsform_sha256)
    assert "Plan" in openpyxl.load_workbook(BytesIO(place.read_bytes())).sheetnames


def test_a_version_that_a_spreadsheet_made_meanwhile_is_not_published_away(
    desk: Client, organisation: Organisation, django_capture_on_commit_callbacks: Any
) -> None:
    run = django_capture_on_commit_callbacks

    def bring(version: str, *questions: str) -> Questionnaire:
        sheets = BytesIO()
        made = openpyxl.Workbook()
        survey, settings = made.worksheets[0], made.create_sheet("settings")
        survey.title = "survey"
        for row in (["type", "name", "label"], *(["text", it, f"{it}?"] for it in questions)):
            survey.append(row)
        for row in (["form_id", "version", "form_title"], ["taps", version, "Taps"]):
            settings.append(row)
        made.create_sheet(f"Plan {version}").append(["Monday", "Nyalenda"])
        made.save(sheets)
        file = SimpleUploadedFile("taps.xlsx", sheets.getvalue())
        with run(execute=True):
            desk.post(
                reverse("collect:bring_questionnaire", args=[organisation.slug]), {"file": file}
            )
        return Questionnaire.objects.get()

    take = reverse("builder:take_questionnaire", args=[bring("1", "tap").pk])
    desk.post(take)
    draft = Draft.objects.get()
    posted(desk, at("change_item", draft, "tap"), **{"label-0": "Which tap?"})
    bring("2", "tap", "depth")
    shown: Any = desk.post(take, follow=True)
    assert "Version 2 came after what stood here" in shown.content.decode()
    assert "depth?" in shown.content.decode()
    assert "Version 2 was taken up." in shown.content.decode()
    again: Any = desk.post(take, follow=True)
    assert "came after what stood here" not in again.content.decode()
    for turn, plan in (("undo_step", "Plan 1"), ("redo_step", "Plan 2"), ("undo_step", "Plan 1")):
        turned(desk, turn, draft)
        exported: Any = desk.get(at("export_draft", draft))
        assert plan in openpyxl.load_workbook(BytesIO(exported.content)).sheetnames
    assert "Which tap?" in page(desk, at("draft", draft))
