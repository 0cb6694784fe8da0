"""A questionnaire asked question by question, with the keys that every phone has."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datashift.questionnaires import xlsform
from datashift.questionnaires.asked.conversation import answer, begin, receipt, resume
from datashift.questionnaires.asked.cost import cost
from datashift.questionnaires.asked.lengths import USSD, Room, messages, screens
from datashift.questionnaires.asked.script import Script
from datashift.questionnaires.asked.talk import Phase, Talk, Turn
from datashift.questionnaires.filling.filled import fill
from datashift.questionnaires.filling.paper import Paper

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
ID = "uuid:00000000-0000-4000-8000-00003f2a91bc"
WELL = """
| survey  |                        |       |                            |                     |                |          |            |                    |               |
|         | type                   | name  | label::English (en)        | label::Español (es) | relevant       | required | constraint | constraint_message::English (en) | choice_filter |
|         | note                   | hello | We ask about **[water](https://example.org)**.    | Agua.               |                |          |            |                    |               |
|         | select_one yes         | works | Does the well work?        | ¿Funciona?          |                | yes      |            |                    |               |
|         | select_multiple fault  | fault | What is broken?            | ¿Qué falla?         | ${works} = 'n' | yes      |            |                    |               |
|         | integer                | people | How many people use it?   | ¿Cuántas personas?  | ${works} = 'y' | yes      | . < 5000   | At most 5,000.     |               |
|         | select_one region      | region | Region?                   | ¿Región?            |                |          |            |                    |               |
|         | select_one district    | district | District of ${region}?  | ¿Distrito?          | ${region} != '' |         |            |                    | of = ${region} |
|         | date                   | since | Since when?                | ¿Desde cuándo?      |                |          | . <= today() |                  |               |
|         | begin_repeat           | child | Child                      | Niña o niño         | ${works} = 'y' |          |            |                    |               |
|         | text                   | name  | Name?                      | ¿Nombre?            |                | yes      |            |                    |               |
|         | integer                | age   | How old is ${name}?        | ¿Qué edad tiene ${name}? |           |          | . < 18     |                    |               |
|         | end_repeat             |       |                            |                     |                |          |            |                    |               |
|         | image                  | photo | A photograph               | Una foto            |                |          |            |                    |               |
|         | geopoint               | place | Where is it?               | ¿Dónde?             |                |          |            |                    |               |
| choices |                        |       |                            |                     |                |          |            |                    |               |
|         | list_name              | name  | label::English (en)        | label::Español (es) | of             |          |            |                    |               |
|         | yes                    | y     | Yes                        | Sí                  |                |          |            |                    |               |
|         | yes                    | n     | No                         | No                  |                |          |            |                    |               |
|         | fault                  | pump  | The pump                   | La bomba            |                |          |            |                    |               |
|         | fault                  | pipe  | A pipe                     | Un tubo             |                |          |            |                    |               |
|         | fault                  | other | Something else             | Otra cosa           |                |          |            |                    |               |
|         | region                 | north | North                      | Norte               |                |          |            |                    |               |
|         | region                 | south | South                      | Sur                 |                |          |            |                    |               |
|         | district               | hill  | Hill                       | Cerro               | north          |          |            |                    |               |
|         | district               | shore | Shore                      | Costa               | south          |          |            |                    |               |
|         | district               | bay   | Bay                        | Bahía               | south          |          |            |                    |               |
| settings |                       |       |                            |                     |                |          |            |                    |               |
|         | form_title             | form_id | version                  |                     |                |          |            |                    |               |
|         | Wells                  | wells | 1                          |                     |                |          |            |                    |               |
"""
COUNTED = """
| survey  |              |        |                        |          |          |
|         | type         | name   | label                  | required | repeat_count |
|         | integer      | people | How many live here?    | yes      |          |
|         | begin_repeat | person | Person                 |          | ${people} |
|         | text         | name   | Name?                  | yes      |          |
|         | end_repeat   |        |                        |          |          |
"""  # fmt: skip


@cache
def script(table: str = WELL) -> Script:
    with TemporaryDirectory() as folder:
        place = Path(folder) / "asked.md"
        place.write_text(table, encoding="utf-8")
        return Script(Paper.of(xlsform.convert(place, name="asked.md").xform))


def talked(texts: Iterable[str], table: str = WELL, room: Room | None = None) -> list[Turn]:
    """Everything that was said, the answer to nothing first."""
    turns = [begin(script(table), instance_id=ID, now=NOW, room=room)]
    for text in texts:
        turns.append(answer(script(table), turns[-1].talk, text, now=NOW, room=room))
    return turns


def test_the_whole_way_in_english() -> None:
    turns = talked(
        ["1", "1", "120", "2", "2", "31/12/2020", "1", "Neema", "3", "2", "-1.28, 36.82"]
    )
    said = [turn.says for turn in turns]
    assert said[0] == "Wells\n1. English\n2. Español"
    assert said[1].startswith("Wells\n00 = back, STOP = end.\nWe ask about water.\nDoes the well")
    assert said[1].endswith("\n1. Yes\n2. No")
    assert said[5].startswith("Since when?\nDay/month/year")
    assert said[4].startswith("District of South?\n1. Shore\n2. Bay")
    assert said[6] == "Child: is there one?\n1. Yes\n2. No"
    assert said[8].startswith("How old is Neema?")
    assert said[9] == "Child: is there another?\n1. Yes\n2. No"
    assert said[-1] == "Thank you. It has arrived. Your number: 3F2A-91BC"
    assert turns[-1].ends
    assert turns[-1].talk.phase is Phase.DONE
    assert not turns[-1].talk.answers
    document = turns[-1].document
    assert document is not None
    for part in (
        b"<works>y</works>",
        b"<people>120</people>",
        b"<district>bay</district>",
        b"<since>2020-12-31</since>",
        b"<name>Neema</name><age>3</age>",
        b"<place>-1.28 36.82 0 0</place>",
    ):
        assert part in document


def test_what_does_not_fit_the_answers_is_not_asked() -> None:
    turns = talked(["1", "2", "1 3", "SKIP", "000", "000"])
    assert turns[2].says.startswith("What is broken?\n1. The pump")
    assert turns[2].says.endswith("Several: 1 3")
    assert turns[-1].ends
    assert b"<fault>pump other</fault>" in (turns[-1].document or b"")


@pytest.mark.parametrize(
    ("before", "typed", "said"),
    [
        (["1"], "3", "Send the number of an answer."),
        (["1"], "000", "This needs an answer."),
        (["1", "1"], "many", "Send a whole number."),
        (["1", "1"], "6000", "At most 5,000."),
        (["1", "1", "9", "000"], "31/02/2020", "Send the day as 31/12/2020."),
        (["1", "1", "9", "000"], "1/1/2027", "This answer is not possible here."),
        (["1", "1", "9", "000", "000", "1"], "", "This needs an answer."),
    ],
)
def test_a_wrong_answer_is_asked_again(before: list[str], typed: str, said: str) -> None:
    *_, last, again = talked([*before, typed])
    assert again.says.startswith(said)
    assert again.talk.answers == last.talk.answers
    assert again.talk.at == last.talk.at


def test_answers_in_digits_of_any_script_and_in_words() -> None:
    turns = talked(["1", "yes", "१२०"])
    assert list(turns[-1].talk.answers.values()) == ["y", "120"]


def test_the_language_is_chosen() -> None:
    turns = talked(["2", "1"])
    assert "¿Funciona?\n1. Sí\n2. No" in turns[1].says
    assert turns[2].says.startswith("¿Cuántas personas?")


def test_a_word_is_understood_without_its_accents() -> None:
    for typed in ("SI", "sí", "Si\u0301"):
        assert talked(["2", typed])[2] == talked(["2", "1"])[2]


def test_pause_and_return_go_on_where_it_stopped() -> None:
    turns = talked(["1", "1", "PAUSE", "hello", "1"])
    assert turns[3].ends
    assert turns[4].says.startswith("You had begun")
    assert turns[5].says == turns[2].says
    back = resume(script(), turns[2].talk, now=NOW)
    assert answer(script(), back.talk, "1", now=NOW).talk == turns[2].talk
    anew = answer(script(), back.talk, "2", now=NOW)
    assert anew.says == turns[0].says
    assert not anew.talk.answers


def test_stop_leaves_nothing() -> None:
    last = talked(["1", "1", "120", "stop"])[-1]
    assert last.ends
    assert not last.talk.answers
    assert "120" not in json.dumps(last.talk.written())
    with pytest.raises(ValueError, match="over"):
        answer(script(), last.talk, "1", now=NOW)


def test_help_tells_the_keys_and_asks_again() -> None:
    *_, before, helped = talked(["1", "1", "help"])
    assert helped.says.startswith("00 = back")
    assert helped.says.endswith(before.says)


def test_a_group_is_asked_as_often_as_an_answer_says() -> None:
    turns = talked(["2", "Amina", "Bruno"], COUNTED)
    assert turns[1].says.startswith("Person 1\nName?")
    assert turns[2].says.startswith("Person 2\nName?")
    assert turns[-1].ends


def test_what_no_message_can_answer_is_named() -> None:
    assert [question.name for question in script().left_out] == ["photo"]


TEXTS = st.lists(
    st.one_of(
        st.sampled_from(["1", "2", "3", "00", "000", "0", "7", "1 2", "1/2/2020", "Neema"]),
        st.sampled_from(["pause", "help", "BACK", "-1.2 36.8", "", "99999999999", "२"]),
        st.text(max_size=12),
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_no_text_breaks_a_conversation_and_keeping_it_changes_nothing(texts: list[str]) -> None:
    turn = begin(script(), instance_id=ID, now=NOW, room=USSD)
    for text in texts:
        kept = Talk.read(json.loads(json.dumps(turn.talk.written())))
        assert kept == turn.talk
        turn = answer(script(), kept, text, now=NOW, room=USSD)
        assert USSD.holds(turn.says)
        if turn.talk.phase in {Phase.DONE, Phase.STOPPED}:
            break


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_back_undoes_an_answer(texts: list[str]) -> None:
    turn = talked(["1"])[-1]
    for text in texts:
        after = answer(script(), turn.talk, text, now=NOW)
        if after.talk.phase is not Phase.ASKING:
            continue
        if len(after.talk.answers) > len(turn.talk.answers):
            undone = answer(script(), after.talk, "00", now=NOW)
            assert undone.talk.answers == turn.talk.answers
            assert undone.talk.at == turn.talk.at
        turn = after


@settings(max_examples=30, deadline=None)
@given(
    works=st.sampled_from("12"),
    people=st.integers(0, 4999),
    region=st.sampled_from(["1", "2", "000"]),
    ages=st.lists(st.integers(0, 17), max_size=3),
)
def test_a_conversation_gives_what_the_form_filled_at_once_gives(
    works: str, people: int, region: str, ages: list[int]
) -> None:
    texts, answers = ["1", works], {"works": "yn"[int(works) - 1]}
    if works == "1":
        texts.append(str(people))
        answers["people"] = str(people)
    else:
        texts.append("2")
        answers["fault"] = "pipe"
    texts.append(region)
    if region != "000":
        texts.append("1")
        answers["region"] = ["north", "south"][int(region) - 1]
        answers["district"] = ["hill", "shore"][int(region) - 1]
    texts.append("000")
    if works == "1":
        for place, age in enumerate(ages):
            texts += ["1", "Neema", str(age)]
            answers |= {f"child[{place}]/name": "Neema", f"child[{place}]/age": str(age)}
        texts.append("2")
    last = talked([*texts, "000"])[-1]
    assert last.document == fill(script().paper, answers, instance_id=ID, now=NOW).document


@pytest.mark.parametrize(
    ("words", "count"),
    [
        *[("", 0), ("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3)],
        *[("क" * 70, 1), ("क" * 71, 2), ("क" * 134, 2), ("क" * 135, 3)],
        *[("€" * 80, 1), ("€" * 81, 2), ("a" * 152 + "€" + "a" * 7, 2), ("😀" * 35, 1)],
    ],
)
def test_messages_are_counted_as_networks_count_them(words: str, count: int) -> None:
    """3GPP TS 23.038 and 23.040: 160 and 153 letters of the 7-bit alphabet, 70 and 67 of others."""
    assert messages(words) == count


@given(st.text(alphabet="ab क€\n", max_size=600))
def test_screens_fit_and_lose_nothing(words: str) -> None:
    shown = screens(words, USSD, "0 = more")
    assert all(USSD.holds(screen) for screen in shown)
    left = [screen.removesuffix("0 = more") for screen in shown]
    assert "".join("".join(left).split()) == "".join(words.split())


def test_the_cost_is_known_before_anybody_pays() -> None:
    found = cost(script(), "English (en)", now=NOW)
    assert (found.questions, found.letters, found.long) == (10, 160, ())
    assert (found.sent, found.received) == (12, 12)
    assert found.screens == 12


def test_the_receipt_is_the_end_of_the_id() -> None:
    assert receipt(ID) == "3F2A-91BC"
