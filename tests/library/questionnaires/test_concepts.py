"""From a spreadsheet to an indicator with no work between: concepts, codes, indicators."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from datashift import studies
from datashift.kit.problem import Problem
from datashift.questionnaires import concepts, converting, submission, xform
from datashift.questionnaires.questionnaire import Question, Questionnaire

SHEETS = """
| survey |
| | type | name | label | datashift::concept | datashift::indicator |
| | today | today | | | |
| | select_one sex | head | Who heads the household? | SEX | |
| | select_one water | water | Where does the drinking water come from? | SAFE_WATER | 6.1.1 partial |
| | select_multiple light | light | What gives light? | POWER | 7.1.1 by SEX |
| | integer | minutes | Minutes to fetch water | | 6.1.1 mean |
| | select_one county | county | County | REF_AREA | |
| choices |
| | list_name | name | label | datashift::code |
| | sex | woman | Woman | F |
| | sex | man | Man | M |
| | water | tap | Tap | 1 |
| | water | river | River | 0 |
| | light | grid | Grid | 1 |
| | light | sun | Solar home system | 1 |
| | light | candle | Candle | 0 |
| | county | Nairobi | Nairobi | |
| | county | Kisumu | Kisumu | |
| settings |
| | form_title | form_id | version |
| | Water at home | water | 1 |
"""


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    sheets = tmp_path_factory.mktemp("form") / "form.md"
    sheets.write_text(SHEETS)
    return xform.read(converting.convert(sheets, ".md")["xform"].encode())


def filled(number: int) -> bytes:
    water = "tap" if number % 4 else "river"
    light = "grid candle" if number % 2 else "candle"
    head = "woman" if number % 3 else "man"
    county = "Nairobi" if number < 60 else "Kisumu"
    return (
        f"<data id='water' version='1'><today>2026-03-04</today><head>{head}</head>"
        f"<water>{water}</water><light>{light}</light><minutes>{number % 10}</minutes>"
        f"<county>{county}</county><meta><instanceID>uuid:{number}</instanceID></meta></data>"
    ).encode()


def test_submissions_become_indicators_with_no_further_work(
    form: Questionnaire, tmp_path: Path
) -> None:
    sent = [submission.read(filled(number), form) for number in range(120)]
    drafted = concepts.study(form, country="KE", producer="Count Us In", licence="CC-BY-4.0")
    pq.write_table(submission.rows(sent, form).main, tmp_path / "submissions.parquet")
    (tmp_path / "study.yaml").write_text(drafted.text)
    release = studies.run(studies.load(tmp_path / "study.yaml"), today=date(2026, 11, 21))
    area = next(row.ref_area for row in release.observations if row.indicator == "water_6_1_1")
    figures = {
        (row.indicator, row.ref_area, row.dimensions.get("SEX", "_T")): row.value
        for row in release.observations
    }
    assert figures["water_6_1_1", area, "_T"] == pytest.approx(75)
    assert [item.sdg for item in drafted.indicators] == ["6.1.1", "7.1.1", "6.1.1"]


def test_codes_and_several_answers_become_variables(form: Questionnaire) -> None:
    text = concepts.study(form).text
    read = studies.parse(text)
    assert read.specification.variables["SEX"].mapping == {"woman": "F", "man": "M"}
    assert read.specification.variables["POWER"].expression == "light_grid or light_sun"


def test_an_indicator_that_does_not_exist_is_refused_with_its_question() -> None:
    form = Questionnaire("x", contents=(Question("q", "q", "integer", indicator="99.1.1"),))
    with pytest.raises(Problem, match=r'"99.1.1" is no SDG indicator, in the question "q"'):
        concepts.wanted(form)


def test_a_questionnaire_without_indicators_makes_no_study() -> None:
    with pytest.raises(Problem, match="gives an indicator"):
        concepts.study(Questionnaire("x", contents=(Question("q", "q", "text"),)))


@pytest.mark.parametrize("label", ["label", "label::English (en)"])
def test_a_study_keeps_the_words_of_its_question_where_their_language_is_known(
    label: str, tmp_path: Path
) -> None:
    sheets = tmp_path / "form.md"
    sheets.write_text(SHEETS.replace("| label |", f"| {label} |"))
    named = xform.read(converting.convert(sheets, ".md")["xform"].encode())
    drafted = concepts.study(named, producer="Count Us In", licence="CC-BY-4.0")
    asked = studies.parse(drafted.text).specification.indicators[0].question
    if label == "label":
        assert asked is None
    else:
        assert asked is not None
        assert asked.text == "Where does the drinking water come from?"
        assert (asked.answers, asked.language) == (("Tap", "River"), "en")
