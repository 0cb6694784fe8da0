"""Filled questionnaires as OData tables."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datashift.kit.problem import Problem
from datashift.questionnaires import submission
from datashift.questionnaires.odata import described, filters
from datashift.questionnaires.odata.filters import Compared, Denied, Joined
from datashift.questionnaires.odata.flat import file_names, repeat_table
from datashift.questionnaires.odata.rows import main_row, repeat_rows, selected
from datashift.questionnaires.odata.schema import identifier, schema
from datashift.questionnaires.odata.values import value
from datashift.questionnaires.questionnaire import Group, Question, Questionnaire

NUMBERS = Question("number", "member/phone/number", "text")
PHONE = Group("phone", "member/phone", (NUMBERS,), repeats=True)
MEMBER = Group("member", "member", (Question("age", "member/age", "integer"), PHONE), repeats=True)
OLD = Questionnaire("wells", contents=(Question("1 old-name", "1 old-name", "text"),))
NEW = Questionnaire("wells", contents=(Question("where", "place/where", "geopoint"), MEMBER))
SCHEMA = schema([NEW, OLD])
NOW = datetime(2026, 1, 1, tzinfo=UTC)

# One turn of the outer repeat is a list of turns of the inner one.
families = st.lists(
    st.tuples(
        st.integers(0, 120), st.lists(st.text("0123456789", min_size=1, max_size=5), max_size=3)
    ),
    max_size=4,
)


def test_tables_of_repeats_have_the_files_and_the_keys_of_odk_central() -> None:
    """As central-backend's own test of nested repeats has them (test/unit/data/briefcase.js)."""
    toy = Group("toy", "kin/child/toy", (Question("name", "kin/child/toy/name", "text"),), repeats=True)  # fmt: skip
    child = Group("child", "kin/child", (Question("name", "kin/child/name", "text"), toy), repeats=True)  # fmt: skip
    shape = schema([Questionnaire("f", contents=(Group("kin", "kin", (child,)),))])
    text = (
        '<data id="f"><kin><child><name>Billy</name><toy><name>kite</name></toy></child><child>'
        "<name>Blaine</name><toy><name>ball</name></toy><toy><name>cart</name></toy></child></kin>"
        "</data>"
    )
    values = submission.read(text.encode()).values
    made = {
        name: "".join(repeat_table(each, repeat_rows(values, shape, each, key="two"))).split()
        for name, each in file_names("f", shape)
    }
    assert made == {
        "f-child.csv": [
            "name,PARENT_KEY,KEY",
            "Billy,two,two/kin/child[1]",
            "Blaine,two,two/kin/child[2]",
        ],
        "f-toy.csv": [
            "name,PARENT_KEY,KEY",
            "kite,two/kin/child[1],two/kin/child[1]/toy[1]",
            "ball,two/kin/child[2],two/kin/child[2]/toy[1]",
            "cart,two/kin/child[2],two/kin/child[2]/toy[2]",
        ],
    }
    left = Group("toy", "toy", (Question("name", "toy/name", "text"),), repeats=True)
    twice = schema([Questionnaire("f", contents=(left, Group("kin", "kin", (child,))))])
    assert [name for name, _ in file_names("f", twice)] == [
        "f-toy~1.csv",
        "f-child.csv",
        "f-toy~2.csv",
    ]


def filled(family: list[tuple[int, list[str]]]) -> tuple[submission.Value, ...]:
    turns = "".join(
        f"<member><age>{age}</age>"
        + "".join(f"<phone><number>{number}</number></phone>" for number in numbers)
        + "</member>"
        for age, numbers in family
    )
    text = f'<data id="wells"><place><where>1 2 3 4</where></place>{turns}</data>'
    return submission.read(text.encode()).values


