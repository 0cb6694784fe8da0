"""A questionnaire filled in on paper is what a phone would have made of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from datashift.questionnaires import submission, xlsform
from datashift.questionnaires.filling import days
from datashift.questionnaires.filling.expressions import Evaluator
from datashift.questionnaires.filling.filled import Fault, Filled, fill
from datashift.questionnaires.filling.functions import PLAIN, Unknown, text
from datashift.questionnaires.filling.paper import Paper

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
HOUSEHOLD = """
| survey  |                     |       |            |               |          |                |                                             |               |
|         | type                | name  | label      | relevant      | required | constraint     | calculation                                 | choice_filter |
|         | today               | today |            |               |          |                |                                             |               |
|         | select_one yes      | water | Any water? |               | yes      |                |                                             |               |
|         | select_one region   | region | Region?   |               |          |                |                                             |               |
|         | select_one district | district | District? |             |          |                |                                             | of = ${region} |
|         | decimal             | metres | How far?  | ${water} = 'y' |         | . >= 0 and . < 9000 |                                        |               |
|         | date                | since | Since when? | ${water} = 'y' |        | . <= today()   |                                             |               |
|         | calculate           | years |            |               |          |                | int((${today} - ${since}) div 365.25)       |               |
|         | begin_repeat        | child | Child      | ${water} = 'y' |         |                |                                             |               |
|         | text                | name  | Name?      |               | yes      |                |                                             |               |
|         | integer             | age   | Age?       | ${name} != '' |          | . < 18         |                                             |               |
|         | end_repeat          |       |            |               |          |                |                                             |               |
|         | calculate           | young |            |               |          |                | count(${child}[${age} < 5])                 |               |
|         | calculate           | said  |            |               |          |                | concat(round(${metres}, 1), ' m, ', join('+', ${age})) |    |
| choices |                     |       |            |               |          |                |                                             |               |
|         | list_name           | name  | label      | of            |          |                |                                             |               |
|         | yes                 | y     | Yes        |               |          |                |                                             |               |
|         | yes                 | n     | No         |               |          |                |                                             |               |
|         | region              | north | North      |               |          |                |                                             |               |
|         | region              | south | South      |               |          |                |                                             |               |
|         | district            | hill  | Hill       | north         |          |                |                                             |               |
|         | district            | shore | Shore      | south         |          |                |                                             |               |
"""
ALL = {
    "water": "y",
    "region": "north",
    "district": "hill",
    "metres": "12,25",
    "since": "2020-01-31",
    "child[0]/name": "Neema",
    "child[0]/age": "3",
    "child[2]/name": "Otieno",
    "child[2]/age": "11",
}


@cache
def paper(table: str = HOUSEHOLD) -> Paper:
    with TemporaryDirectory() as folder:
        place = Path(folder) / "form.md"
        place.write_text(table, encoding="utf-8")
        return Paper.of(xlsform.convert(place, name="form.md").xform)


def filled(**changed: str) -> Filled:
    answers = {**ALL, **{name.replace("__", "/"): value for name, value in changed.items()}}
    return fill(paper(), answers, instance_id="uuid:1", now=NOW)


def answers(result: Filled) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for value in submission.read(result.document, paper().form).values:
        if value.leaf:
            found.setdefault("/".join(value.path), []).append(value.text)
    return found


def test_a_whole_questionnaire_is_computed() -> None:
    result = filled()
    assert not result.faults
    assert not result.left_out
    told = answers(result)
    assert told["today"] == ["2026-03-01"]
    assert told["since"] == ["2020-01-31"]
    assert told["metres"] == ["12.25"]
    assert told["years"] == ["6"]
    assert told["child/name"] == ["Neema", "Otieno"]
    assert told["young"] == ["1"]
    assert told["said"] == ["12.3 m, 3+11"]
    assert told["meta/instanceID"] == ["uuid:1"]


@pytest.mark.parametrize(
    ("address", "written", "fault"),
    [
        ("water", "", Fault.MISSING),
        ("metres", "far", Fault.NOT_NUMBER),
        ("metres", "9000", Fault.REFUSED),
        ("since", "2026-03-02", Fault.REFUSED),
        ("since", "lately", Fault.NOT_DAY),
        ("child[2]/age", "18", Fault.REFUSED),
        ("child[2]/age", "1.5", Fault.NOT_WHOLE),
        ("child[2]/name", "", Fault.MISSING),
        ("district", "shore", Fault.NOT_OFFERED),
    ],
)
def test_what_is_wrong_is_told_where_it_is(address: str, written: str, fault: Fault) -> None:
    assert filled(**{address: written}).faults.get(address) == fault


def test_what_is_not_asked_is_left_out_and_told() -> None:
    result = filled(water="n")
    assert not result.faults
    assert set(result.left_out) == {
        "metres", "since", "child[0]/name", "child[0]/age", "child[2]/name", "child[2]/age",
    }  # fmt: skip
    told = answers(result)
    assert "metres" not in told
    assert "child/name" not in told
    assert told["young"] == ["0"]


def test_what_is_not_asked_cannot_be_wrong() -> None:
    assert not filled(water="n", metres="far", since="lately").faults


# What the functions give: https://getodk.github.io/xforms-spec/#xpath-functions and
# https://docs.getodk.org/form-operators-functions/
@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("selected('a b c', 'b')", "true"),
        ("selected('apple', 'app')", "false"),
        ("selected-at('a b c', 2)", "c"),
        ("count-selected('a b c')", "3"),
        ("coalesce('', 'x')", "x"),
        ("if(1 > 2, 'yes', 'no')", "no"),
        ("round(3.14159, 3)", "3.142"),
        ("round(-2.5)", "-2"),
        ("int(3.9)", "3"),
        ("pow(2, 10)", "1024"),
        ("substr('hello', 1, 3)", "el"),
        ("ends-with('cherry', 'rry')", "true"),
        ("regex('0712345678', '07[0-9]{8}')", "true"),
        ("regex('x0712345678', '07[0-9]{8}')", "false"),
        ("join('-', 'a', 'b')", "a-b"),
        ("concat('a', 2)", "a2"),
        ("format-date('2026-03-09', '%e/%n/%y')", "9/3/26"),
        ("format-date(today(), '%Y-%m-%d')", "2026-03-01"),
        ("decimal-date-time('1970-01-03')", "2"),
        ("date('2026-03-01') - date('2026-02-01')", "28"),
        ("today() > '2026-02-28'", "true"),
        ("boolean-from-string('1')", "true"),
        ("string-length('abc') + number('2')", "5"),
    ],
)
def test_functions_give_what_the_specification_says(expression: str, value: str) -> None:
    node: Any = etree.fromstring("<data><a/></data>")
    assert text(Evaluator({}, NOW).value(expression, node[0])) == value


def test_evaluators_at_work_at_once_keep_to_their_own_clock_list_and_node() -> None:
    expression = "concat(today(), ' ', instance('places'), ' ', current()/name)"

    def said(number: int) -> set[str]:
        node = etree.fromstring(f"<data><name>{number}</name></data>")
        places = etree.fromstring(f"<root>place {number}</root>")
        own = Evaluator({"places": places}, NOW + timedelta(days=number))
        return {own.text(expression, node) for _ in range(300)}

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(said, range(8)))
    first = int(days.days(NOW))
    assert found == [{f"{first + number} place {number} {number}"} for number in range(8)]


def test_what_is_not_computed_refuses_nothing() -> None:
    node: Any = etree.fromstring("<data/>")
    evaluator = Evaluator({}, NOW)
    with pytest.raises(Unknown):
        evaluator.value("digest('a', 'SHA-256')", node)
    assert evaluator.holds("digest(., 'SHA-256') = 1", node, otherwise=True)


@given(st.dictionaries(st.sampled_from(sorted(ALL)), st.text(max_size=12)))
def test_whatever_is_typed_there_is_an_answer(changed: dict[str, str]) -> None:
    plain = {
        address: "".join(c for c in value if c.isprintable()) for address, value in changed.items()
    }
    result = fill(paper(), plain, instance_id="uuid:1", now=NOW)
    assert submission.read(result.document).instance_id == "uuid:1"
    assert set(result.faults).isdisjoint(result.left_out)


def within(depth: int) -> str:
    """How many nodes there are for which there are nodes, and so on."""
    found = "count(//*)"
    for _ in range(depth):
        found = f"count(//*[{found} > 0])"
    return found


DOUBLED = "".join(
    f"| | calculate | twice{n} | | | | | concat({', '.join([f'${{twice{n - 1}}}'] * 9)}) | |\n"
    for n in range(1, 12)
)
HOSTILE = {
    "conditions within conditions": within(4),
    "conditions along the way": "count(/data/child" + "[following::*" * 6 + "]" * 6 + ")",
    "an expression without end": "concat('a'" + ", 'a'" * 9_000 + ")",
    "a pattern that tries everything": "regex('" + "a" * 60 + "!', '(a?a)+')",
    "a text that grows": "'a' | |\n| | calculate | twice0 | | | | | 'aaaaaaaaa' | |\n" + DOUBLED,
}


@pytest.mark.parametrize("why", HOSTILE)
def test_an_expression_that_would_never_end_is_not_computed(why: str) -> None:
    # Each of them takes hours, or all memory, where it is computed.
    old = "concat(round(${metres}, 1), ' m, ', join('+', ${age})) |    |"
    assert old in HOUSEHOLD
    form = paper(HOUSEHOLD.replace(old, f"{HOSTILE[why]} | |"))
    each = {"age": "3", "name": "Neema"}
    children = {f"child[{at}]/{name}": said for at in range(50) for name, said in each.items()}
    given = {**ALL, **children}
    result = fill(form, given, instance_id="uuid:1", now=NOW)
    values = submission.read(result.document, form.form).values
    said = {"/".join(one.path): one.text for one in values}
    assert max(map(len, said.values())) <= 1_000_000
    assert said["young"] == "50"
    assert said.get("said", "") in {"", "false", "a"}


@pytest.mark.parametrize(
    "expression",
    ["position('x')", "indexed-repeat('x', ${child}, 1)", "indexed-repeat(${age}, 'x', 1)"],
)
def test_a_function_of_places_is_not_computed_of_a_text(expression: str) -> None:
    old = "concat(round(${metres}, 1), ' m, ', join('+', ${age}))"
    result = fill(paper(HOUSEHOLD.replace(old, expression)), ALL, instance_id="uuid:1", now=NOW)
    assert answers(result)["young"] == ["1"]


def test_a_pattern_is_held_against_an_answer_for_a_bounded_time() -> None:
    with pytest.raises(Unknown):
        PLAIN["regex"](None, "a" * 60 + "!", "(a|aa)+")
    assert PLAIN["regex"](None, "KE-0042", "[A-Z]{2}-[0-9]+")
