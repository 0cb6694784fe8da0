"""An export comes in whole or not at all, once, and goes out again."""

from __future__ import annotations

import io
import zipfile
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from people import NOW, SignIn
from web.collect.wells import filled, new_id, wells
from web.imports.exported import exported, looked_at, taken_in

from datashift.web.accounts.models import Organisation, User
from datashift.web.collect import storage as files
from datashift.web.collect.actions.receive import receive, settled
from datashift.web.collect.models import (
    Attachment,
    Device,
    Door,
    Instance,
    Quarantine,
    Questionnaire,
    Submission,
)
from datashift.web.imports import storage
from datashift.web.imports.actions import reading, taking, undoing
from datashift.web.imports.models import Brought, Import
from datashift.web.review.actions.deciding import decide

ONE, TWO, THREE = (new_id(number)[5:] for number in (1, 2, 3))


def everything() -> list[tuple[str, str, bool]]:
    """Every text that is here, and which of them count."""
    rows = Instance.objects.order_by("instance_id", "sha256")
    return list(rows.values_list("instance_id", "sha256", "current"))


def test_brought_looked_at_taken_in_and_out(
    organisation: Organisation,
    amina: User,
    browser_of: SignIn,
    django_capture_on_commit_callbacks: Any,
) -> None:
    questionnaire = wells(organisation, amina)
    browser = browser_of(amina)
    file = SimpleUploadedFile("kobo.csv", exported((ONE, "yes"), (TWO, "no")))
    where = reverse("imports:bring_export", args=[organisation.slug])
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post(where, {"file": file, "questionnaire": str(questionnaire.pk)})
    page = answer["Location"]
    shown = browser.get(page).content.decode()
    assert "2 new submissions for Wells" in shown
    assert "KoboToolbox" in shown
    assert not Submission.objects.exists()
    brought = Import.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("imports:take_in", args=[brought.pk]))
    assert "2 submissions came in for Wells" in browser.get(page).content.decode()
    assert {each.door for each in Instance.objects.all()} == {Door.IMPORT}
    assert {each.state for each in Submission.objects.all()} == {Submission.State.RECEIVED}
    assert not storage.path(brought.pk).exists()
    browser.post(reverse("imports:undo_import", args=[brought.pk]))
    assert "2 submissions were taken out again" in browser.get(page).content.decode()
    assert not Submission.objects.exists()
    assert (
        taken_in(organisation, exported((ONE, "yes")), amina, questionnaire=questionnaire).new == 1
    )


def test_what_a_phone_sent_is_here_already_and_a_later_answer_is_a_change(
    organisation: Organisation, amina: User
) -> None:
    questionnaire = wells(organisation, amina)
    for own in (ONE, TWO):
        receive(filled(f"uuid:{own}"), organisation=organisation.pk, door=Door.OPENROSA, at=NOW)
    content = exported((ONE, "yes"), (TWO, "no"), (THREE, "yes"))
    brought = looked_at(organisation, content, amina, questionnaire=questionnaire)
    assert (brought.new, brought.here, brought.changed) == (1, 1, 1)
    taken_in(organisation, content, amina, questionnaire=questionnaire)
    second = Submission.objects.get(root_instance_id=f"uuid:{TWO}")
    assert second.instances.count() == 2
    assert b"<works>no</works>" in bytes(second.instances.get(current=True).xml)


def test_what_is_foreseen_of_one_id_twice_in_a_file_is_what_comes(
    organisation: Organisation, amina: User
) -> None:
    ids = [f"uuid:{own}" for own in (ONE, ONE, TWO)]
    twice = [filled(own, works=said) for own, said in zip(ids, ("yes", "no", "no"), strict=True)]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as bundle:
        for number, text in enumerate(twice):
            bundle.writestr(f"{number}/submission.xml", text)
    wells(organisation, amina)
    brought = looked_at(organisation, packed.getvalue(), amina, name="wells.zip")
    assert (brought.new, brought.changed) == (2, 1)
    done = taken_in(organisation, packed.getvalue(), amina, name="wells.zip")
    assert (done.new, done.changed) == (2, 1)
    assert Submission.objects.count() == 2


def test_taking_a_change_out_lets_the_text_before_it_count_again(
    organisation: Organisation, amina: User
) -> None:
    questionnaire = wells(organisation, amina)
    receive(filled(f"uuid:{ONE}"), organisation=organisation.pk, door=Door.OPENROSA, at=NOW)
    before = everything()
    brought = taken_in(organisation, exported((ONE, "no")), amina, questionnaire=questionnaire)
    assert everything() != before
    assert undoing.undo_import(brought, by=amina, at=NOW) == (1, 0)
    assert everything() == before
    assert not Submission.objects.get().conflict


