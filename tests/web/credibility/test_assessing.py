"""One judges, a second one confirms; only then does an answer count in public."""

from __future__ import annotations

import json
import re

import jsonschema
import pytest
from django.db import transaction
from django.test import Client
from people import NOW, Scene, SignIn
from published import page

from datashift.exchange.credibility import SCHEMA
from datashift.kit.language import spoken
from datashift.kit.language.retold import retold
from datashift.kit.problem import Problem
from datashift.quality.credibility import sides
from datashift.web.accounts.models import User
from datashift.web.audit.log import events
from datashift.web.credibility import actions
from datashift.web.credibility.models import Answer, Assessment, Unchangeable
from datashift.web.credibility.queries.assessments import told
from datashift.web.evidence.models import Release

GATES = ("clarity", "trust", "need")
CRITERIA = ("relevance", "timeliness", "accessibility", "methods", "accuracy")


def begun(release: Release, by: User, *, office: str = "") -> Assessment:
    return actions.begin(release.study, framework="knbs-2022", office=office, by=by, at=NOW)


def give(assessment: Assessment, item: str, value: int | None, *, by: User) -> Answer:
    return actions.answer(
        assessment, item=item, value=value, evidence=f"Seen: {item}.", by=by, at=NOW
    )


def give_all(assessment: Assessment, score: int, *, by: User, second: User) -> None:
    """All gates passed, all criteria scored the same, all confirmed."""
    for item in GATES:
        give(assessment, item, 1, by=by)
    for item in CRITERIA:
        give(assessment, item, score, by=by)
    wanted = list(assessment.answers.values_list("pk", flat=True))
    actions.confirm(assessment, answers=wanted, by=second, at=NOW)


def address(release: Release, more: str = "") -> str:
    study = release.study
    return f"/credibility/{study.organisation.slug}/{study.slug}/{release.number}/{more}"


def test_amina_judges_and_the_reviewer_confirms(
    release: Release, scene: Scene, amina: User, browser_of: SignIn
) -> None:
    amina_browser, reviewer = browser_of(amina), browser_of(scene.people["reviewer"])
    standing = f"/workspace/{release.study_id}/credibility/"
    assert "Nobody has assessed this study yet" in page(amina_browser, standing)
    answer = amina_browser.post(f"{standing}begin/", {"framework": "knbs-2022"})
    home = answer["Location"]
    assert "It is not decided yet" in page(amina_browser, home)
    form = page(amina_browser, f"{home}relevance/")
    assert "indirectly or as a proxy" in form
    assert "The study says it measures a proxy of the indicator." in form
    said = {"value": "1", "evidence": "Pumps, not people.", "link": ""}
    amina_browser.post(f"{home}relevance/", said)
    given = Answer.objects.get(item="relevance")
    assert "Waits for a second person" in page(amina_browser, home)
    amina_browser.post(f"{home}confirm/", {"answer": given.pk})
    assert not hasattr(Answer.objects.get(pk=given.pk), "confirmation")
    reviewer.post(f"{home}confirm/", {"answer": [given.pk, "9" * 5000]})
    assert Answer.objects.get(pk=given.pk).confirmation.by == scene.people["reviewer"]
    assert "Confirmed by The reviewer" in page(amina_browser, home)


def test_nobody_confirms_alone(release: Release, amina: User, owner: User) -> None:
    assessment = begun(release, amina)
    mine, theirs = (
        give(assessment, "relevance", 2, by=amina),
        give(assessment, "accuracy", 2, by=owner),
    )
    with pytest.raises(actions.SamePerson):
        actions.confirm(assessment, answers=[mine.pk, theirs.pk], by=amina, at=NOW)
    assert actions.confirm(assessment, answers=[theirs.pk], by=amina, at=NOW) == 1