@given(families)
def test_a_repeats_table_holds_what_the_whole_holds(family: list[tuple[int, list[str]]]) -> None:
    values = filled(family)
    whole = main_row(values, SCHEMA, key="k", expand=True)
    member, phone = SCHEMA.repeats()
    members = [entry.row for entry in repeat_rows(values, SCHEMA, member, key="k")]
    phones = list(repeat_rows(values, SCHEMA, phone, key="k"))
    inside: list[Any] = whole.get("member", [])
    assert [row["age"] for row in inside] == [age for age, _ in family]
    assert [row["__id"] for row in members] == [row["__id"] for row in inside]
    assert [entry.row["number"] for entry in phones] == [
        n for _, numbers in family for n in numbers
    ]
    assert [entry.row["__Submissions-member-id"] for entry in phones] == [
        turn["__id"] for turn in inside for _ in turn.get("phone", [])
    ]
    assert {entry.within[0] for entry in phones} <= {"k"}
    keys = [row["__id"] for row in members] + [entry.row["__id"] for entry in phones]
    assert len(set(keys)) == len(keys)


def test_a_row_has_every_column_and_links_in_the_place_of_repeats() -> None:
    row = main_row(filled([(3, [])]), SCHEMA, key="uuid:1")
    assert row == {
        "__id": "uuid:1",
        "place": {
            "where": {
                "type": "Point",
                "coordinates": [2.0, 1.0, 3.0],
                "properties": {"accuracy": 4.0},
            }
        },
        "_1_old_name": None,
        "meta": {"instanceID": None, "instanceName": None},
        "member@odata.navigationLink": "Submissions('uuid%3A1')/member",
    }
    assert selected(row, ["__id", "place/where/type"]) == {
        "__id": "uuid:1",
        "place": {"where": {"type": "Point"}},
    }


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("int", "7", 7),
        ("int", "7.0", 7),
        ("int", "seven", None),
        ("decimal", "1e3", 1000.0),
        ("decimal", "nan", None),
        ("string", " 7 ", " 7 "),
        ("string", "  ", None),
        ("geopoint", "1", None),
        ("geopoint", "1 2", {"type": "Point", "coordinates": [2.0, 1.0]}),
        (
            "geoshape",
            "0 0 0 0; 0 1 0 0; 1 1 0 0; 0 0 0 0;",
            {
                "type": "Polygon",
                "coordinates": [
                    [[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 0.0]]
                ],
            },
        ),
    ],
)
def test_answers_become_values(kind: str, text: str, expected: object) -> None:
    assert value(kind, text) == expected


@given(st.text(max_size=12).filter(bool))
def test_every_name_becomes_one_that_odata_allows(name: str) -> None:
    assert identifier(name).isidentifier()


def test_the_metadata_names_every_table_and_every_column_of_a_row() -> None:
    told = ET.fromstring(described.metadata(SCHEMA, "wells"))
    edm = "{http://docs.oasis-open.org/odata/ns/edm}"
    types = {
        each.get("Name"): {column.get("Name") for column in each.iter(f"{edm}Property")}
        for each in told.iter(f"{edm}EntityType")
    }
    sets = {each.get("Name") for each in told.iter(f"{edm}EntitySet")}
    tables = {each["name"] for each in described.service(SCHEMA, "x")["value"]}
    assert set(types) == sets == tables
    (entry,) = repeat_rows(filled([(3, [])]), SCHEMA, next(SCHEMA.repeats()), key="k")
    assert set(entry.row) <= types["Submissions.member"]
    row = main_row(filled([]), SCHEMA, key="k")
    assert {*row, "__system"} == types["Submissions"]


def test_a_filter_binds_as_odata_says() -> None:
    def year(how: str, number: int) -> Compared:
        return Compared("a", "year", how, number)

    said = "not year(a) eq 1 and year(a) lt 2 or (year(a) gt 3)"
    assert filters.parse(said, now=NOW) == Joined(
        "or", (Joined("and", (Denied(year("eq", 1)), year("lt", 2))), year("gt", 3))
    )
    assert filters.parse("$root/Submissions/a le now()", now=NOW) == Compared("a", "", "le", NOW)
    assert filters.parse("a eq 'it''s'", now=NOW) == Compared("a", "", "eq", "it's")
    assert filters.parse("a ge 2026-01-01T01:00:00+01:00", now=NOW) == Compared("a", "", "ge", NOW)


@given(st.text("ab()'eq andornot$/0123-T:.Z\x00", max_size=40))
def test_what_is_no_filter_is_a_problem_and_nothing_worse(text: str) -> None:
    with suppress(Problem):
        filters.parse(text, now=NOW)
