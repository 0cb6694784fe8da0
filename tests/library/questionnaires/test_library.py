"""The question library: every question is whole, in five languages, and gives its indicator."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from datashift import studies
from datashift.kit.problem import Problem
from datashift.questionnaires import (
    concepts,
    converting,
    library,
    odk_validate,
    submission,
    written,
    xform,
)
from datashift.sdg import framework

ALL = library.questions()


def test_there_are_about_sixty_in_five_languages() -> None:
    assert 55 <= len(ALL) <= 80
    assert len(library.LANGUAGES) == 5
    for known in ALL:
        asked = known.question.kind != "calculate"
        assert (set(known.question.labels) == set(library.LANGUAGES.values())) is asked, known.name
        for choice in known.question.choices:
            assert set(choice.labels) == set(library.LANGUAGES.values()), known.name


def test_every_question_names_its_source_and_an_indicator_that_exists() -> None:
    for known in ALL:
        assert known.source.title
        if known.sdg:
            assert framework.indicator(known.sdg).code == known.sdg
            codes = {choice.code for choice in known.question.choices}
            assert codes <= {"0", "1", ""}, known.name


def test_violence_is_never_offered_without_its_warning() -> None:
    dangerous = [known for known in ALL if known.sdg in {"5.2.1", "5.2.2", "16.1.3", "5.3.1"}]
    assert len(dangerous) >= 4
    assert all("danger" in known.warning for known in dangerous)


def test_the_whole_library_is_a_valid_form(tmp_path: Path) -> None:
    """Written, converted, read back the same; ODK Validate passes it where there is Java."""
    names = [known.name for known in ALL]
    form = library.questionnaire(names, id="library", title="Everything")
    sheets = tmp_path / "form.xlsx"
    sheets.write_bytes(written.xlsform(form))
    answer = converting.convert(sheets, ".xlsx")
    assert "error" not in answer, answer
    assert xform.read(answer["xform"].encode()) == form
    verdict = odk_validate.validate(answer["xform"].encode())
    assert verdict.valid or not verdict.asked, verdict.remarks


def test_a_calculated_question_brings_what_it_needs() -> None:
    form = library.questionnaire(["food_insecure"], id="food", title="Food", languages=["sw"])
    assert len([item for item in form.questions if item.name.startswith("fies_")]) == 8
    assert form.languages == ("Kiswahili (sw)",)


def test_a_question_of_the_library_gives_its_indicator(tmp_path: Path) -> None:
    names = ["sex", "water_source", "food_insecure"]
    form = library.questionnaire(names, id="home", title="At home", languages=["en"])
    sent = [
        submission.read(
            f"<data id='home' version='1'><today>2026-03-04</today><sex>woman</sex>"
            f"<water_source>{'river' if number % 5 else 'rain'}</water_source>"
            f"<food_insecure>{number % 2}</food_insecure>"
            f"<meta><instanceID>uuid:{number}</instanceID></meta></data>".encode()
        )
        for number in range(100)
    ]
    pq.write_table(submission.rows(sent, form).main, tmp_path / "submissions.parquet")
    (tmp_path / "study.yaml").write_text(concepts.study(form).text)
    release = studies.run(studies.load(tmp_path / "study.yaml"), today=date(2026, 11, 21))
    whole = {row.indicator: row.value for row in release.observations if not row.dimensions}
    assert whole["food_insecure_2_1_2"] == pytest.approx(50)


def test_what_the_library_has_not_is_said() -> None:
    with pytest.raises(Problem, match="no nothing"):
        library.questionnaire(["nothing"], id="x", title="x")
