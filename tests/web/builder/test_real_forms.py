"""Questionnaires that people really made: taken up, kept unchanged, and still the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from django import forms
from django.http import QueryDict
from shared_data import FOLDER, shared

from datashift.questionnaires import converting, xform
from datashift.questionnaires.drafting import arranging, checks, kept, texts
from datashift.questionnaires.questionnaire import Questionnaire
from datashift.web.builder.forms.conditions import ChangeCondition
from datashift.web.builder.forms.items import ChangeItem

NAMES = ("socio-economic*.xlsx", "toilets.xls", "widgets.xls", "new_cascading_select.xls")
FORMS = [form for name in NAMES for form in sorted(FOLDER.glob(f"5_forms/**/{name}"))]
MOST = 30  # questions of each that go through the page's fields


def sent(form: forms.Form, rows: int) -> QueryDict:
    """What a browser sends when somebody only presses the button."""
    said = QueryDict(mutable=True)
    for bound in form:
        if bound.initial is not None and bound.initial is not False:
            said[bound.html_name] = str(bound.initial).replace("\n", "\r\n")
    said["rows"] = str(rows)
    return said


def opened(file: Path) -> Questionnaire:
    answer = converting.convert(file, file.suffix)
    return xform.read(str(answer["xform"]).encode())


@pytest.mark.parametrize("file", FORMS or [None], ids=lambda file: file and file.name)
def test_looking_and_keeping_changes_nothing(file: Path) -> None:
    shared("5_forms")
    form = opened(file)
    assert kept.from_json(kept.to_json(form)) == form
    assert arranging.placed(form, form.contents) == form
    assert not checks.stops(checks.check(form))
    for item in texts.spoken(form)[:MOST]:
        shown = ChangeItem(None, item=item, form=form)
        again = ChangeItem(sent(shown, getattr(shown, "rows", 0)), item=item, form=form)
        assert again.is_valid(), again.errors
        assert again.applied() == item
        first = form.languages[0]
        asked = ChangeCondition(None, item=item, form=form, language=first)
        kept_so = ChangeCondition(sent(asked, asked.count), item=item, form=form, language=first)
        assert kept_so.is_valid(), kept_so.errors
        if asked.by_hand or not item.relevant:
            assert kept_so.applied() == item.relevant
