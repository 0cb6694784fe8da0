"""From a spreadsheet to an indicator with no work between: concepts, codes, indicators."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from datashift import studies
from datashift.kit.problem import Problem
from datashift.questionnaires import concepts, converting, rows, submission, xform
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


def version(tmp_path: Path, number: int, kind: str, **codes: str) -> Questionnaire:
    """A version that asks about water, with these choices and codes."""
    lines = [line for line in SHEETS.splitlines() if not line.startswith("| | water |")]
    at = lines.index("| | light | grid | Grid | 1 |")
    lines[at:at] = [f"| | water | {name} | {name} | {code} |" for name, code in codes.items()]
    text = "\n".join(lines).replace("select_one water", f"{kind} water")
    sheets = tmp_path / f"{number}.md"
    sheets.write_text(text.replace("| water | 1 |", f"| water | {number} |"))
    return xform.read(converting.convert(sheets, ".md")["xform"].encode())


def share(
    newest: Questionnaire, older: list[Questionnaire], answers: list[str], folder: Path
) -> list[float | int | None]:
    sent = [
        submission.read(
            f"<data id='water'><today>2026-03-04</today><water>{answer}</water>"
            f"<meta><instanceID>uuid:{number}</instanceID></meta></data>".encode(),
            newest,
        )
        for number, answer in enumerate(answers)
    ]
    table = rows.tables(sent, newest, older=older).main
    pq.write_table(table, folder / "submissions.parquet")
    (folder / "study.yaml").write_text(concepts.study(newest, older=older).text)
    release = studies.run(studies.load(folder / "study.yaml"), today=date(2026, 11, 21))
    row = next(row for row in release.observations if row.indicator == "water_6_1_1")
    return [row.value, row.n]


@pytest.mark.parametrize("kind", ["select_one", "select_multiple"])
def test_a_choice_that_was_given_another_name_goes_on_counting(kind: str, tmp_path: Path) -> None:
    first = version(tmp_path, 1, "select_one", tap="1", river="0")
    second = version(tmp_path, 2, kind, piped="1", river="0")
    answers = ["tap"] * 30 + ["river"] * 10 + ["piped"] * 15 + ["river"] * 5
    assert share(second, [first], answers, tmp_path) == pytest.approx([75, 60])


def test_a_code_that_was_changed_and_a_question_that_is_gone_are_told(tmp_path: Path) -> None:
    first = version(tmp_path, 1, "select_one", tap="1", river="0", well="S")
    second = version(tmp_path, 2, "select_one", tap="0", river="0")
    drafted = concepts.study(second, older=[first])
    (recoded,) = [flag for flag in drafted.flags if flag.code == "concepts.recoded"]
    assert "“tap” to “water” had another code in an earlier version" in recoded.message
    assert studies.parse(drafted.text).specification.variables["SAFE_WATER"].mapping == {
        "tap": 0,
        "river": 0,
    }
    without = Questionnaire(
        first.id, contents=tuple(one for one in first.contents if one.name != "water")
    )
    (told,) = [one for one in concepts.study(without, older=[first]).flags if "gone" in one.code]
    assert "“water” is asked no more" in told.message


def test_a_year_begins_with_the_day_of_whoever_was_asked(tmp_path: Path) -> None:
    sheets = tmp_path / "form.md"
    sheets.write_text(SHEETS.replace("| | today | today |", "| | start | start |"))
    form = xform.read(converting.convert(sheets, ".md")["xform"].encode())
    in_nepal = filled(1).replace(
        b"<today>2026-03-04</today>", b"<start>2026-01-01T02:00:00.000+05:45</start>"
    )
    table = submission.rows([submission.read(in_nepal, form)] * 20, form).main
    pq.write_table(table, tmp_path / "submissions.parquet")
    (tmp_path / "study.yaml").write_text(concepts.study(form).text)
    release = studies.run(studies.load(tmp_path / "study.yaml"), today=date(2026, 11, 21))
    assert {finding.period for finding in release.findings} == {"2026"}
