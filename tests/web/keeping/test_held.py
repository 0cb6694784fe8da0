"""What other apps hold of a submission goes with it: entries of lists, decisions, words."""

from __future__ import annotations

import os
import time
from uuid import uuid4

import pytest
from django.apps import apps
from django.utils.timezone import now
from people import NOW
from web.collect.wells import filled, wells

from datashift.web.accounts.models import Organisation, User
from datashift.web.collect import storage
from datashift.web.collect.actions.erasing import erase_submissions
from datashift.web.collect.actions.receive import Sent, receive
from datashift.web.collect.models import Door, Questionnaire, Submission
from datashift.web.keeping.actions.sweeping import sweep
from datashift.web.review.models import Change, Decision, Entity, EntityList, EntityVersion


@pytest.fixture
def open_wells(organisation: Organisation, amina: User) -> Questionnaire:
    return wells(organisation, amina)


def send(organisation: Organisation) -> Submission:
    receipt = receive(filled(), organisation=organisation.pk, door=Door.OPENROSA, at=NOW)
    return Submission.objects.get(pk=receipt.submission)


def visited(entity: Entity, submission: Submission, label: str, **said: str) -> None:
    entity.number += 1
    entity.values, entity.label = {**entity.values, **said}, label
    entity.save()
    EntityVersion.objects.create(
        entity=entity,
        number=entity.number,
        label=label,
        values=entity.values,
        said=said,
        submission=submission,
        instance=submission.instances.get(),
        made_at=NOW,
    )


def test_an_entry_is_made_anew_of_what_others_said(
    organisation: Organisation, open_wells: Questionnaire
) -> None:
    pumps = EntityList.objects.create(
        organisation=organisation, name="pumps", made_at=NOW, changed_at=NOW
    )
    entity = Entity.objects.create(entity_list=pumps, key=uuid4(), number=0, changed_at=NOW)
    first, second, third = (send(organisation) for _ in range(3))
    visited(entity, first, "Pump 7", works="yes", owner="the village")
    visited(entity, second, "Asha's pump", owner="Asha")
    visited(entity, third, "Asha's pump", works="no")
    erase_submissions(open_wells, [second.pk])
    entity.refresh_from_db()
    assert entity.values == {"works": "no", "owner": "the village"}
    assert entity.label == "Pump 7"
    assert "Asha" not in str(list(entity.versions.values_list("values", "said", "label")))
    erase_submissions(open_wells, [first.pk, third.pk])
    assert not Entity.objects.exists()


def test_what_nothing_names_goes_and_what_has_just_come_stays(
    organisation: Organisation, open_wells: Questionnaire
) -> None:
    named, lost, young, phones_list = (
        storage.keep(organisation.pk, [content]).sha256
        for content in (b"a photograph", b"an earlier list", b"just come", b"the list")
    )
    receive(
        filled(photo="p.jpg"),
        organisation=organisation.pk,
        door=Door.OPENROSA,
        at=NOW,
        files=[Sent("p.jpg", named, 12, "image/jpeg")],
    )
    EntityList.objects.create(
        organisation=organisation, name="pumps", sha256=phones_list, made_at=NOW, changed_at=NOW
    )
    before = time.time() - 3 * 24 * 60 * 60
    for sha256 in (named, lost, phones_list):
        os.utime(storage.path(organisation.pk, sha256), (before, before))
    sweep(at=now())
    left = [storage.has(organisation.pk, each) for each in (named, lost, young, phones_list)]
    assert left == [True, False, True, True]


# Which models name bytes by their hash, and why none of them loses any
ANSWERED = {
    "collect.Attachment sha256": "collect.actions.erasing.named_here",
    "collect.Media sha256": "collect.actions.erasing.named_here",
    "collect.Version xlsform_sha256": "collect.actions.erasing.named_here",
    "collect.XLSForm sha256": "collect.actions.erasing.named_here",
    "review.EntityList sha256": "keeping.actions.held.named_above",
    "collect.Instance sha256": "the text is in the row",
    "evidence.DataFile sha256": "another folder: keeping.actions.studies",
    "credibility.Document sha256": "another folder: keeping.actions.studies",
    "fill.Arriving sha256": "keeping.actions.held.named_above",
    "evidence.Release manifest_sha256": "of a file in the release's folder",
    "official.Version sha256": "another folder: what a publisher published",
    "collect.Device ha1_sha256": "of a password",
    "collect.Copy sha256": "of bytes in the store: collect.storage.remove has it leave",
    "keeping.Freed sha256": "names what may go",
}


def test_somebody_answers_for_every_hash() -> None:
    found = {
        f"{model._meta.app_label}.{model.__name__} {field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("datashift.")
        for field in model._meta.get_fields()
        if field.name.endswith("sha256")
    }
    assert sorted(found - ANSWERED.keys()) == []


def test_a_decision_goes_with_the_last_it_was_about(
    organisation: Organisation, open_wells: Questionnaire, amina: User
) -> None:
    one, two = send(organisation), send(organisation)
    both, alone = (
        Decision.objects.create(
            questionnaire=open_wells,
            state=Submission.State.ASKED_BACK,
            words=words,
            count=1,
            by=amina,
            at=NOW,
        )
        for words in ("twice on one day", "Asha was not at home")
    )
    for decision, submission in ((both, one), (both, two), (alone, one)):
        Change.objects.create(
            decision=decision,
            submission=submission,
            instance=submission.instances.get(),
            before=Submission.State.RECEIVED,
        )
    erase_submissions(open_wells, [one.pk])
    assert list(Decision.objects.all()) == [both]
