"""A sealed topic is published by two people, whatever door one of them tries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.http import Http404
from people import NOW, Scene, SignIn
from pytest_django import Settings
from web.evidence.pumps import assessed, computed, pumps, sealed

from datashift.disclosure import Harm
from datashift.web.accounts import actions as accounts
from datashift.web.accounts.models import Organisation, User
from datashift.web.audit.log import events
from datashift.web.evidence import actions
from datashift.web.evidence.models import Agreement, Release, Run, Study

READ = {"read": "on"}


@pytest.fixture
def run(organisation: Organisation, amina: User) -> Run:
    return sealed(organisation, by=amina).runs.get()


@pytest.fixture
def asked(run: Run, amina: User) -> Agreement:
    return actions.ask_agreement(run, by=amina, at=NOW)


def test_one_asks_another_agrees_and_both_are_named(
    run: Run, amina: User, owner: User, browser_of: SignIn
) -> None:
    address = f"/workspace/{run.study_id}/publish/"
    assert browser_of(amina).post(address, READ)["Location"] == address
    assert not Release.objects.exists()
    question = Agreement.objects.get()
    today = browser_of(owner).get("/today/").content.decode()
    assert "Amina asks for a second person to agree" in today
    assert "Agree and publish" in browser_of(owner).get(address).content.decode()
    assert "Agree and publish" not in browser_of(amina).get(address).content.decode()
    agree = f"/workspace/agreements/{question.pk}/"
    assert browser_of(owner).post(agree).status_code == 422  # it must be read
    sent = browser_of(owner).post(agree, READ)
    assert sent["Location"] == f"/workspace/{run.study_id}/releases/"
    release = Release.objects.get()
    assert (release.published_by, release.agreed_by, release.topic) == (amina, owner, "sealed")
    told = [event.action for event in events(run.study.organisation).order_by("pk")][-3:]
    assert told == ["agreement.asked", "agreement.given", "release.published"]


def test_those_who_can_agree_get_a_letter_and_nobody_else(
    run: Run,
    amina: User,
    bruno: User,
    owner: User,
    browser_of: SignIn,
    mailoutbox: list[EmailMessage],
) -> None:
    page = browser_of(amina).post(f"/workspace/{run.study_id}/publish/", READ, follow=True)
    assert "gets a letter" in page.content.decode()
    reviewer = "the-reviewer@example.org"
    assert [letter.to for letter in mailoutbox] == [[owner.email], [reviewer]]
    letter = mailoutbox[0]
    assert run.study.title not in f"{letter.subject} {letter.body}"
    link = str(letter.body).split("http://testserver")[1].split()[0]
    assert browser_of(owner).get(link)["Location"] == f"/workspace/{run.study_id}/publish/"
    assert browser_of(bruno).get(link).status_code == 403


def test_the_question_stands_when_no_letter_can_be_sent(
    run: Run, amina: User, owner: User, browser_of: SignIn, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    page = browser_of(amina).post(f"/workspace/{run.study_id}/publish/", READ, follow=True)
    assert "no letter could be sent" in page.content.decode()
    assert Agreement.objects.get().state == Agreement.State.ASKED
    assert (
        "Agree and publish"
        in browser_of(owner).get(f"/workspace/{run.study_id}/publish/").content.decode()
    )


def test_nobody_agrees_with_themselves(asked: Agreement, amina: User, browser_of: SignIn) -> None:
    sent = browser_of(amina).post(f"/workspace/agreements/{asked.pk}/", READ)
    assert sent.status_code == 403
    assert "somebody else must agree" in sent.content.decode()
    with pytest.raises(actions.SamePerson):
        actions.agree(asked, by=amina, at=NOW)
    assert not Release.objects.exists()


def test_one_alone_is_refused_by_the_action(run: Run, owner: User) -> None:
    with pytest.raises(actions.NeedsTwo):
        actions.publish_release(run, by=owner, at=NOW)
    assert not Release.objects.exists()


@pytest.mark.parametrize("second", [None, "same"])
def test_one_alone_is_refused_by_the_database(run: Run, amina: User, second: str | None) -> None:
    alone = amina if second else None
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.create(
            study=run.study,
            number=1,
            run=run,
            title="Alone",
            manifest_sha256="0" * 64,
            topic="sealed",
            published_by=amina,
            agreed_by=alone,
            published_at=NOW,
        )
    question = actions.ask_agreement(run, by=amina, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=question.pk).update(state="GIVEN", answered_by=alone)


@pytest.mark.parametrize(
    ("who", "refused"),
    [("viewer", PermissionDenied), ("elsewhere", Http404), ("steward", Http404)],
)
def test_the_second_person_must_be_one_who_may_publish_here(
    asked: Agreement, scene: Scene, who: str, refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        actions.agree(asked, by=scene.people[who], at=NOW)
    assert not Release.objects.exists()


def test_a_question_lapses_after_a_week(asked: Agreement, amina: User, owner: User) -> None:
    late = NOW + timedelta(days=7)
    with pytest.raises(actions.AlreadyAsked):
        actions.ask_agreement(asked.run, by=owner, at=late - timedelta(seconds=1))
    with pytest.raises(actions.NoLongerOpen):
        actions.agree(asked, by=owner, at=late)
    again = actions.ask_agreement(asked.run, by=owner, at=late)
    assert actions.agree(again, by=amina, at=late).agreed_by == amina
    assert Agreement.objects.get(pk=asked.pk).state == Agreement.State.EXPIRED


def test_declining_needs_a_reason_and_the_one_who_asked_reads_it(
    asked: Agreement, amina: User, owner: User, browser_of: SignIn
) -> None:
    address = f"/workspace/agreements/{asked.pk}/decline/"
    assert browser_of(owner).post(address, {"because": ""}).status_code == 422
    browser_of(owner).post(address, {"because": "The district names a single judge."})
    study = asked.run.study_id
    page = browser_of(amina).get(f"/workspace/{study}/publish/").content.decode()
    assert "The district names a single judge." in page
    with pytest.raises(actions.NoLongerOpen):
        actions.agree(asked, by=owner, at=NOW)
    assert not Release.objects.exists()


def test_who_asked_must_still_belong_when_another_agrees(
    asked: Agreement, scene: Scene, owner: User
) -> None:
    accounts.remove_member(scene.membership("editor"), by=owner, at=NOW)
    with pytest.raises(actions.NoLongerOpen):
        actions.agree(asked, by=owner, at=NOW)


def test_what_changed_since_it_was_asked_is_not_published(
    asked: Agreement, amina: User, owner: User
) -> None:
    study = Study.objects.get(pk=asked.run.study_id)
    actions.write_study(study, text=f"{study.text}# more\n", by=amina, at=NOW)
    question = Agreement.objects.get(pk=asked.pk)
    with pytest.raises(actions.NotReady), transaction.atomic():
        actions.agree(question, by=owner, at=NOW)
    assert Agreement.objects.get(pk=asked.pk).state == Agreement.State.ASKED


def test_what_was_sealed_once_needs_two_though_answered_otherwise(run: Run, amina: User) -> None:
    study = Study.objects.get(pk=run.study_id)
    light = Harm("things", neighbour="no", listed="no")
    later = NOW + timedelta(minutes=1)
    actions.assess_harm(study, light, because="It is about pumps.", by=amina, at=later)
    again = computed(study, by=amina)
    with pytest.raises(actions.NeedsTwo):
        actions.publish_release(again, by=amina, at=NOW)


def test_an_ordinary_topic_asks_nobody_else(organisation: Organisation, amina: User) -> None:
    study = pumps(organisation, by=amina)
    assessed(study, by=amina)
    run = computed(study, by=amina)
    with pytest.raises(actions.NotNeeded):
        actions.ask_agreement(run, by=amina, at=NOW)
