"""One submission is one row, however it arrives."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest
from people import NOW, Scene
from web.collect.wells import filled, new_id, wells

from datashift.web.accounts.models import Organisation, User
from datashift.web.audit.log import events, first_break
from datashift.web.collect import storage
from datashift.web.collect.actions.receive import Outcome, Receipt, Sent, receive, settled
from datashift.web.collect.actions.settling import seal
from datashift.web.collect.models import (
    Attachment,
    Door,
    Instance,
    Quarantine,
    Questionnaire,
    Submission,
)

A, B, C = new_id(1), new_id(2), new_id(3)


@pytest.fixture
def open_wells(organisation: Organisation, amina: User) -> Questionnaire:
    return wells(organisation, amina)


def send(organisation: Organisation, text: bytes, *, after: int = 0, **photos: bytes) -> Receipt:
    """Send a text; photos are named `name=bytes`."""
    files = []
    for name, content in photos.items():
        kept = storage.keep(organisation.pk, [content])
        files.append(Sent(f"{name}.jpg", kept.sha256, kept.size, "image/jpeg"))
    return receive(
        text,
        organisation=organisation.pk,
        door=Door.OPENROSA,
        at=NOW + timedelta(seconds=after),
        files=files,
    )


def test_the_same_again_is_one_row(organisation: Organisation, open_wells: Questionnaire) -> None:
    text = filled(A)
    first, second = send(organisation, text), send(organisation, text, after=5)
    assert (first.outcome, second.outcome) == (Outcome.NEW, Outcome.AGAIN)
    assert first.submission == second.submission
    assert Submission.objects.count() == Instance.objects.count() == 1
    assert bytes(Instance.objects.get().xml) == text


def test_late_photos_complete_a_submission(
    organisation: Organisation, open_wells: Questionnaire
) -> None:
    text = filled(A, photo="front.jpg", side="left.jpg")
    assert send(organisation, text).waiting == ("front.jpg", "left.jpg")
    assert send(organisation, text, left=b"left").waiting == ("front.jpg",)
    done = send(organisation, text, front=b"front")
    assert done.outcome == Outcome.FILES
    assert done.waiting == ()
    assert Submission.objects.get().complete
    assert send(organisation, text, front=b"front").outcome == Outcome.AGAIN


def test_the_first_photo_of_a_name_wins_and_another_is_kept_beside_it(
    organisation: Organisation, open_wells: Questionnaire
) -> None:
    text = filled(A, photo="front.jpg")
    send(organisation, text, front=b"first")
    send(organisation, text, front=b"second")
    send(organisation, text, front=b"second")
    first, second = Attachment.objects.order_by("conflict")
    assert (first.conflict, second.conflict) == (False, True)
    assert storage.read(organisation.pk, first.sha256).read() == b"first"
    assert Submission.objects.get().conflict


def test_the_same_photo_under_two_names_is_two_attachments(
    organisation: Organisation, open_wells: Questionnaire
) -> None:
    send(organisation, filled(A, photo="a.jpg", side="b.jpg"), a=b"same", b=b"same")
    assert Submission.objects.get().complete
    assert Attachment.objects.count() == 2


@pytest.mark.parametrize("order", list(permutations([0, 1, 2])))
def test_edits_chain_in_any_order(
    organisation: Organisation, open_wells: Questionnaire, order: tuple[int, ...]
) -> None:
    texts = [filled(A), filled(B, replaces=A), filled(C, replaces=B)]
    for place, number in enumerate(order):
        send(organisation, texts[number], after=place)
    submission = Submission.objects.get()
    assert submission.root_instance_id == A
    assert submission.instances.get(current=True).instance_id == C
    assert submission.instances.count() == 3


def test_the_same_id_with_another_text_is_kept_and_the_last_counts(
    organisation: Organisation, open_wells: Questionnaire
) -> None:
    send(organisation, filled(A, works="no"))
    again = send(organisation, filled(A, works="yes"), after=1)
    submission = Submission.objects.get()
    assert again.outcome == Outcome.VERSION
    assert submission.conflict
    assert b"yes" in bytes(submission.instances.get(current=True).xml)
    assert submission.instances.count() == 2


def test_a_text_without_an_id_is_given_one_that_stays(
    organisation: Organisation, open_wells: Questionnaire
) -> None:
    first, again = (send(organisation, filled("")) for _ in range(2))
    assert first.instance_id == again.instance_id
    edit = send(organisation, filled(B, replaces=first.instance_id), after=1)
    assert edit.submission == first.submission


@pytest.mark.parametrize(
    ("state", "version", "why"),
    [
        (Questionnaire.State.CLOSED, "1", Quarantine.CLOSED),
        (Questionnaire.State.DRAFT, "1", Quarantine.DRAFT),
        (Questionnaire.State.OPEN, "0", Quarantine.UNKNOWN_VERSION),
    ],
)
def test_nothing_is_refused(
    organisation: Organisation,
    amina: User,
    state: Questionnaire.State,
    version: str,
    why: Quarantine,
) -> None:
    wells(organisation, amina, state=state)
    assert send(organisation, filled(A, version=version)).quarantine == why
    assert Submission.objects.get().state == Submission.State.QUARANTINED


def test_a_retired_version_is_set_aside(
    organisation: Organisation, open_wells: Questionnaire
) -> None:
    open_wells.versions.update(retired_at=NOW)
    assert send(organisation, filled(A)).quarantine == Quarantine.RETIRED


def test_more_than_asked_for_is_set_aside_and_edits_are_not(
    organisation: Organisation, open_wells: Questionnaire
) -> None:
    Questionnaire.objects.update(quota=1)
    assert send(organisation, filled(A)).quarantine == Quarantine.NONE
    assert send(organisation, filled(C), after=1).quarantine == Quarantine.QUOTA
    assert send(organisation, filled(B, replaces=A), after=2).quarantine == Quarantine.NONE


def test_a_form_that_nobody_brought_waits_for_it(organisation: Organisation) -> None:
    receipt = send(organisation, filled(A, form_id="unheard"))
    assert receipt.quarantine == Quarantine.UNKNOWN_FORM
    assert Questionnaire.objects.get().state == Questionnaire.State.UNKNOWN


@pytest.mark.parametrize(
    "text", [b"", b"<data", b"<data/>", b"\x00\xff", b"<!DOCTYPE a><a id='1'/>"]
)
def test_what_cannot_be_read_is_kept(organisation: Organisation, text: bytes) -> None:
    assert send(organisation, text).quarantine == Quarantine.UNREADABLE
    assert send(organisation, text).outcome == Outcome.AGAIN
    assert bytes(Instance.objects.get().xml) == text


def test_an_edit_in_quarantine_does_not_count(
    organisation: Organisation, open_wells: Questionnaire
) -> None:
    send(organisation, filled(A))
    Submission.objects.update(state=Submission.State.ACCEPTED)
    Questionnaire.objects.update(state=Questionnaire.State.CLOSED)
    send(organisation, filled(B, replaces=A), after=1)
    submission = Submission.objects.get()
    assert submission.state == Submission.State.ACCEPTED
    assert submission.instances.get(current=True).instance_id == A


def test_an_edit_brings_an_accepted_submission_back_to_be_looked_at(
    organisation: Organisation, open_wells: Questionnaire
) -> None:
    send(organisation, filled(A))
    Submission.objects.update(state=Submission.State.ACCEPTED)
    send(organisation, filled(B, replaces=A), after=1)
    assert Submission.objects.get().state == Submission.State.RECEIVED


def test_every_receipt_is_in_the_log(organisation: Organisation, open_wells: Questionnaire) -> None:
    receipt = send(organisation, filled(A))
    send(organisation, filled(A))
    told = events(organisation).filter(action="submissions.received")
    assert [event.details["submissions"] for event in told] == [
        [[str(receipt.submission), "new", seal(receipt.instance, receipt.sha256)]]
    ]
    assert first_break(organisation) is None


def test_nothing_brought_is_nothing_kept(open_wells: Questionnaire) -> None:
    assert settled([]) == []


def test_two_organisations_may_use_the_same_ids(
    scene: Scene, open_wells: Questionnaire, chidi: User
) -> None:
    elsewhere = Organisation.objects.get(name="Elsewhere")
    wells(elsewhere, chidi)
    assert send(scene.organisation, filled(A)).submission != send(elsewhere, filled(A)).submission
