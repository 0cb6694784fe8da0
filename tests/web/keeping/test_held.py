"""What other apps hold of a submission goes with it: entries of lists, decisions, words."""

from __future__ import annotations

from uuid import uuid4

import pytest
from people import NOW
from web.collect.wells import filled, wells

from datashift.web.accounts.models import Organisation, User
from datashift.web.collect.actions.erasing import erase_submissions
from datashift.web.collect.actions.receive import receive
from datashift.web.collect.models import Door, Questionnaire, Submission
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