def test_what_was_decided_about_stays_when_the_import_is_taken_out(
    organisation: Organisation, amina: User, owner: User
) -> None:
    questionnaire = wells(organisation, amina)
    content = exported((ONE, "yes"), (TWO, "no"))
    brought = taken_in(organisation, content, amina, questionnaire=questionnaire)
    first = Submission.objects.get(root_instance_id=f"uuid:{ONE}")
    decide(questionnaire, [first.pk], state=Submission.State.ACCEPTED, by=owner, at=NOW)
    assert undoing.undo_import(brought, by=amina, at=NOW) == (1, 1)
    assert list(Submission.objects.all()) == [first]
    with pytest.raises(undoing.NotDone):
        undoing.undo_import(brought, by=amina, at=NOW)


WELLS = st.lists(
    st.tuples(st.integers(1, 5), st.sampled_from(["yes", "no"])), min_size=1, max_size=6
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(WELLS, min_size=1, max_size=3))
def test_bringing_all_of_it_again_changes_nothing(
    organisation: Organisation, amina: User, brought: list[list[tuple[int, str]]]
) -> None:
    Questionnaire.objects.all().delete()
    questionnaire = wells(organisation, amina)
    contents = [
        exported(*((new_id(number)[5:], works) for number, works in rows)) for rows in brought
    ]
    for content in contents:
        taken_in(organisation, content, amina, questionnaire=questionnaire)
    before = everything()
    for content in contents:
        again = taken_in(organisation, content, amina, questionnaire=questionnaire)
        assert (again.new, again.changed) == (0, 0)
    assert everything() == before


def test_thousands_are_written_as_the_reader_writes_them(
    organisation: Organisation, amina: User, browser_of: SignIn
) -> None:
    questionnaire = wells(organisation, amina)
    content = exported(*((new_id(number)[5:], "yes") for number in range(1_200)))
    brought = looked_at(organisation, content, amina, questionnaire=questionnaire)
    shown = browser_of(amina).get(reverse("imports:import", args=[brought.pk])).content.decode()
    assert "1,200 new submissions for Wells" in shown
    assert "1200" not in shown


def test_it_comes_in_whole_or_not_at_all(organisation: Organisation, amina: User) -> None:
    questionnaire = wells(organisation, amina)
    content = exported(*((new_id(number)[5:], "yes") for number in range(900)))
    brought = looked_at(organisation, content, amina, questionnaire=questionnaire)
    taking.take_in(brought, by=amina, at=NOW)
    brought.refresh_from_db()
    seen: list[int] = []

    def fails_at_the_end(deliveries: Any) -> Any:
        seen.append(len(deliveries))
        if len(seen) == 3:
            raise files.TryLater
        return settled(deliveries)

    with patch.object(taking, "settled", fails_at_the_end):
        taking.take_export(brought, at=NOW)
    brought.refresh_from_db()
    assert len(seen) == 3
    assert brought.state == Import.State.REFUSED
    assert "nothing was taken in" in brought.problem
    assert not Submission.objects.exists()
    assert not Brought.objects.exists()


def test_photographs_come_with_a_zip_and_complete_what_a_phone_began(
    organisation: Organisation, amina: User
) -> None:
    questionnaire = wells(organisation, amina)
    text = filled(f"uuid:{ONE}", photo="front.jpg")
    receive(text, organisation=organisation.pk, door=Door.OPENROSA, at=NOW)
    assert Submission.objects.get().waiting == 1
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("Wells/instances/a/submission.xml", text)
        archive.writestr("Wells/instances/a/front.jpg", b"photograph")
    brought = taken_in(
        organisation, out.getvalue(), amina, name="b.zip", questionnaire=questionnaire
    )
    assert (brought.new, brought.here) == (0, 1)
    assert Submission.objects.get().complete
    kept = Attachment.objects.exclude(sha256="").get()
    assert files.read(organisation.pk, kept.sha256).read() == b"photograph"


def test_without_a_questionnaire_one_is_made_and_found_again(
    organisation: Organisation, amina: User
) -> None:
    first = taken_in(organisation, exported((ONE, "yes")), amina, name="Wells of May.csv")
    assert first.builds
    made = Questionnaire.objects.get()
    assert (made.form_id, made.state) == ("Wells_of_May", Questionnaire.State.OPEN)
    assert Instance.objects.get().quarantine == Quarantine.NONE
    both = exported((ONE, "yes"), (TWO, "no"))
    again = taken_in(organisation, both, amina, name="Wells of May.csv")
    assert (again.new, again.here, again.builds) == (1, 1, False)
    assert Questionnaire.objects.get() == made


def serial(*rows: str) -> bytes:
    """An export of Ushahidi: nothing in it says what it answers."""
    head = "Serial,INCIDENT TITLE,INCIDENT DATE,LOCATION,DESCRIPTION,CATEGORY,LATITUDE,LONGITUDE"
    return "\n".join([head, *rows]).encode()


