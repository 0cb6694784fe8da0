"""Law: a questionnaire that is written as an XLSForm and converted is the same questionnaire."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy, composite

from datashift.questionnaires import converting, written, xform
from datashift.questionnaires.questionnaire import (
    UNNAMED,
    Choice,
    EntityList,
    Group,
    Question,
    Questionnaire,
)

TWO = ("English (en)", "नेपाली (ne)")
LETTERS = "abcXYZ éñü ज़ा سلام 水 0123 ,.;!<>&\"'=+@()"
PLAIN = {"text", "integer", "decimal", "date", "time", "datetime", "geopoint", "geotrace", "note"}
HIDDEN = {"start", "end", "today", "deviceid"}
FIRST = Question(
    "begin", "begin", "select_one", choice_list="yes_no", choices=(Choice("y"), Choice("n"))
)


def words() -> SearchStrategy[str]:
    """What people write: any script, signs that XML and spreadsheets read as their own."""
    lines = st.text(LETTERS, min_size=1, max_size=20).map(lambda text: " ".join(text.split()))
    return lines.filter(lambda text: text not in {"", "-"})


def said(languages: tuple[str, ...]) -> SearchStrategy[dict[str, str]]:
    """Words in the first language and perhaps in the others."""
    first, *others = languages
    return st.fixed_dictionaries(
        {first: words()}, optional={language: words() for language in others}
    )


def sometimes(strategy: SearchStrategy[str]) -> SearchStrategy[str]:
    return st.just("") | strategy


@composite
def choices(draw: DrawFn, languages: tuple[str, ...]) -> tuple[Choice, ...]:
    names = draw(
        st.lists(
            st.from_regex(r"[a-z][a-z0-9_]{0,5}", fullmatch=True),
            min_size=1,
            max_size=4,
            unique=True,
        )
    )
    return tuple(
        Choice(name, draw(said(languages)), code=draw(sometimes(st.sampled_from(["1", "F", "_T"]))))
        for name in names
    )  # fmt: skip


@composite
def question(draw: DrawFn, number: int, within: str, languages: tuple[str, ...]) -> Question:
    name = f"q{number}"
    path = f"{within}{name}"
    kind = draw(st.sampled_from(sorted(PLAIN | HIDDEN | {"calculate", "select_one", "image"})))
    if kind in HIDDEN:
        return Question(name, path, kind)
    conditions = st.sampled_from(["${begin} = 'y'", "${begin} = 'it  is' or ${begin} != 'n'"])
    if kind == "calculate":
        return Question(name, path, kind, calculation="concat(${begin}, ' x ')",
                        relevant=draw(sometimes(conditions)), concept=draw(sometimes(words())))  # fmt: skip
    offered = draw(choices(languages)) if kind == "select_one" else ()
    constraint = draw(sometimes(st.just(". != ''"))) if kind != "note" else ""
    return Question(
        name,
        path,
        kind,
        labels=draw(said(languages)),
        hints=draw(st.just({}) | said(languages)),
        guidance=draw(st.just({}) | said(languages)),
        choices=offered,
        choice_list=f"list_{number}" if offered else "",
        required=draw(st.sampled_from(["", "true()", "${begin} = 'y'"])) if kind != "note" else "",
        relevant=draw(sometimes(conditions)),
        constraint=constraint,
        constraint_messages=draw(said(languages)) if constraint else {},
        read_only=draw(sometimes(st.just("true()"))) if kind == "integer" else "",
        default=draw(sometimes(st.just("5"))) if kind == "integer" else "",
        appearance=draw(sometimes(st.just("minimal"))),
        parameters={"max-pixels": "640"} if kind == "image" else {},
        concept=draw(sometimes(st.just("SEX"))),
        indicator=draw(sometimes(st.just("6.1.1 proxy by SEX"))),
    )


@composite
def questionnaires(draw: DrawFn) -> Questionnaire:
    languages = draw(st.sampled_from([(UNNAMED,), TWO]))
    labels = dict.fromkeys(languages, "Begin?")
    choices_said = tuple(
        Choice(one.name, dict.fromkeys(languages, one.name)) for one in FIRST.choices
    )
    first = Question(
        FIRST.name, FIRST.path, FIRST.kind, labels, choices=choices_said, choice_list="yes_no"
    )
    contents: list[Question | Group] = [first]
    number = 0
    for place in range(draw(st.integers(0, 3))):
        inside = []
        for _ in range(draw(st.integers(1, 2))):
            number += 1
            inside.append(draw(question(number, f"g{place}/", languages)))
        contents.append(
            Group(f"g{place}", f"g{place}", tuple(inside), draw(said(languages)),
                  relevant=draw(sometimes(st.just("${begin} = 'y'"))),
                  repeats=draw(st.booleans()),
                  appearance=draw(sometimes(st.just("field-list"))))
        )  # fmt: skip
        number += 1
        contents.append(draw(question(number, "", languages)))
    entities = draw(st.sampled_from([(), (EntityList("points", label="${begin}"),)]))
    return Questionnaire(
        id=draw(st.from_regex(r"[a-z][a-z0-9_-]{0,8}", fullmatch=True)),
        version=draw(sometimes(st.from_regex(r"[0-9]{1,8}", fullmatch=True))),
        title=draw(words()),
        languages=languages,
        contents=tuple(contents),
        entities=entities,
        instance_name=draw(sometimes(st.just("concat('No. ', ${begin})"))),
        settings=draw(
            st.sampled_from([{}, {"style": "pages"}, {"submission_url": "https://x.example/y"}])
        ),
    )


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(questionnaires())
def test_written_and_converted_it_is_the_same(questionnaire: Questionnaire) -> None:
    with tempfile.TemporaryDirectory() as folder:
        form = Path(folder) / "form.xlsx"
        form.write_bytes(written.xlsform(questionnaire))
        answer = converting.convert(form, ".xlsx")
    assert "error" not in answer, answer
    assert xform.read(answer["xform"].encode()) == questionnaire


ELSEWHERE = """
| survey   |                            |      |          |                   |               |
|          | type                       | name | label    | parameters        | body::intent  |
|          | select_one_from_file a.csv | own  | Whose?   | value=id label=nm |               |
|          | select_one_from_file b.csv | well | Which?   |                   |               |
|          | select_one_from_file c.geojson | spot | Where? |                 |               |
|          | integer                    | pulse | Pulse   |                   | org.pulse(a=1) |
|          | image                      | face | The well | app=org.camera    |               |
| settings |                            |      |          |                   |               |
|          | form_id                    | client_editable |  |                |               |
|          | elsewhere                  | yes  |          |                   |               |
"""


def test_columns_of_files_programmes_and_leave_to_edit_come_back() -> None:
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder) / "first.md", Path(folder) / "second.xlsx"
        first.write_text(ELSEWHERE)
        brought = converting.convert(first, ".md")["xform"]
        second.write_bytes(written.xlsform(xform.read(brought.encode())))
        again = converting.convert(second, ".xlsx")["xform"]
    for said in (
        '<value ref="id"/>',
        '<label ref="title"/>',
        'intent="org.pulse(a=1)"',
        'intent="org.camera"',
        'client-editable="true"',
    ):
        assert brought.count(said) == again.count(said) > 0
    assert brought.count('<value ref="name"/>') == again.count('<value ref="name"/>') == 1


def test_answers_of_a_repeat_stay_what_is_chosen_from() -> None:
    sheets = """
| survey |                  |        |          |               |
|        | type             | name   | label    | choice_filter |
|        | begin_repeat     | member | Member   |               |
|        | text             | called | Name     |               |
|        | end_repeat       |        |          |               |
|        | select_one ${called} | head | Who heads it? | ${called} != '' |
"""
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder) / "first.md", Path(folder) / "second.xlsx"
        first.write_text(sheets)
        read = xform.read(converting.convert(first, ".md")["xform"].encode())
        second.write_bytes(written.xlsform(read))
        again = converting.convert(second, ".xlsx")["xform"]
    assert read.question("head").choice_list == "${called}"
    assert xform.read(again.encode()) == read
    assert 'nodeset="/data/member[' in again
