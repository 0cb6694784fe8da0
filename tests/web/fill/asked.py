"""Questionnaires as their XLSForms say them, published."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from people import NOW

from datashift.questionnaires import xlsform
from datashift.web.accounts.models import Organisation, User
from datashift.web.collect.actions.questionnaires import publish_version
from datashift.web.collect.actions.xlsforms import add_version
from datashift.web.collect.models import Questionnaire

needs_script = pytest.mark.skipif(
    "not __import__('pathlib').Path('frontend/built/fill/form.js').exists()",
    reason="npm could not be reached, so there is no script: the plain page is all there is",
)
CHILDREN = """
| survey  |                   |        |                              |                     |           |          |            |                                  |
|         | type              | name   | label::English (en)          | label::Español (es) | relevant  | required | constraint | calculation                      |
|         | start             | start  |                              |                     |           |          |            |                                  |
|         | select_one sex    | head   | Who heads the household?     | ¿Quién encabeza?    |           | yes      |            |                                  |
|         | integer           | people | How many people live here?   | ¿Cuántas personas?  |           | yes      | . < 60     |                                  |
|         | begin_repeat      | child  | Child                        | Niña o niño         | ${people} > 1 |      |            |                                  |
|         | text              | name   | Name of the child            | Nombre              |           |          |            |                                  |
|         | integer           | age    | How old is ${name}?          | ¿Qué edad tiene?    | ${name} != '' | yes  | . < 20     |                                  |
|         | end_repeat        |        |                              |                     |           |          |            |                                  |
|         | calculate         | young  |                              |                     |           |          |            | if(max(${age}) < 18, 'yes', 'no') |
|         | image             | photo  | A photograph of the well     | Una foto            |           |          |            |                                  |
| choices |                   |        |                              |                     |           |          |            |                                  |
|         | list_name         | name   | label::English (en)          | label::Español (es) |           |          |            |                                  |
|         | sex               | woman  | A woman                      | Una mujer           |           |          |            |                                  |
|         | sex               | man    | A man                        | Un hombre           |           |          |            |                                  |
| settings |                  |        |                              |                     |           |          |            |                                  |
|         | form_title        | form_id | version                     |                     |           |          |            |                                  |
|         | Children at home  | children | 1                          |                     |           |          |            |                                  |
"""


@lru_cache(maxsize=8)
def converted(table: str) -> xlsform.Converted:
    """The XLSForm, written as a table in Markdown."""
    with TemporaryDirectory() as folder:
        place = Path(folder) / "asked.md"
        place.write_text(table, encoding="utf-8")
        return xlsform.convert(place, name="asked.md")


def questionnaire_of(table: str, organisation: Organisation, by: User) -> Questionnaire:
    """The questionnaire, open."""
    version = add_version(organisation, converted(table), by=by, at=NOW)
    publish_version(version, by=by, at=NOW)
    return Questionnaire.objects.get(pk=version.questionnaire_id)