def test_a_new_answer_needs_a_second_person_anew_and_the_old_one_stays(
    release: Release, amina: User, owner: User, browser_of: SignIn
) -> None:
    assessment = begun(release, amina)
    give_all(assessment, 2, by=amina, second=owner)
    assert told(assessment).verdict.accepted is True
    give(assessment, "accuracy", 0, by=amina)
    shown = told(assessment)
    assert shown.verdict.accepted is None
    assert shown.expected.accepted is False
    html = page(browser_of(amina), f"/assessments/{assessment.pk}/")
    assert "One earlier answer" in html
    with pytest.raises(Unchangeable):
        assessment.answers.earliest("pk").save()
    with pytest.raises(Unchangeable):
        assessment.answers.earliest("pk").delete()


def test_a_framework_is_called_as_the_readers_language_calls_it(
    release: Release, amina: User, browser_of: SignIn
) -> None:
    assessment = begun(release, amina)
    english = told(assessment).framework.name
    with spoken("es"):
        spanish = retold(english)
    assert spanish != english
    for place in ("", "relevance/", "rule/"):
        answer = browser_of(amina).get(f"/es/assessments/{assessment.pk}/{place}")
        html = answer.content.decode()
        assert english not in html
        assert answer.status_code != 200 or spanish in html


@pytest.mark.parametrize("written", ["en", "es", "luo", ""])
def test_what_an_assessor_wrote_is_marked_as_the_assessor_says(
    written: str, release: Release, amina: User, owner: User, browser_of: SignIn
) -> None:
    assessment = begun(release, amina)
    said = "Pumps, not people."
    given = {"value": "2", "evidence": said, "language": written}
    browser_of(amina).post(f"/assessments/{assessment.pk}/relevance/", given)
    answer = assessment.answers.get()
    assert answer.language == written
    actions.confirm(assessment, answers=[answer.pk], by=owner, at=NOW)
    for language in ("en", "es", "ne"):
        way = "" if language == "en" else f"/{language}"
        marked = f'<span lang="{written}">{said}</span>'
        for browser, place in (
            (Client(), address(release)),
            (browser_of(amina), f"/assessments/{assessment.pk}/"),
        ):
            html = page(browser, f"{way}{place}")
            assert said in html
            assert (marked in html) is (language != written)
    told = Client().get(address(release, "credibility.json")).json()["assessments"][0]
    (item,) = [each for each in told["criteria"] if each["state"] == "given"]
    assert item.get("language", "") == written


def test_the_language_of_the_page_is_offered_and_an_earlier_choice_is_kept(
    release: Release, amina: User, browser_of: SignIn
) -> None:
    assessment = begun(release, amina)
    place = f"/assessments/{assessment.pk}/relevance/"
    chosen = re.compile(r'<option value="(\w*)" selected>')
    assert chosen.findall(page(browser_of(amina), f"/sw{place}")) == ["sw"]
    given = {"value": "2", "evidence": "Pampu, si watu.", "language": "luo"}
    browser_of(amina).post(place, given)
    assert chosen.findall(page(browser_of(amina), f"/sw{place}")) == ["luo"]
    refused = browser_of(amina).post(place, given | {"language": "klingon?"})
    assert refused.status_code == 422


def test_the_public_reads_only_what_was_confirmed_and_no_name(
    release: Release, scene: Scene, amina: User, owner: User
) -> None:
    stranger = Client()
    finding = f"{address(release).replace('/credibility/', '/findings/')}works/"
    assert "Nobody has assessed this yet" in page(stranger, finding)
    assessment = begun(release, amina)
    give(assessment, "relevance", 1, by=amina)
    assert "no second person has confirmed anything" in page(stranger, finding)
    give_all(assessment, 2, by=amina, second=owner)
    card = page(stranger, finding)
    assert "Meets the criteria" in card
    assert "2.00 of 3 on average; at least 1.5 is asked for" in card
    assert "Assessed by Kisima Watch" in card
    for more in ("", "form/", "credibility.json", "metadata.xml"):
        everything = page(stranger, address(release, more))
        assert "Seen: methods." in everything
        assert not {amina.name, owner.name, amina.email} & set(everything.split())


