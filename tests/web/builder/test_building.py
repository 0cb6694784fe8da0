"""From what somebody wants to change to a questionnaire, without a line of XLSForm."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from people import NOW, SignIn
from web.builder.pages import at, page, posted, published, seen, turned
from web.collect.wells import filled, new_id

from datashift.questionnaires import library, xlsform
from datashift.questionnaires.drafting import starting
from datashift.web.accounts.models import Organisation, User
from datashift.web.audit.log import events
from datashift.web.builder.actions.drafts import begin_draft
from datashift.web.builder.actions.steps import KEPT, change_draft
from datashift.web.builder.forms.items import ChangeItem
from datashift.web.builder.models import Draft, Step
from datashift.web.collect.actions.questionnaires import publish_version
from datashift.web.collect.actions.receive import receive
from datashift.web.collect.models import Door, Questionnaire, XLSForm

ENGLISH, SWAHILI = library.LANGUAGES["en"], library.LANGUAGES["sw"]


@pytest.fixture
def draft(organisation: Organisation, amina: User) -> Draft:
    return begin_draft(
        organisation,
        title="Water at home",
        languages=[ENGLISH, SWAHILI],
        known=["sex", "water_source"],
        by=amina,
        at=NOW,
    )


def paths(draft: Draft) -> list[str]:
    draft.refresh_from_db()
    return [question.path for question in draft.form.questions]


def test_a_wish_leads_to_questions_and_they_to_a_draft(
    desk: Client, organisation: Organisation
) -> None:
    where = reverse("builder:begin_draft", args=[organisation.slug])
    assert "What do you want to change?" in page(desk, where)
    found = page(desk, where, wish="girls walk far for drinking water")
    assert "6.1.1" in found
    assert "Where does your household mostly get its drinking water?" in found
    said = {"title": "Water at home", "languages": [ENGLISH], "known": ["water_source", "sex"]}
    answer = desk.post(where, {**said, "wish": "water"}, follow=True)
    made = Draft.objects.get()
    assert made.wishes == ["6.1.1"]
    assert paths(made) == ["today", "water_source", "sex"]
    assert "It is computed with no further work." in answer.content.decode()
    assert events(organisation).first().action == "draft.begun"  # type: ignore[union-attr]


def test_every_goal_has_a_page_of_its_questions(desk: Client, organisation: Organisation) -> None:
    where = reverse("builder:begin_draft", args=[organisation.slug])
    assert "5.2.1" in page(desk, where, goal="5")
    assert "put people in danger" in page(desk, where, goal="5")
    assert "Nothing fits" in page(desk, where, wish="qqqqqqqqqq")


def test_what_was_ticked_stays_ticked_when_something_is_missing(
    desk: Client, organisation: Organisation
) -> None:
    where = reverse("builder:begin_draft", args=[organisation.slug])
    answer = desk.post(where, {"known": ["water_source"], "wish": "drinking water"})
    assert answer.status_code == 422
    assert 'value="water_source" checked' in answer.content.decode()


def test_marks_of_a_text_are_only_seen_where_it_is_edited(desk: Client, draft: Draft) -> None:
    marked = "Is **the tap** of ${sex} near?"
    desk.post(at("add_item", draft), {"kind": "text", "words": marked})
    path = paths(draft)[-1]
    assert marked in page(desk, at("change_item", draft, path))
    for shown in (page(desk, at("draft", draft)), page(desk, at("preview", draft), shown=path)):
        assert "Is the tap of [" in shown
        assert "**" not in shown
        assert "${" not in shown


def test_a_question_is_added_changed_and_taken_back(desk: Client, draft: Draft) -> None:
    desk.post(at("add_item", draft), {"kind": "number", "words": "How many live here?"})
    assert paths(draft)[-1] == "how_many_live_here"
    where = at("change_item", draft, "how_many_live_here")
    answer = posted(
        desk, where, **{"label-1": "Wangapi wanaishi hapa?", "least": "1", "most": "40"}
    )
    assert answer.status_code == 302
    shown = page(desk, at("draft", draft))
    assert "A number between 1 and 40." in shown
    draft.refresh_from_db()
    question = draft.form.question("how_many_live_here")
    assert question.constraint == ". >= 1 and . <= 40"
    assert question.labels[SWAHILI] == "Wangapi wanaishi hapa?"
    turned(desk, "undo_step", draft)
    turned(desk, "undo_step", draft)
    assert paths(draft) == ["today", "sex", "water_source"]
    turned(desk, "undo_step", draft)
    assert "There is nothing to undo." in page(desk, at("draft", draft))


def test_limits_that_exclude_everything_are_refused(desk: Client, draft: Draft) -> None:
    desk.post(at("add_item", draft), {"kind": "number", "words": "How old?"})
    answer = posted(desk, at("change_item", draft, "how_old"), least="9", most="1")
    assert answer.status_code == 422
    assert "No answer can be within these limits." in answer.content.decode()


def test_answers_are_written_added_and_put_in_order(desk: Client, draft: Draft) -> None:
    answer = desk.post(at("add_item", draft), {"kind": "one", "words": "Who fetches it?"})
    where = answer["Location"]
    more = posted(desk, where, more="yes").content.decode()
    assert more.count("Answer ") > page(desk, where).count("Answer ")
    posted(desk, where, **{"answer-0-0": "A girl", "answer-1-0": "A boy"})
    draft.refresh_from_db()
    assert [c.name for c in draft.form.question("who_fetches_it").choices] == ["a_girl", "a_boy"]
    swapped = posted(desk, where, up="1").content.decode()
    assert swapped.index('value="A boy"') < swapped.index('value="A girl"')
    draft.refresh_from_db()
    assert draft.form.question("who_fetches_it").choices[0].name == "a_girl"


def test_ask_only_if_in_plain_words(desk: Client, draft: Draft) -> None:
    desk.post(at("add_item", draft), {"kind": "yes_no", "words": "Is it far?"})
    where = at("change_condition", draft, "is_it_far")
    offered = page(desk, where)
    assert "is “River, lake, pond or canal”" in offered
    assert "To ask everybody, leave “No condition” in every line." in offered
    assert ">No condition</option>" in offered
    posted(
        desk,
        where,
        **{"what-0": "water_source is surface", "what-1": "sex is_not man", "joined": "or"},
    )
    draft.refresh_from_db()
    relevant = draft.form.question("is_it_far").relevant
    assert relevant == "${water_source} = 'surface' or ${sex} != 'man'"
    shown = page(desk, at("draft", draft))
    assert "Asked only if any of this is so:" in shown
    assert "is “River, lake, pond or canal”." in shown
    posted(desk, where)
    draft.refresh_from_db()
    assert draft.form.question("is_it_far").relevant == relevant
    posted(desk, where, **{"what-0": "", "what-1": ""})
    draft.refresh_from_db()
    assert draft.form.question("is_it_far").relevant == ""


def test_a_number_is_asked_for_where_the_line_needs_one(desk: Client, draft: Draft) -> None:
    desk.post(at("add_item", draft), {"kind": "number", "words": "How many?"})
    desk.post(at("add_item", draft), {"kind": "text", "words": "Why?"})
    where = at("change_condition", draft, "why")
    wrong = posted(desk, where, **{"what-0": "how_many more", "value-0": "several"})
    assert wrong.status_code == 422
    assert "Write a number." in wrong.content.decode()
    posted(desk, where, **{"what-0": "how_many more", "value-0": "3"})
    draft.refresh_from_db()
    assert draft.form.question("why").relevant == "${how_many} > 3"


def test_questions_move_into_groups_are_copied_and_removed(desk: Client, draft: Draft) -> None:
    desk.post(at("add_item", draft), {"kind": "repeat", "words": "Each child"})
    said = {"kind": "number", "words": "How old?", "into": "each_child"}
    desk.post(at("add_item", draft), said)
    desk.post(at("move_item", draft, "water_source"), {"way": "down"})
    assert paths(draft) == ["today", "sex", "each_child/water_source", "each_child/how_old"]
    desk.post(at("copy_item", draft, "each_child/how_old"))
    assert paths(draft)[-1] == "each_child/how_old_2"
    desk.post(at("remove_item", draft, "each_child"))
    assert paths(draft) == ["today", "sex"]
    assert "“Each child” was removed." in page(desk, at("draft", draft))
    turned(desk, "undo_step", draft)
    assert paths(draft)[-1] == "each_child/how_old_2"


def test_what_was_undone_is_done_again_until_something_else_changes(
    desk: Client, draft: Draft
) -> None:
    for name in ("sex", "water_source"):
        desk.post(at("remove_item", draft, name))
    for _ in range(2):
        turned(desk, "undo_step", draft)
    assert paths(draft) == ["today", "sex", "water_source"]
    assert "Do it again" in page(desk, at("draft", draft))
    turned(desk, "redo_step", draft)
    assert paths(draft) == ["today", "water_source"]
    turned(desk, "redo_step", draft)
    assert paths(draft) == ["today"]
    turned(desk, "redo_step", draft)
    assert "There is nothing to do again." in page(desk, at("draft", draft))
    turned(desk, "undo_step", draft)
    desk.post(at("add_item", draft), {"kind": "number", "words": "How old?"})
    assert "Do it again" not in page(desk, at("draft", draft))
    turned(desk, "undo_step", draft)
    assert paths(draft) == ["today", "water_source"]


def test_nobody_undoes_what_somebody_else_did_meanwhile(desk: Client, draft: Draft) -> None:
    desk.post(at("remove_item", draft, "sex"))
    before = seen(desk, draft)
    desk.post(at("add_known", draft), {"known": ["age"]})
    htmx = {"HX-Request": "true"}
    answer: Any = desk.post(at("undo_step", draft), {"stamp": before}, headers=htmx, follow=True)
    board = answer.content.decode().split('id="board"')[1]
    assert "nothing was undone or done again" in board
    assert paths(draft)[-1] == "age"
    turned(desk, "undo_step", draft)
    assert "age" not in paths(draft)
    before = seen(desk, draft)
    turned(desk, "undo_step", draft)
    desk.post(at("redo_step", draft), {"stamp": before})
    assert "nothing was undone or done again" in page(desk, at("draft", draft))
    assert "sex" in paths(draft)


def test_a_question_is_dragged_within_its_group(desk: Client, draft: Draft) -> None:
    desk.post(at("move_item", draft, "water_source"), {"before": "sex"})
    assert paths(draft) == ["today", "water_source", "sex"]
    desk.post(at("move_item", draft, "water_source"), {"before": ""})
    assert paths(draft) == ["today", "sex", "water_source"]
    elsewhere = desk.post(at("move_item", draft, "sex"), {"before": "nobody"})
    assert elsewhere.status_code == 404
    turned(desk, "undo_step", draft)
    assert paths(draft) == ["today", "water_source", "sex"]


def test_the_page_says_what_an_indicator_lacks(desk: Client, draft: Draft) -> None:
    desk.post(at("add_known", draft), {"known": ["food_insecure"]})
    desk.post(at("remove_item", draft, "fies_day"))
    shown = page(desk, at("draft", draft))
    assert "It still needs these questions:" in shown
    assert "looks at a question that is no longer there" in shown
    desk.post(at("add_known", draft), {"known": ["fies_day"]})
    assert "It still needs these questions:" not in page(desk, at("draft", draft))


def test_a_question_of_ones_own_can_give_an_indicator(desk: Client, draft: Draft) -> None:
    desk.post(at("add_item", draft), {"kind": "one", "words": "Is the pump safe?"})
    where = at("change_item", draft, "is_the_pump_safe")
    answers = {"answer-0-0": "Safe", "answer-1-0": "Broken", "sdg": "6.1.1", "match": "partial"}
    assert posted(desk, where, **{**answers, "sdg": "99.1.1"}).status_code == 422
    posted(desk, where, **answers)
    assert "count as yes" in page(desk, at("draft", draft))
    posted(desk, where, **{"answer-0-code": "1", "answer-1-code": "0"})
    assert "count as yes" not in page(desk, at("draft", draft))
    draft.refresh_from_db()
    question = draft.form.question("is_the_pump_safe")
    assert (question.concept, question.indicator) == ("IS_THE_PUMP_SAFE", "6.1.1 partial")


def test_the_phone_shows_one_question_in_each_language(desk: Client, draft: Draft) -> None:
    first = page(desk, at("preview", draft))
    assert "Is this person a woman or a man?" in first
    assert "1/2" in first
    swahili = page(desk, at("preview", draft), shown="water_source", language=SWAHILI)
    assert "hupata maji ya kunywa" in swahili
    assert "2/2" in swahili


def test_while_typing_the_phone_shows_it_and_nothing_is_kept(desk: Client, draft: Draft) -> None:
    where = at("change_item", draft, "sex")
    answer = desk.post(
        where, {"label-0": "Who are you?", "rows": "0"}, headers={"HX-Request": "true"}
    )
    assert "Who are you?" in answer.content.decode()
    assert "<html" not in answer.content.decode()
    assert desk.post(where, {"label-0": "Who?", "rows": "9" * 5000}).status_code == 200
    assert draft.steps.count() == 0


def test_who_is_quicker_is_not_overwritten(desk: Client, draft: Draft, amina: User) -> None:
    where = at("change_item", draft, "sex")
    before = page(desk, where)
    stamp = before.split('name="stamp" value="')[1].split('"')[0]
    desk.post(at("add_known", draft), {"known": ["age"]})
    answer = desk.post(where, {"stamp": stamp, "label-0": "Other?", "rows": "3"})
    assert "was changed meanwhile" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.form.question("sex").labels[ENGLISH] == "Is this person a woman or a man?"


def test_nobody_makes_ready_what_somebody_else_changed_meanwhile(
    desk: Client, draft: Draft
) -> None:
    where = at("publish_draft", draft)
    stamp = page(desk, where).split('name="stamp" value="')[1].split('"')[0]
    desk.post(at("add_known", draft), {"known": ["age"]})
    answer = desk.post(where, {"stamp": stamp})
    assert "was changed meanwhile" in answer.content.decode()
    assert not XLSForm.objects.exists()
    again = answer.content.decode().split('name="stamp" value="')[1].split('"')[0]
    assert desk.post(where, {"stamp": again}).status_code == 302
    assert XLSForm.objects.count() == 1


def test_a_language_is_added_and_taken_away(desk: Client, draft: Draft) -> None:
    where = at("change_draft", draft)
    said = {"title": "Maji", "languages": [SWAHILI], "own": "Dholuo (luo)", "first": SWAHILI}
    assert desk.post(where, {**said, "own": "Dholuo"}).status_code == 422
    desk.post(where, said)
    draft.refresh_from_db()
    assert draft.form.languages == (SWAHILI, "Dholuo (luo)")
    assert draft.title == "Maji"
    assert "Words are missing in: Dholuo (luo)" in page(desk, at("draft", draft))


def test_only_so_many_steps_are_kept(draft: Draft, amina: User) -> None:
    for number in range(KEPT + 5):
        change_draft(
            draft,
            lambda form, n=number: starting.begin(str(n), form_id=form.id, languages=[ENGLISH]),  # type: ignore[misc]
            done=Step.Done.SETTINGS,
            by=amina,
            at=NOW,
        )
    assert draft.steps.count() == KEPT


@pytest.mark.django_db
def test_a_form_that_is_kept_unchanged_changes_nothing() -> None:
    """Every question of the library, through the page's fields and back."""
    form = starting.begin("All", form_id="all", languages=[ENGLISH, SWAHILI])
    form = starting.with_known(form, [known.name for known in library.questions()])
    from django.http import QueryDict

    for item in form.questions:
        shown = ChangeItem(None, item=item, form=form)
        said = QueryDict(mutable=True)
        for bound in shown:
            if bound.initial is not None and bound.initial is not False:
                said[bound.html_name] = str(bound.initial)
        said["rows"] = str(getattr(shown, "rows", 0))
        sent = ChangeItem(said, item=item, form=form)
        if item.kind not in {"calculate", "today"}:
            assert sent.is_valid(), sent.errors
            assert sent.applied() == item


