"""Who asked is compared for those who can ask back; the public reads one sentence without names."""

from __future__ import annotations

import numpy as np
from django.test import Client
from people import NOW, Scene, SignIn
from published import page
from pytest_django import DjangoCaptureOnCommitCallbacks
from web.evidence.wells import brought

from datashift.web.accounts.models import User
from datashift.web.credibility.models import FieldworkLook
from datashift.web.evidence.actions import create_study
from datashift.web.evidence.models import Release, Study


def interviews() -> bytes:
    """Four interviewers of 80; the fourth goes straight down the scale and likes round numbers."""
    chance = np.random.default_rng(7)
    lines = ["enumerator,village,safe,clean,near,litres"]
    for number in range(320):
        who = "ABCD"[number // 80]
        made_up = who == "D"
        given = [str(chance.integers(5))] * 3 if made_up else chance.choice(list("01234"), 3)
        litres = 100 * chance.integers(5, 9) if made_up else int(10 ** chance.uniform(0, 4))
        lines.append(",".join([f"Mosi {who}", "Kisima", *given, str(litres)]))
    return ("\n".join(lines) + "\n").encode()


def study_with(scene: Scene, by: User) -> Study:
    study = create_study(scene.organisation, title="Homes of Kisima", by=by, at=NOW)
    brought(study, interviews(), by=by, name="homes.csv")
    return study


def test_columns_are_guessed_and_reviewers_alone_see_who_stands_out(
    scene: Scene,
    release: Release,
    amina: User,
    bruno: User,
    browser_of: SignIn,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    study = study_with(scene, amina)
    address = f"/workspace/{study.pk}/fieldwork/"
    browser = browser_of(amina)
    form = page(browser, address)
    assert '<option value="enumerator" selected>' in form
    said = {
        "interviewer": "enumerator",
        "place": "village",
        "scales": ["safe", "clean", "near"],
        "amounts": ["litres"],
    }
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(address, said)
    look = FieldworkLook.objects.get()
    assert look.state == FieldworkLook.State.DONE, look.problem
    assert {one["interviewer"] for one in look.seen["signals"]} == {"Mosi D"}
    assert {"straightness", "roundness"} <= set(look.seen["checks"])
    seen = page(browser, address)
    assert "Mosi D" in seen
    assert "The first digits of litres (320 amounts) are not those" in seen
    seen_by_bruno = page(browser_of(bruno), address)
    assert look.public in seen_by_bruno
    assert "Mosi" not in seen_by_bruno
    assert "Mosi" not in look.public


def test_too_few_interviewers_are_told_in_a_sentence(
    scene: Scene,
    release: Release,
    amina: User,
    browser_of: SignIn,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    study = study_with(scene, amina)
    address = f"/workspace/{study.pk}/fieldwork/"
    with django_capture_on_commit_callbacks(execute=True):
        browser_of(amina).post(address, {"interviewer": "village"})
    assert "Fewer than two interviewers" in page(browser_of(amina), address)


def test_a_public_page_says_nothing_where_nobody_looked(release: Release) -> None:
    study = release.study
    public = f"/credibility/{study.organisation.slug}/{study.slug}/{release.number}/"
    assert "How the interviews were made" not in page(Client(), public)
