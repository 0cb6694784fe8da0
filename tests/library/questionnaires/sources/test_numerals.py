"""Numbers with decimal commas and days, as people in Argentina write them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from library.questionnaires.sources.exports import put, table

from datashift.questionnaires import submission
from datashift.questionnaires.questionnaire import Question, Questionnaire
from datashift.questionnaires.sources import Export, numerals, read

HEADING = ["Marca temporal", "¿Cuántos litros?"]
WELL = Questionnaire(
    "pozo",
    contents=(
        Question("litros", "litros", "decimal", labels={"default": "¿Cuántos litros?"}),
        Question("lugar", "lugar", "geopoint", labels={"default": "Lugar"}),
    ),
)


def google(folder: Path, *answers: str, form: Questionnaire | None = None) -> Export:
    rows = [[f"2024/05/{day:02} 8:00:00", answer] for day, answer in enumerate(answers, 1)]
    return read(put(folder, "litros.csv", table([HEADING, *rows])), form=form)


def answered(found: Export) -> list[str]:
    path = found.questionnaire.questions[0].path
    return [submission.read(each.text).value(path) for each in found.submissions]


def flags(found: Export) -> dict[str, str]:
    return {each.code: each.message for each in found.flags}


def test_a_column_of_decimal_commas_is_one_of_numbers(tmp_path: Path) -> None:
    found = google(tmp_path, "3,5", "12", "0,125", "1,234")
    assert found.questionnaire.questions[0].kind == "decimal"
    assert answered(found) == ["3.5", "12", "0.125", "1.234"]
    assert "3,5 is read as 3.5" in flags(found)["source.numbers"]


@pytest.mark.parametrize("answers", [("1,234", "5", "7", "9"), ("3,5", "1.234"), ("2.5", "1,2", "1,234")])  # fmt: skip
def test_a_mark_that_may_mean_two_things_is_kept_and_said(
    answers: tuple[str, ...], tmp_path: Path
) -> None:
    found = google(tmp_path, *answers)
    assert found.questionnaire.questions[0].kind == "text"
    assert answered(found) == list(answers)
    assert "kept as" in flags(found)["source.numbers_unclear"]
    assert "source.numbers" not in flags(found)


def test_a_form_that_asks_for_a_number_takes_what_is_clear(tmp_path: Path) -> None:
    found = google(tmp_path, "3,5", "1.234", "unos 20", form=WELL)
    assert answered(found) == ["3.5", "1.234", "unos 20"]
    unclear = next(each for each in found.flags if each.code == "source.numbers_unclear")
    assert unclear.rows == (3,)
    assert "1.234" in unclear.message


def test_marks_between_thousands_and_digits_of_nepali_are_read(tmp_path: Path) -> None:
    assert answered(google(tmp_path, "1.234.567", "3")) == ["1234567", "3"]
    found = google(tmp_path, "१२", "३")
    assert found.questionnaire.questions[0].kind == "integer"
    assert answered(found) == ["12", "3"]


def test_telephone_numbers_and_codes_stay_text(tmp_path: Path) -> None:
    for answers in (("700 123 456", "711 222 333"), ("007", "3,5"), ("45%", "3,5")):
        found = google(tmp_path, *answers)
        assert found.questionnaire.questions[0].kind == "text"
        assert answered(found) == list(answers)


def test_places_that_a_spreadsheet_saved_with_commas_are_places(tmp_path: Path) -> None:
    rows = [
        ["litros", "lugar", "_lugar_latitude", "_lugar_longitude", "_id", "_uuid"],
        ["2,5", "", "-34,603", "-58,38", "1", "4a3e2b9c-0000-4000-8000-000000000001"],
    ]
    place = put(tmp_path, "pozo.csv", table(rows, separator=";"))
    for form in (WELL, None):
        found = read(place, form=form)
        filled = submission.read(found.submissions[0].text)
        assert filled.value("lugar") == "-34.603 -58.38"
        assert filled.value("litros") == "2.5"


def test_days_come_first_in_sheets_in_spanish_and_months_in_english(tmp_path: Path) -> None:
    for heading, day in (("Marca temporal", "2024-03-05"), ("Timestamp", "2024-05-03")):
        rows = [[heading, "Litros"], ["5/3/2024 8:00:00", "2"], ["6/3/2024 8:00:00", "3"]]
        found = read(put(tmp_path, "litros.csv", table(rows)))
        sent = submission.read(found.submissions[0].text).value("imported/submitted_at")
        assert sent.startswith(day)
        assert "source.dates_open" in flags(found)


def test_ids_are_of_what_was_written_whatever_later_rows_show(tmp_path: Path) -> None:
    first = google(tmp_path, "1,234", form=WELL)
    later = google(tmp_path, "1,234", "3,5", form=WELL)
    assert answered(first) == ["1,234"]
    assert answered(later) == ["1.234", "3.5"]
    assert later.submissions[0].instance_id == first.submissions[0].instance_id


@settings(deadline=None)
@given(st.lists(st.decimals(-1000, 1000, places=2), min_size=1, max_size=8))
def test_numbers_with_two_decimals_come_back_whichever_sign_they_are_written_with(
    amounts: list[object],
) -> None:
    written = [str(amount) for amount in amounts]
    commas = [text.replace(".", ",") for text in written]
    found = numerals.read(commas)
    assert found.every
    assert not found.unclear
    assert [float(found.said[text]) for text in commas] == [float(text) for text in written]
