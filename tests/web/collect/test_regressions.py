"""What went wrong for others, told once through the phone's door: docs/reliability.md names each."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings
from people import Scene
from web.collect.phone import Phone, phone
from web.collect.wells import filled, new_id, wells

from datashift.web.collect.models import Instance, Submission, Version
from datashift.web.collect.queries.questionnaires import counts_of


@pytest.fixture
def nyalenda(scene: Scene) -> Phone:
    wells(scene.organisation, scene.people["editor"])
    return phone(scene.organisation, scene.people["editor"])


def test_an_interrupted_submission_that_was_changed_is_no_dead_end(nyalenda: Phone) -> None:
    """L5: the phone had sent it, did not hear so, and the person went on."""
    own = new_id(1)
    statuses = [
        nyalenda.send(filled(own, works=works)).status_code for works in ("yes", "no", "yes", "no")
    ]
    assert statuses == [201] * 4
    submission = Submission.objects.get()
    assert submission.conflict
    assert submission.instances.count() == 2


def test_what_came_without_an_id_can_be_edited(nyalenda: Phone) -> None:
    """L6: it is given one, told to the phone, and an edit that names it is one of the same."""
    first = nyalenda.send(filled(""))
    given = re.search(r'instanceID="([^"]+)"', first.content.decode())
    assert given is not None
    assert nyalenda.send(filled(new_id(2), replaces=given[1], works="no")).status_code == 201
    assert nyalenda.send(filled(new_id(3), replaces=new_id(2), works="yes")).status_code == 201
    submission = Submission.objects.get()
    assert submission.root_instance_id == given[1]
    assert submission.instances.get(current=True).instance_id == new_id(3)


def test_two_edits_of_one_edit_are_both_kept(nyalenda: Phone) -> None:
    """L7: neither is refused, and both are of the record that they name."""
    nyalenda.send(filled(new_id(9), works="another record"))
    for own, replaced in ((1, None), (2, 1), (3, 2), (4, 2)):
        text = filled(new_id(own), replaces=new_id(replaced) if replaced else "", works=str(own))
        assert nyalenda.send(text).status_code == 201
    assert Submission.objects.count() == 2
    edited = Submission.objects.get(root_instance_id=new_id(1))
    assert edited.instances.count() == 4
    assert edited.instances.get(current=True).instance_id == new_id(4)


def test_the_receipt_proves_what_was_received(nyalenda: Phone) -> None:
    """L11: a client deletes its own when the hash is that of what it sent, and never before."""
    text = filled(new_id(1))
    told = nyalenda.send(text).content.decode()
    assert f'sha256="{hashlib.sha256(text).hexdigest()}"' in told
    assert bytes(Instance.objects.get().xml) == text


def test_without_the_store_of_files_forms_are_fetched_and_reports_accepted(
    nyalenda: Phone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """L14: only what brings a file is asked to come again."""
    (tmp_path / "submissions").write_text("a file where the folder should be")
    monkeypatch.setattr(settings, "DATA", tmp_path)
    assert nyalenda.ask("GET", "formList").status_code == 200
    version = Version.objects.get()
    assert nyalenda.ask("GET", f"forms/{version.pk}/form.xml").status_code == 200
    assert nyalenda.send(filled(new_id(1))).status_code == 201
    later = nyalenda.send(filled(new_id(2), photo="p.jpg"), p=b"a photograph")
    assert later.status_code == 503
    assert int(later["Retry-After"]) > 0
    assert Submission.objects.count() == 1


def test_what_is_counted_is_counted_from_the_rows(nyalenda: Phone) -> None:
    """L16: nothing is kept that could run beside them."""
    for number in range(3):
        nyalenda.send(filled(new_id(number)))
        nyalenda.send(filled(new_id(number)))
    nyalenda.send(filled(new_id(9), photo="p.jpg"))
    Submission.objects.filter(root_instance_id=new_id(1)).delete()
    questionnaire = Submission.objects.first().questionnaire_id  # type: ignore[union-attr]
    counts = counts_of([questionnaire])[questionnaire]
    assert (counts.all, counts.received, counts.waiting) == (3, 3, 1)


def test_a_file_is_what_its_name_says(nyalenda: Phone, scene: Scene) -> None:
    """L15: the hash is taken as the bytes arrive; a backup names those that have another since."""
    nyalenda.send(filled(new_id(1), photo="p.jpg"), p=b"a photograph")
    folder = Path(settings.DATA) / "submissions" / str(scene.organisation.pk)
    kept = [path for path in folder.rglob("*") if path.is_file()]
    assert kept
    assert all(hashlib.sha256(path.read_bytes()).hexdigest() == path.name for path in kept)