def test_the_spreadsheet_is_the_questionnaire(desk: Client, draft: Draft, tmp_path: Any) -> None:
    file = tmp_path / "form.xlsx"
    file.write_bytes(BytesIO(desk.get(at("export_draft", draft)).content).getvalue())
    assert xlsform.convert(file).questionnaire == draft.form


def test_it_becomes_a_version_and_then_the_next(
    desk: Client,
    draft: Draft,
    organisation: Organisation,
    amina: User,
    django_capture_on_commit_callbacks: Any,
) -> None:
    run = django_capture_on_commit_callbacks
    first = published(desk, draft, run)
    assert (first.name, first.number, first.title) == ("1", 1, "Water at home")
    publish_version(first, by=amina, at=NOW)
    text = filled(new_id(1), form_id=draft.form_id)
    receive(text, organisation=organisation.pk, door=Door.OPENROSA, at=NOW)
    desk.post(at("remove_item", draft, "sex"))
    ahead = page(desk, at("publish_draft", draft))
    assert "What is otherwise than in version 1" in ahead
    assert "1 answer to it was sent already; it stays." in ahead
    assert "is no longer asked. Its answers so far are kept." in ahead
    second = published(desk, draft, run)
    assert (second.name, second.number) == ("2", 2)
    assert second.questionnaire == first.questionnaire
    actions = [event.action for event in events(organisation)]
    assert actions.count("draft.handed_over") == 2


def test_what_stops_keeps_it_from_the_phones(desk: Client, draft: Draft) -> None:
    desk.post(at("add_item", draft), {"kind": "group", "words": "Empty"})
    answer = desk.post(at("publish_draft", draft))
    assert answer.status_code == 422
    assert "Something has to be put right first" in answer.content.decode()
    assert not Questionnaire.objects.exists()


def test_who_may_look_changes_nothing(draft: Draft, bruno: User, browser_of: SignIn) -> None:
    shown = page(browser_of(bruno), at("draft", draft))
    assert "Is this person a woman or a man?" in shown
    assert "Add a question" not in shown
    assert "Remove" not in shown


def test_a_draft_is_thrown_away(desk: Client, draft: Draft) -> None:
    assert "Throw “Water at home” away?" in page(desk, at("discard_draft", draft))
    desk.post(at("discard_draft", draft))
    assert not Draft.objects.exists()
