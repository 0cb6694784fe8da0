"""Laws of imports: ids and texts depend on what was answered, on nothing else."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from library.questionnaires.sources.exports import WATER, put, table

from datashift.questionnaires import submission
from datashift.questionnaires.questionnaire import Group, Question, Questionnaire
from datashift.questionnaires.sources import Export, read, same_answers, with_kept

words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12).map(
    lambda text: text.strip()
)
HEADING = ["Timestamp", "Name", "Village", "Anything else?"]


def brought(rows: list[list[str]]) -> Export:
    with tempfile.TemporaryDirectory() as folder:
        return read(put(Path(folder), "answers.csv", table(rows)), form=WATER)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(words, words, words), min_size=1, max_size=6), st.randoms())
def test_order_of_rows_and_columns_changes_no_id_and_no_text(
    answers: list[tuple[str, str, str]], chance: object
) -> None:
    rows = [["2024-05-03 08:00:00", *row] for row in answers]
    first = brought([HEADING, *rows])
    columns = [1, 2, 3]
    chance.shuffle(columns)  # type: ignore[attr-defined]
    chance.shuffle(rows)  # type: ignore[attr-defined]
    moved = [[row[0], *(row[at] for at in columns)] for row in [HEADING, *rows]]
    second = brought(moved)
    texts = {each.instance_id: each.text for each in first.submissions}
    assert {each.instance_id: each.text for each in second.submissions} == texts
    assert len(texts) == len(rows)


@given(words, words)
def test_what_is_said_otherwise_is_the_same_and_what_is_other_is_not(one: str, two: str) -> None:
    def text(inside: str) -> bytes:
        return (
            f"<data id='w'><a>{inside}</a><meta><instanceID>x</instanceID></meta></data>".encode()
        )

    from xml.sax.saxutils import escape

    same = same_answers(text(escape(one)), text(f"  {escape(one)} "))
    assert same
    first = submission.read(text(escape(one))).value("a").split()
    second = submission.read(text(escape(two))).value("a").split()
    if first != second and not any(mark in one + two for mark in "0123456789"):
        assert not same_answers(text(escape(one)), text(escape(two)))


def test_the_same_moment_and_the_same_number_are_the_same() -> None:
    def text(inside: str) -> bytes:
        return f"<data id='w'><a>{inside}</a></data>".encode()

    assert same_answers(text("2024-05-03T08:00:00+03:00"), text("2024-05-03T05:00:00.000Z"))
    assert same_answers(text("12"), text("12.0"))
    assert same_answers(text("-0.1 34.7 0 4.50"), text("-0.10 34.7 0.0 4.5"))
    assert not same_answers(text("12"), text("13"))
    assert not same_answers(text("007"), text("7"))


NESTED = Questionnaire(
    "nested",
    contents=(
        Group("home", "home", (
            Group("child", "home/child", (
                Question("name", "home/child/name", "text"),
                Group("toy", "home/child/toy", (
                    Question("kind", "home/child/toy/kind", "text"),
                ), repeats=True),
            ), repeats=True),
        )),
    ),
)  # fmt: skip


def home(*children: tuple[str, tuple[str, ...]], space: str = "") -> bytes:
    told = "".join(
        f"<child><name>{name}</name>{''.join(f'<toy><kind>{kind}</kind></toy>' for kind in kinds)}"
        "</child>"
        for name, kinds in children
    )
    inside = f"<home>{told}</home>" if told else ""
    return (
        f"<data id='nested'{space}>{inside}<meta><instanceID>x</instanceID></meta></data>".encode()
    )


def test_repeats_that_no_table_brought_stay_with_the_turn_that_they_are_of() -> None:
    known = home(("Neema", ("ball", "cart")), ("Juma", ("kite",)), space=" xmlns='http://x.org'")
    toys, children = ("home", "child", "toy"), ("home", "child")

    def kept(*names: str) -> bytes:
        return with_kept(home(*((name, ()) for name in names)), known, [toys], NESTED)

    whole = with_kept(home(), known, [children], NESTED)
    assert same_answers(whole, known)
    other = home(("Amina", ("ball", "cart")), ("Juma", ("kite",)))
    assert same_answers(kept("Amina", "Juma"), other)
    # Of two one went: the toys of the other do not go to whoever stands in that place now.
    assert same_answers(kept("Juma"), home(("Juma", ("kite",))))
    assert kept("Amina") == home(("Amina", ()))
