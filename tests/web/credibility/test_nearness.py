"""How near a finding is to its indicator, and the letter that its facts write."""

from __future__ import annotations

from people import NOW, Scene, SignIn
from published import page, publish

from datashift.web.accounts.actions import create_organisation
from datashift.web.accounts.models import User


def test_differences_are_listed_and_a_letter_is_drafted(
    scene: Scene, owner: User, browser_of: SignIn
) -> None:
    other = create_organisation(name="Maji Watch", by=owner, at=NOW)
    release = publish(other, by=owner)
    said = page(browser_of(owner), f"/workspace/{release.study_id}/compare/works/")
    assert "It stands in for what the indicator means" in said
    assert "What is counted" in said
    assert "Dear [name of the official]," in said
    assert "[your name]" in said
    compare = page(browser_of(owner), f"/workspace/{release.study_id}/compare/")
    assert f"/workspace/{release.study_id}/compare/works/" in compare


def test_a_finding_that_is_not_there_has_no_page(
    scene: Scene, owner: User, browser_of: SignIn
) -> None:
    study = scene.organisation.studies.first()
    assert study is not None
    answer = browser_of(owner).get(f"/workspace/{study.pk}/compare/nothing/")
    assert answer.status_code == 404
