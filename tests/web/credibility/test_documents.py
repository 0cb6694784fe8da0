"""What is handed over raises what a machine can see; files open for members and assessors only."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from people import NOW, SignIn
from published import page

from datashift.web.accounts.models import User
from datashift.web.credibility import actions
from datashift.web.credibility.models import Document
from datashift.web.credibility.queries.assessments import told
from datashift.web.evidence.models import Release


def test_a_questionnaire_handed_over_is_seen_by_the_gate(
    release: Release, amina: User, bruno: User, chidi: User, browser_of: SignIn
) -> None:
    assessment = actions.begin(release.study, framework="knbs-2022", by=amina, at=NOW)
    gate = told(assessment).gates[0].suggestion
    assert gate is not None
    assert gate.score == 0
    add = f"/workspace/{release.study_id}/credibility/documents/add/"
    file = SimpleUploadedFile("../form.html", b"<script>alert(1)</script>")
    browser_of(amina).post(add, {"kind": "instruments", "file": file})
    browser_of(amina).post(add, {"kind": "ethics", "words": "Pumps are no people."})
    gate = told(assessment).gates[0].suggestion
    assert gate is not None
    assert gate.score == 1
    made = release.study.documents.get(kind="instruments")
    assert made.name == "form.html"
    address = f"/workspace/{release.study_id}/credibility/documents/{made.pk}/"
    answer = browser_of(bruno).get(address)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert browser_of(chidi).get(address).status_code == 404
    study = release.study
    form = f"/credibility/{study.organisation.slug}/{study.slug}/{release.number}/form/"
    said = page(Client(), form)
    assert "Pumps are no people." in said
    order = [said.index(f"<strong>{name}</strong>") for name in ("Data", "Metadata", "Codebook")]
    order += [
        said.index(f"<strong>{name}</strong>") for name in ("Instruments", "Ethics", "Report")
    ]
    assert order == sorted(order)


def test_an_empty_document_is_not_handed_over(
    release: Release, amina: User, browser_of: SignIn
) -> None:
    add = f"/workspace/{release.study_id}/credibility/documents/add/"
    answer = browser_of(amina).post(add, {"kind": "ethics"})
    assert answer.status_code == 422
    assert "Write something, give an address, or choose a file." in answer.content.decode()
    assert not release.study.documents.exists()


def test_what_is_taken_away_is_no_longer_handed_over(
    release: Release, amina: User, browser_of: SignIn
) -> None:
    made = actions.add_document(
        release.study, kind=Document.Kind.ETHICS, words="None needed.", by=amina, at=NOW
    )
    back = f"/workspace/{release.study_id}/credibility/documents/{made.pk}/remove/"
    browser_of(amina).post(back)
    assert browser_of(amina).get(back.removesuffix("remove/")).status_code == 404
