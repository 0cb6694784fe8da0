"""An assessor from a statistical office sees one study, and nothing else."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.core import mail
from people import NOW, Scene, SignIn, person
from published import page
from web.evidence.pumps import TEXT, computed, pumps

from datashift.web.accounts.models import User
from datashift.web.audit.log import events
from datashift.web.credibility import actions
from datashift.web.credibility.models import Assessment, Assessor
from datashift.web.evidence.models import Release, Study

OFFICE = "Office of Statistics of Ruvela"


def seated(study: Study, user: User, *, by: User, office: str = OFFICE) -> Assessor:
    made, _ = actions.invite_assessor(study, email=user.email, office=office, by=by, at=NOW)
    return actions.accept_seat(made, by=user, at=NOW)


def test_an_owner_invites_and_the_link_works_once(
    release: Release, owner: User, browser_of: SignIn
) -> None:
    guest = person("Guest")
    invite = f"/workspace/{release.study_id}/credibility/invite/"
    answer = browser_of(owner).post(invite, {"email": "Guest@Example.org", "office": OFFICE})
    found = re.search(r'value="https?://[^/]+(/assessors/[^"]+)"', answer.content.decode())
    assert found is not None
    link = found[1]
    assert link in mail.outbox[-1].body
    assert release.study.title not in mail.outbox[-1].subject
    token = link.strip("/").split("/")[-1]
    assert token not in Assessor.objects.values_list("token_hash", flat=True)
    browser = browser_of(guest)
    assert "asks you to assess a study" in page(browser, link)
    assert browser.post(link)["Location"] == f"/assessing/{release.study_id}/"
    other = browser_of(person("Other"))
    other.post(link)
    assert other.get(f"/assessing/{release.study_id}/").status_code == 404
    assert release.study.title in page(browser, "/assessing/")


def test_a_link_lasts_two_weeks_and_only_for_its_address(
    release: Release, owner: User, chidi: User
) -> None:
    guest = person("Guest")
    made, _ = actions.invite_assessor(
        release.study, email=guest.email, office=OFFICE, by=owner, at=NOW
    )
    with pytest.raises(actions.AnotherAddress):
        actions.accept_seat(made, by=chidi, at=NOW)
    with pytest.raises(actions.SeatTaken):
        actions.accept_seat(made, by=guest, at=NOW + timedelta(days=14))


def test_a_member_does_not_assess_from_outside(release: Release, owner: User, amina: User) -> None:
    with pytest.raises(actions.BelongsHere):
        actions.invite_assessor(release.study, email=amina.email, office=OFFICE, by=owner, at=NOW)


def test_a_seat_opens_one_study_and_nothing_else(
    release: Release, scene: Scene, owner: User, browser_of: SignIn
) -> None:
    guest = person("Guest")
    seated(release.study, guest, by=owner)
    other = pumps(scene.organisation, by=owner, text=TEXT)
    own = actions.begin(release.study, framework="knbs-2022", by=owner, at=NOW)
    browser = browser_of(guest)
    study = release.study_id
    for closed in (
        *("", "check/", "bring/", "text/", "credibility/", "fieldwork/", "releases/", "run/"),
        *("credibility/invite/", "credibility/documents/add/", "credibility/sides/consent/"),
    ):
        assert browser.get(f"/workspace/{study}/{closed}").status_code == 404, closed
    for closed in (
        f"/assessing/{other.pk}/",
        f"/assessing/{other.pk}/files/observations.csv",
        f"/assessments/{own.pk}/",  # the organisation's own judgement is not the office's
        f"/organisations/{scene.organisation.slug}/",
    ):
        assert browser.get(closed).status_code == 404, closed
    room = page(browser, f"/assessing/{study}/")
    links = {link for link in re.findall(r'href="(/[^"#]*)"', room) if "/static/" not in link}
    dead = [link for link in links if browser.get(link, follow=True).status_code >= 400]
    assert not dead


def test_figures_are_seen_before_they_are_published_and_rows_never(
    scene: Scene, owner: User, browser_of: SignIn, release: Release
) -> None:
    guest = person("Guest")
    study = pumps(scene.organisation, by=owner)
    computed(study, by=owner)
    seated(study, guest, by=owner)
    browser = browser_of(guest)
    room = page(browser, f"/assessing/{study.pk}/")
    assert "57 in 100 pumps work" in room
    assert "Not published yet" in room
    files = f"/assessing/{study.pk}/files/"
    assert b"OBS_VALUE" in browser.get(f"{files}observations.csv").content
    for name, wanted in (
        ("open-sdg.zip", "data/indicator_6-1-1.csv"),
        ("sdmx-ml.zip", "data.xml"),
        ("sdmx-csv.zip", ".csv"),
    ):
        archive = zipfile.ZipFile(io.BytesIO(browser.get(f"{files}{name}").content))
        assert any(each.endswith(wanted) for each in archive.namelist()), archive.namelist()
    for closed in ("pumps.csv", "account.json", "..%2F..%2Fdatashift.sqlite3"):
        assert browser.get(f"{files}{closed}").status_code == 404


def test_an_office_judges_with_two_people_and_rules(
    release: Release, scene: Scene, owner: User, amina: User, browser_of: SignIn
) -> None:
    first, second = person("First"), person("Second")
    seated(release.study, first, by=owner)
    seated(release.study, second, by=owner)
    browser = browser_of(first)
    begin = f"/workspace/{release.study_id}/credibility/begin/"
    home = browser.post(begin, {"framework": "knbs-2022"})["Location"]
    made = Assessment.objects.get(office=OFFICE)
    browser.post(f"{home}need/", {"value": "1", "evidence": "Nobody counts pumps on the isle."})
    answer = made.answers.get()
    assert browser_of(amina).get(f"{home}need/").status_code == 403
    assert browser_of(amina).post(f"{home}confirm/", {"answer": answer.pk}).status_code == 403
    browser_of(second).post(f"{home}confirm/", {"answer": answer.pk})
    browser.post(f"{home}rule/", {"ruling": "refused", "reasons": "No report of non-response."})
    browser.post(f"{home}rule/", {"ruling": "accepted", "reasons": "It was added since."})
    assert [one.accepted for one in made.rulings.all()] == [False, True]
    study = release.study
    public = f"/credibility/{study.organisation.slug}/{study.slug}/{release.number}/"
    said = page(browser_of(None), public)
    reasons = '<span lang="">It was added since.</span>'  # in a language that nobody said
    assert f"{OFFICE} accepts these figures.</strong> {reasons}" in said
    assert "Nobody counts pumps on the isle." in said
    assert "First" not in said
    told = [one.action for one in events(scene.organisation)]
    assert told.count("assessment.ruled") == 2


def test_a_question_is_answered_by_the_organisation(
    release: Release, owner: User, amina: User, browser_of: SignIn
) -> None:
    guest = person("Guest")
    seated(release.study, guest, by=owner)
    room = f"/assessing/{release.study_id}/"
    browser_of(guest).post(f"{room}ask/", {"text": "Who walked to the isle?"})
    question = release.study.assessor_questions.get()
    standing = f"/workspace/{release.study_id}/credibility/"
    assert "Who walked to the isle?" in page(browser_of(amina), standing)
    browser_of(amina).post(f"{standing}questions/{question.pk}/", {"answer": "Two of us."})
    assert "Two of us." in page(browser_of(guest), room)


def test_a_seat_taken_back_opens_nothing_and_what_was_given_stays(
    release: Release, owner: User, browser_of: SignIn
) -> None:
    guest = person("Guest")
    seat = seated(release.study, guest, by=owner)
    made = actions.begin(release.study, framework="knbs-2022", office=OFFICE, by=guest, at=NOW)
    actions.answer(made, item="need", value=1, evidence="A gap.", by=guest, at=NOW)
    back = f"/workspace/{release.study_id}/credibility/assessors/{seat.pk}/withdraw/"
    browser_of(owner).post(back)
    browser = browser_of(guest)
    for closed in (f"/assessing/{release.study_id}/", f"/assessments/{made.pk}/"):
        assert browser.get(closed).status_code == 404
    assert made.answers.count() == 1