def test_a_later_export_of_one_sheet_is_known_by_its_answers_and_not_by_its_name(
    organisation: Organisation, amina: User
) -> None:
    first = ["1,A well,05/07/2010 17:26,Jacmel,Dry,Water,18.2,-72.5"]
    first.append("2,Nobody's road,05/08/2010 17:26,Jacmel,Shut,Roads,18.2,-72.5")
    begun = taken_in(organisation, serial(*first), amina, name="reports-may.csv")
    edited = [first[0].replace("Dry", "Wet"), first[1], "3" + first[0][1:]]
    later = looked_at(organisation, serial(*edited), amina, name="reports-june.csv")
    assert later.questionnaire == begun.questionnaire
    assert (later.new, later.changed, later.here) == (1, 1, 1)
    of_others = [row.replace("Jacmel", "Leogane") for row in first]
    elsewhere = looked_at(organisation, serial(*of_others), amina, name="another-place.csv")
    assert elsewhere.questionnaire is None
    assert elsewhere.new == 2


def test_a_questionnaire_that_an_import_made_goes_with_it_and_comes_again(
    organisation: Organisation, amina: User, browser_of: SignIn
) -> None:
    browser = browser_of(amina)
    one, both = exported((ONE, "yes")), exported((ONE, "yes"), (TWO, "no"))
    first = taken_in(organisation, one, amina, name="Wells of May.csv")
    second = taken_in(organisation, both, amina, name="Wells of May.csv")
    page = reverse("imports:import", args=[first.pk])
    browser.post(reverse("imports:undo_import", args=[first.pk]))
    assert "Wells of May stays as it is, although this import made it" in (
        browser.get(page).content.decode()
    )
    assert Submission.objects.count() == 1
    browser.post(reverse("imports:undo_import", args=[second.pk]))
    assert not Questionnaire.objects.exists()
    assert "Wells of May, which this import made, is gone as well" in (
        browser.get(page).content.decode()
    )
    assert set(Import.objects.all()) == {first, second}
    again = taken_in(organisation, both, amina, name="Wells of May.csv")
    assert (again.builds, again.new, again.held) == (True, 2, 0)
    assert Questionnaire.objects.get().state == Questionnaire.State.OPEN


def test_a_questionnaire_that_somebody_used_since_stays_when_its_import_is_taken_out(
    organisation: Organisation, amina: User
) -> None:
    brought = taken_in(organisation, exported((ONE, "yes")), amina, name="Wells of May.csv")
    made = Questionnaire.objects.get()
    phone = Device.objects.create(
        organisation=organisation, name="Phone 1", made_by=amina, made_at=NOW
    )
    phone.questionnaires.add(made)
    assert undoing.undo_import(brought, by=amina, at=NOW) == (1, 0)
    assert Questionnaire.objects.get() == made
    assert phone.questionnaires.get() == made


def test_for_a_closed_questionnaire_it_is_kept_and_set_aside(
    organisation: Organisation, amina: User
) -> None:
    questionnaire = wells(organisation, amina, state=Questionnaire.State.CLOSED)
    brought = taken_in(organisation, exported((ONE, "yes")), amina, questionnaire=questionnaire)
    assert brought.held == 1
    assert Submission.objects.get().state == Submission.State.QUARANTINED


def test_a_file_that_is_no_export_is_refused_plainly_and_not_kept(
    organisation: Organisation,
    amina: User,
    browser_of: SignIn,
    django_capture_on_commit_callbacks: Any,
) -> None:
    file = SimpleUploadedFile("figures.csv", b"region,share\nA,12\n")
    where = reverse("imports:bring_export", args=[organisation.slug])
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser_of(amina).post(where, {"file": file})
    shown = browser_of(amina).get(answer["Location"]).content.decode()
    assert "This is no export of KoboToolbox" in shown
    assert not storage.path(Import.objects.get().pk).exists()


def test_dropping_keeps_nothing_and_nothing_is_decided_twice(
    organisation: Organisation, amina: User, django_capture_on_commit_callbacks: Any
) -> None:
    brought = looked_at(organisation, exported((ONE, "yes")), amina)
    assert storage.path(brought.pk).exists()
    with django_capture_on_commit_callbacks(execute=True):
        taking.drop_import(brought, by=amina, at=NOW)
    assert not storage.path(brought.pk).exists()
    with pytest.raises(taking.NotWaiting):
        taking.take_in(brought, by=amina, at=NOW)
    reading.read_export(brought)
    brought.refresh_from_db()
    assert brought.state == Import.State.DROPPED


def test_a_task_that_is_done_twice_changes_nothing(organisation: Organisation, amina: User) -> None:
    questionnaire = wells(organisation, amina)
    brought = looked_at(organisation, exported((ONE, "yes")), amina, questionnaire=questionnaire)
    taking.take_in(brought, by=amina, at=NOW)
    brought.refresh_from_db()
    taking.take_export(brought, at=NOW)
    taking.take_export(brought, at=NOW)
    brought.refresh_from_db()
    assert (brought.state, brought.new) == (Import.State.DONE, 1)
