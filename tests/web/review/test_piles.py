"""Review as piles: what phones sent is checked as it comes, decided in bulk, and undone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from people import NOW, Scene, SignIn
from web.review.visits import sent, visit, visits

from datashift.web.accounts.models import Organisation, User
from datashift.web.collect.models import Questionnaire, Submission
from datashift.web.review.actions.checking import look_at
from datashift.web.review.actions.deciding import NoReason, decide
from datashift.web.review.models import Decision, Sign
from datashift.web.review.queries.piles import CLEAN, in_pile, piles_of

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def form(organisation: Organisation, amina: User) -> Questionnaire:
    """Thirty visits by three workers, and three that somebody should look at."""
    made = visits(organisation, amina)
    for number in range(1, 31):
        point = f"{-0.1 - number / 1000} {34.75 + number / 1000} 0 5"
        sent(organisation, visit(number, worker=f"w{number % 3}", point=point))
    sent(organisation, visit(31, worker="w3", took=1))
    sent(organisation, visit(32, worker="w4", point="0 0 0 5"))
    sent(organisation, visit(33, worker="w5", people="900"))
    look_at(made.pk, at=NOW)
    return made


def test_what_phones_sent_lies_in_piles_by_reason(form: Questionnaire) -> None:
    piles = piles_of(form)
    assert {pile.name: pile.count for pile in piles.odd} == {"too_fast": 1, "far": 1, "outlier": 1}
    assert (piles.clean, piles.waiting, piles.unread) == (30, 33, 0)


def test_an_answer_that_its_question_does_not_allow_lies_in_a_pile(
    form: Questionnaire, organisation: Organisation, amina: User, browser_of: SignIn
) -> None:
    sent(organisation, visit(34, people="many", water="well"))
    look_at(form.pk, at=NOW)
    one = in_pile(form, "not_an_answer").get()
    assert one not in in_pile(form, CLEAN)
    browser = browser_of(amina)
    assert (
        "An answer that its question does not allow"
        in browser.get(reverse("review:piles", args=[form.pk])).content.decode()
    )
    page = browser.get(reverse("review:story", args=[one.pk])).content.decode()
    assert "It answers “How many people live here?” with “many”." in page
    assert "It answers “Where does the water come from?” with “well”." in page

    mended: dict[str, Any] = {
        "replaces": one.root_instance_id,
        "instance": "uuid:mended",
        "water": "well",
    }
    sent(organisation, visit(34, people="4", **mended), after=60)
    look_at(form.pk, at=LATER)
    signs = Sign.objects.filter(submission=one, check_name="not_an_answer")
    assert [(sign.about, sign.values) for sign in signs] == [("water", {"answer": "well"})]


def test_of_more_than_are_compared_every_one_is_looked_at_alone(
    organisation: Organisation, amina: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("datashift.web.review.queries.comparing.MOST", 2)
    made = visits(organisation, amina)
    for number in range(1, 6):
        sent(organisation, visit(number, people="many"), after=number)
    look_at(made.pk, at=LATER)
    assert in_pile(made, "not_an_answer").count() == 5
    before = set(Sign.objects.values_list("pk", flat=True))
    look_at(made.pk, at=LATER)
    assert set(Sign.objects.values_list("pk", flat=True)) == before


def test_looking_again_changes_nothing_and_reads_nothing_twice(form: Questionnaire) -> None:
    before = set(Sign.objects.values_list("pk", flat=True))
    assert look_at(form.pk, at=LATER) == 0
    assert set(Sign.objects.values_list("pk", flat=True)) == before


def test_a_reviewer_accepts_a_whole_pile_and_takes_it_back(
    form: Questionnaire, scene: Scene, browser_of: SignIn
) -> None:
    browser = browser_of(scene.people["reviewer"])
    page = browser.get(reverse("review:piles", args=[form.pk])).content.decode()
    assert "Accept all 30" in page
    assert "Filled much faster than the others" in page
    said = {"pile": CLEAN, "whole": "1", "until": LATER.isoformat(), "state": "ACCEPTED"}
    answer = browser.post(reverse("review:decide", args=[form.pk]), said, follow=True)
    assert "30 submissions count." in answer.content.decode()
    assert form.submissions.filter(state="ACCEPTED").count() == 30
    undo = reverse("review:undo_decision", args=[Decision.objects.get().pk])
    assert undo in answer.content.decode()
    browser.post(undo)
    assert form.submissions.filter(state="ACCEPTED").count() == 0


def test_what_came_after_the_page_was_made_is_not_swept_along(
    form: Questionnaire, scene: Scene, browser_of: SignIn, organisation: Organisation
) -> None:
    late = sent(organisation, visit(40), after=3600)
    said = {"pile": CLEAN, "whole": "1", "until": LATER.replace(minute=0).isoformat()}
    said["until"] = (NOW + timedelta(minutes=1)).isoformat()
    browser = browser_of(scene.people["reviewer"])
    browser.post(reverse("review:decide", args=[form.pk]), {**said, "state": "ACCEPTED"})
    assert Submission.objects.get(pk=late.submission).state == "RECEIVED"


def test_whoever_is_asked_back_is_told_why(
    form: Questionnaire, scene: Scene, browser_of: SignIn
) -> None:
    one = in_pile(form, "outlier").get()
    with pytest.raises(NoReason):
        decide(form, [one.pk], state="ASKED_BACK", by=scene.people["reviewer"], at=LATER)
    browser = browser_of(scene.people["reviewer"])
    said = {"submission": one.pk, "state": "ASKED_BACK", "because": "IMPLAUSIBLE"}
    said |= {"words": "Nine hundred people?", "story": one.pk}
    page = browser.post(reverse("review:decide", args=[form.pk]), said, follow=True)
    one.refresh_from_db()
    assert one.state == "ASKED_BACK"
    for words in ("Nine hundred people?", "It cannot have been so", "The reviewer"):
        assert words in page.content.decode()


def test_an_edit_after_a_decision_lies_in_a_pile_of_its_own(
    form: Questionnaire, organisation: Organisation, amina: User
) -> None:
    one = form.submissions.get(root_instance_id=f"uuid:{'0' * 8}-0000-0000-0000-{1:012x}")
    decide(form, [one.pk], state="ACCEPTED", by=amina, at=NOW)
    sent(organisation, visit(1, replaces=one.root_instance_id, instance="uuid:new"), after=60)
    look_at(form.pk, at=LATER)
    assert list(in_pile(form, "edited_after")) == [one]


def test_a_decision_taken_back_leaves_those_decided_anew(
    form: Questionnaire, amina: User, browser_of: SignIn
) -> None:
    keys = list(in_pile(form, CLEAN).values_list("pk", flat=True))
    first = decide(form, keys, state="ACCEPTED", by=amina, at=NOW)
    decide(form, keys[:3], state="SET_ASIDE", because="TEST", by=amina, at=LATER)
    assert first is not None
    browser_of(amina).post(reverse("review:undo_decision", args=[first.pk]))
    states = form.submissions.values_list("state", flat=True)
    assert (list(states).count("SET_ASIDE"), list(states).count("ACCEPTED")) == (3, 0)


def test_colleagues_talk_about_a_submission(
    form: Questionnaire, amina: User, scene: Scene, browser_of: SignIn
) -> None:
    one = in_pile(form, "far").get()
    talk = reverse("review:comment", args=[one.pk])
    browser_of(amina).post(talk, {"text": "The phone was new that day."})
    page = browser_of(scene.people["viewer"]).get(reverse("review:story", args=[one.pk]))
    assert "The phone was new that day." in page.content.decode()
    assert browser_of(scene.people["elsewhere"]).get(page.request["PATH_INFO"]).status_code == 404


def test_an_edit_says_what_it_changed(
    form: Questionnaire, organisation: Organisation, amina: User, browser_of: SignIn
) -> None:
    """Whoever decides about an edit sees what was there before, in the words of the form."""
    one = form.submissions.get(root_instance_id=f"uuid:{'0' * 8}-0000-0000-0000-{2:012x}")
    was: dict[str, Any] = {
        "replaces": one.root_instance_id,
        "point": f"{-0.1 - 2 / 1000} {34.75 + 2 / 1000} 0 5",
    }
    sent(organisation, visit(2, water="river", people="40", instance="uuid:new", **was), after=60)
    page = browser_of(amina).get(reverse("review:story", args=[one.pk])).content.decode()
    story = page[page.index("An edit came") :]
    assert "Where does the water come from?</dt><dd>from “Tap” to “River”" in story
    assert "How many people live here?</dt><dd>from “10” to “40”" in story
    assert story.count("</dt><dd>from “") == 2

    sent(organisation, visit(3, people="41"), after=90)
    again = form.submissions.get(root_instance_id=f"uuid:{'0' * 8}-0000-0000-0000-{3:012x}")
    page = browser_of(amina).get(reverse("review:story", args=[again.pk])).content.decode()
    assert "How many people live here?</dt><dd>from “4” to “41”" in page


def test_only_what_would_change_something_is_offered(
    form: Questionnaire, amina: User, browser_of: SignIn
) -> None:
    one, browser = in_pile(form, "far").get(), browser_of(amina)
    states = ["ACCEPTED", "ASKED_BACK", "SET_ASIDE"]
    for number, state in enumerate(states):
        at = LATER + timedelta(minutes=number)
        decide(form, [one.pk], state=state, because="UNCLEAR", by=amina, at=at)
        page = browser.get(reverse("review:story", args=[one.pk])).content.decode()
        assert [each for each in states if f'value="{each}"' not in page] == [state]
