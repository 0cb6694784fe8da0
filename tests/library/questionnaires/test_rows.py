"""Submissions become tables: typed, with stable names, nothing lost and nothing guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from datashift.questionnaires import submission
from datashift.questionnaires.questionnaire import Choice, Group, Question, Questionnaire
from datashift.questionnaires.rows import Tables, joined, tables

SOURCES = (Choice("tap"), Choice("well"), Choice("other"))
FORM = Questionnaire(
    "water",
    contents=(
        Question("today", "today", "today"),
        Question("start", "start", "start"),
        Question("people", "people", "integer"),
        Question("litres", "litres", "decimal"),
        Question("sources", "sources", "select_multiple", choices=SOURCES, choice_list="s"),
        Question("first", "first", "rank", choices=SOURCES, choice_list="s"),
        Question("where", "where", "geopoint"),
        Question("path", "path", "geotrace"),
        Question("field", "field", "geoshape"),
        Group("home", "home", (Question("name", "home/name", "text"),)),
        Group("tank", "tank", (Question("name", "tank/name", "text"),)),
        Group(
            "member",
            "member",
            (
                Question("age", "member/age", "integer"),
                Group("visit", "member/visit", (Question("day", "member/visit/day", "date"),),
                      repeats=True),
            ),
            repeats=True,
        ),
    ),
)  # fmt: skip


def sent(inside: str, number: int = 1, version: str = "1") -> submission.Submission:
    return submission.read(
        f"<data id='water' version='{version}'>{inside}"
        f"<meta><instanceID>uuid:{number}</instanceID></meta></data>".encode(),
        FORM,
    )


def one(inside: str) -> dict[str, object]:
    return dict(tables([sent(inside)], FORM).main.to_pylist()[0])


def codes(found: Tables) -> list[str]:
    return [flag.code for flag in found.flags]


def test_every_kind_has_its_type() -> None:
    row = one(
        "<today>2026-03-04</today><start>2026-03-04T01:30:00.000+03:00</start><people>7</people>"
        "<litres>2.5</litres><sources>tap other</sources><first>well tap</first>"
        "<where>-1.29 36.82 1650 4.5</where><path>1 2;3 4</path>"
        "<field>0 0 0 0;0 1 0 0;1 1 0 0;0 0 0 0</field>"
    )
    assert row["today"] == date(2026, 3, 4)
    assert row["start"] == datetime(2026, 3, 3, 22, 30, tzinfo=UTC)
    assert (row["start_offset"], row["start_day"]) == (180, date(2026, 3, 4))
    assert (row["people"], row["litres"]) == (7, 2.5)
    assert row["sources"] == "tap other"
    assert [row[f"sources_{name}"] for name in ("tap", "well", "other")] == [True, False, True]
    assert [row[f"first_{name}"] for name in ("tap", "well", "other")] == [2, 1, None]
    assert (row["where_longitude"], row["where_latitude"]) == (36.82, -1.29)
    assert (row["where_altitude"], row["where_accuracy"]) == (1650, 4.5)
    assert row["path"] == '{"type": "LineString", "coordinates": [[2.0, 1.0], [4.0, 3.0]]}'
    assert str(row["field"]).startswith('{"type": "Polygon"')


def test_no_answer_is_missing_and_not_no() -> None:
    row = one("<people/><sources/>")
    assert row["people"] is None
    assert row["sources_tap"] is None


def test_two_questions_of_one_name_have_columns_of_their_own() -> None:
    row = one("<home><name>a</name></home><tank><name>b</name></tank>")
    assert (row["name"], row["tank_name"]) == ("a", "b")


def test_repeats_are_tables_that_know_their_parents() -> None:
    inside = (
        "<member><age>30</age><visit><day>2026-01-01</day></visit>"
        "<visit><day>2026-02-01</day></visit></member><member><age>4</age></member>"
    )
    found = tables([sent(inside, 1), sent(inside, 2)], FORM)
    members = found.repeats["member"].to_pylist()
    visits = found.repeats["member/visit"].to_pylist()
    assert [(row["parent"], row["place"], row["age"]) for row in members[:2]] == [
        ("uuid:1", 1, 30),
        ("uuid:1", 2, 4),
    ]
    rows = {row["row"] for row in members}
    assert len(rows) == 4
    assert {row["parent"] for row in visits} == {"uuid:1/member[1]", "uuid:2/member[1]"} <= rows


def test_a_repeat_can_carry_the_answers_of_its_submission() -> None:
    found = tables([sent("<people>3</people><member><age>9</age></member>")], FORM)
    assert joined(found, "member").to_pylist()[0]["people"] == 3


def test_what_is_not_of_its_kind_is_missing_kept_and_flagged() -> None:
    found = tables([sent("<people>many</people><where>91 0</where>")], FORM)
    row = found.main.to_pylist()[0]
    assert (row["people"], row["people_written"]) == (None, "many")
    assert (row["where_latitude"], row["where_written"]) == (None, "91 0")
    assert codes(found) == ["submission.unreadable"] * 2


def test_a_choice_that_is_not_offered_is_flagged() -> None:
    found = tables([sent("<sources>tap river</sources>")], FORM)
    assert found.main.to_pylist()[0]["sources"] == "tap river"
    assert codes(found) == ["submission.unknown_choice"]


def test_what_no_version_asks_is_kept_and_flagged() -> None:
    found = tables([sent("<extra><note>hello</note></extra>")], FORM)
    assert found.main.to_pylist()[0]["extra_note"] == "hello"
    assert codes(found) == ["submission.unknown_element"]


def test_an_answer_sent_twice_counts_once_and_is_kept() -> None:
    found = tables([sent("<people>3</people><people>4</people>")], FORM)
    row = found.main.to_pylist()[0]
    assert (row["people"], row["people_again"]) == (3, "4")
    assert codes(found) == ["submission.answered_twice"]


def test_thousands_of_unknown_elements_make_no_thousands_of_columns() -> None:
    inside = "".join(f"<x{number}>1</x{number}>" for number in range(3000))
    found = tables([sent(inside)], FORM)
    assert found.main.num_columns < 300
    assert "submission.many_unknown" in codes(found)


def test_an_encrypted_submission_has_no_row() -> None:
    sealed = submission.read(b"<data id='water' encrypted='yes'><encryptedXmlFile/></data>")
    found = tables([sealed], FORM)
    assert found.main.num_rows == 0
    assert codes(found) == ["submission.encrypted"]


def test_versions_share_the_columns_of_the_questions_they_share() -> None:
    """A question moved into a group stays itself; one that changed its kind is read as text."""
    older = Questionnaire(
        "water",
        "1",
        contents=(
            Question("age", "age", "integer"),
            Question("taps", "taps", "integer"),
            Question("gone", "gone", "text"),
        ),
    )
    newer = Questionnaire(
        "water",
        "2",
        contents=(
            Group("who", "who", (Question("age", "who/age", "integer"),)),
            Question("taps", "taps", "text"),
        ),
    )
    early = sent("<age>30</age><taps>2</taps><gone>x</gone>", 1)
    late = sent("<who><age>40</age></who><taps>two</taps>", 2, "2")
    found = tables([early, late], newer, older=[older])
    assert found.main["age"].to_pylist() == [30, 40]
    assert found.main["taps"].to_pylist() == ["2", "two"]
    assert found.main["gone"].to_pylist() == ["x", None]
    assert found.flags == ()


@settings(deadline=None)
@given(st.lists(st.integers(-(10**17), 10**17), max_size=5))
def test_whole_numbers_come_back_as_they_were(numbers: list[int]) -> None:
    found = tables([sent(f"<people>{number}</people>") for number in numbers], FORM)
    assert found.main["people"].to_pylist() == numbers
    assert found.main.schema.field("people").type == pa.int64()
