"""Which answers are none, and that what the table of a study can read is never one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from datashift.questionnaires import submission
from datashift.questionnaires.misfits import MOST, misfits
from datashift.questionnaires.questionnaire import Choice, Group, Question, Questionnaire
from datashift.questionnaires.typed import is_readable, typed

YES_NO = (Choice("yes", {"": "Yes"}), Choice("no", {"": "No"}))
FORM = Questionnaire(
    "visit",
    contents=(
        Question("people", "people", "integer"),
        Question("metres", "metres", "range", parameters={"start": "0", "end": "9", "step": "0.5"}),
        Question("day", "day", "date"),
        Question("place", "place", "geopoint"),
        Question("path", "path", "geotrace"),
        Question("works", "works", "select_one", choices=YES_NO),
        Question("uses", "uses", "select_multiple", choices=YES_NO),
        Question("pump", "pump", "select_one", choices=YES_NO, choices_file="pumps.csv"),
        Question("ward", "ward", "select_one", choices=YES_NO, appearance="search('wards')"),
        Question("free", "free", "text"),
        Question("sum", "sum", "calculate", bind={"type": "int"}),
        Group("child", "child", (Question("age", "child/age", "integer"),), repeats=True),
    ),
)


def noticed(inside: str, form: Questionnaire = FORM) -> dict[str, str]:
    read = submission.read(f"<data id='visit'>{inside}</data>".encode(), form)
    return {one.path: one.text for one in misfits(read, form)}


def test_a_word_for_a_number_and_a_choice_that_is_not_on_the_list() -> None:
    assert noticed(
        "<people>many</people><metres>far</metres><day>31/12/2026</day><place>here</place>"
        "<path>0 34</path><works>perhaps</works><uses>yes perhaps</uses>"
        "<child><age>7</age></child><child><age>seven</age></child>"
    ) == {
        "people": "many",
        "metres": "far",
        "day": "31/12/2026",
        "place": "here",
        "path": "0 34",
        "works": "perhaps",
        "uses": "yes perhaps",
        "child/age": "seven",
    }


def test_what_may_be_answered_is_no_misfit() -> None:
    assert not noticed(
        "<people>7.0</people><metres>3.5</metres><day>2026-12-31</day><place>0 34 0 0</place>"
        "<path>0 34 0 0;0.5 34.5 0 0</path><works>yes</works><uses>no yes</uses><pump>p-7</pump>"
        "<ward>w-3</ward><free>many</free><sum>NaN</sum><child><age/></child><other>x</other>"
    )


def test_of_a_hostile_submission_only_some_are_kept() -> None:
    asked = tuple(Question(f"q{at}", f"q{at}", "integer") for at in range(200))
    inside = "".join(f"<q{at}>{'x' * 500}</q{at}>" for at in range(200))
    found = noticed(inside, Questionnaire("visit", contents=asked))
    assert len(found) == MOST
    assert max(map(len, found.values())) < 100
    line = ";".join(["0 34 0 0"] * 300_000)
    assert not noticed(f"<path>{line}</path><people>many</people>")


@given(
    st.sampled_from(["integer", "decimal", "date", "moment", "point", "line", "shape", "several"]),
    st.text("0123456789.-+eT:; abyesno\u0667", min_size=1, max_size=24).map(str.strip).filter(bool),
)
def test_one_answer_is_read_as_its_column_is(kind: str, text: str) -> None:
    choices = ("yes", "no") if kind == "several" else ()
    assert is_readable(kind, text, choices) == (not typed(kind, [text], choices).unreadable)