def test_nothing_is_said_to_raise_what_is_best_already(
    release: Release, amina: User, owner: User
) -> None:
    assessment = begun(release, amina)
    give_all(assessment, 2, by=amina, second=owner)
    assert "What would raise it" in page(Client(), address(release))
    give_all(assessment, 3, by=amina, second=owner)
    assert "What would raise it" not in page(Client(), address(release))


def test_a_gate_of_goodwill_stands_apart(
    release: Release, amina: User, owner: User, browser_of: SignIn
) -> None:
    assessment = begun(release, amina)
    give_all(assessment, 3, by=amina, second=owner)
    refused = give(assessment, "need", 0, by=amina)
    actions.confirm(assessment, answers=[refused.pk], by=owner, at=NOW)
    said = page(Client(), address(release))
    assert "Does not meet the criteria" in said
    assert "Were they passed, the data themselves would meet the criteria." in said


def test_the_same_as_data_follows_its_schema(release: Release, amina: User, owner: User) -> None:
    give_all(begun(release, amina), 2, by=amina, second=owner)
    answer = Client().get(address(release, "credibility.json"))
    assert answer["Access-Control-Allow-Origin"] == "*"
    schema = Client().get("/credibility/schema.json").json()
    assert schema == json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(answer.json())
    sdmx = Client().get(address(release, "metadata.xml")).content.decode()
    assert '<met:Attribute id="QUALITY_ASSMNT">' in sdmx
    assert "accepted; average 2.00" in sdmx


def test_a_score_the_framework_does_not_know_is_refused(release: Release, amina: User) -> None:
    assessment = begun(release, amina)
    for item, value in (("relevance", 4), ("charm", 1)):
        with pytest.raises(Problem), transaction.atomic():
            give(assessment, item, value, by=amina)
    assert not assessment.answers.exists()


def test_the_sides_are_never_added_to_a_score(
    release: Release, amina: User, owner: User, browser_of: SignIn
) -> None:
    give_all(begun(release, amina), 3, by=amina, second=owner)
    browser = browser_of(amina)
    form = f"/workspace/{release.study_id}/credibility/sides/consent/"
    browser.post(form, {"voluntary": "0", "voluntary-evidence": "The chief was present."})
    browser.post(form, {"voluntary": "0", "voluntary-evidence": "The chief was present."})
    assert release.study.side_answers.count() == 1
    said = page(Client(), address(release))
    assert "The chief was present." in said
    assert "Meets the criteria" in said
    assert all(side.name in said for side in sides())


def test_what_a_side_rests_on_keeps_its_language_when_another_is_said(
    release: Release, amina: User, browser_of: SignIn
) -> None:
    browser = browser_of(amina)
    form = f"/workspace/{release.study_id}/credibility/sides/consent/"
    first = {"voluntary": "0", "voluntary-evidence": "Chifu alikuwepo.", "language": "sw"}
    browser.post(form, first)
    browser.post(form, first | {"voluntary": "1", "language": "en"})
    latest = release.study.side_answers.latest("pk")
    assert (latest.value, latest.language) == (1, "sw")
    browser.post(form, first | {"voluntary": "1", "language": "luo"})
    assert release.study.side_answers.latest("pk").language == "luo"


def test_who_may_look_changes_nothing(release: Release, bruno: User, browser_of: SignIn) -> None:
    html = page(browser_of(bruno), f"/workspace/{release.study_id}/credibility/")
    assert "Apply:" not in html
    assert "Say how it stands" not in html


def test_every_step_is_in_the_log(release: Release, scene: Scene, amina: User, owner: User) -> None:
    give_all(begun(release, amina), 2, by=amina, second=owner)
    actions_of = [one.action for one in events(scene.organisation)]
    assert actions_of.count("assessment.answered") == len(GATES) + len(CRITERIA)
    assert {"assessment.begun", "assessment.confirmed"} <= set(actions_of)
