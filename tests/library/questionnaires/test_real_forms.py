"""Questionnaires that people really made: opened, written again, or refused for the right reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from shared_data import FOLDER, shared

from datashift.kit.problem import Problem
from datashift.questionnaires import converting, refusals, written, xform, xlsform
from datashift.questionnaires.questionnaire import Questionnaire

FORMS = sorted(FOLDER.glob("5_forms/**/*.xls*"))
REFUSED = {"transportation_export.xls", "transportation_export.xlsx"}
OPENED = [form for form in FORMS if form.name not in REFUSED]


def converted(form: Path) -> bytes:
    """The form's XForm, made in this process."""
    answer = converting.convert(form, form.suffix)
    assert "error" not in answer, answer
    return str(answer["xform"]).encode()


def structure(document: bytes) -> list[str]:
    """Everything but the words, in no order: instance, bindings, controls, lists."""
    root = etree.fromstring(document)
    for element in list(root.iter("{*}itext", "{*}label", "{*}hint", "{*}itextId")):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    return sorted(
        f"{element.tag} {sorted((k, ' '.join(v.split())) for k, v in element.attrib.items())} "
        f"{(element.text or '').strip()}"
        for element in root.iter(etree.Element)
        if not str(element.tag).endswith("}html")
    )


@pytest.mark.parametrize("form", OPENED or [None], ids=lambda form: form and form.name)
def test_a_real_form_is_written_and_read_again_as_it_was(form: Path, tmp_path: Path) -> None:
    shared("5_forms")
    first = converted(form)
    questionnaire = xform.read(first)
    again = tmp_path / "again.xlsx"
    again.write_bytes(written.xlsform(questionnaire))
    second = converted(again)
    assert xform.read(second) == questionnaire
    assert structure(second) == structure(first)


def test_the_longest_real_form_is_read_whole() -> None:
    form = shared("5_forms/getodk_sample_forms/whova_form.xml")
    questionnaire = xform.read(form.read_bytes())
    assert len(questionnaire.questions) > 500
    assert "English" in " ".join(questionnaire.languages)


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_collected_data_are_no_questionnaire(name: str) -> None:
    form = shared(f"5_forms/kobo_fixtures/{name}")
    problem = refusals.problem(name, converting.convert(form, form.suffix))
    assert problem.where == f'{name}, sheet "survey", row 1, column "type"'
    assert "no XLSForm" in problem.what


def test_a_real_form_goes_through_the_child_process() -> None:
    form = shared("5_forms/kobo_fixtures/transportation_with_attachment.xls")
    made = xlsform.convert(form)
    assert made.questionnaire.id == "transportation_with_attachment"
    assert made.xform.startswith(b"<?xml")


def test_forms_older_than_pyxform_are_read() -> None:
    form = shared("5_forms/kobo_fixtures/transportation.xml")
    questionnaire: Questionnaire = xform.read(form.read_bytes())
    chosen = questionnaire.question("transport/available_transportation_types_to_referral_facility")
    assert chosen.kind == "select_multiple"
    assert [choice.name for choice in chosen.choices][:2] == ["ambulance", "bicycle"]


def test_something_else_is_no_form() -> None:
    with pytest.raises(Problem, match="no model"):
        xform.read(b"<html><head/><body/></html>")
