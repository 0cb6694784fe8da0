"""Differences from the official figure are ticked one by one, and the letter tells of what was."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from people import NOW, Scene, SignIn, join
from published import OFFICIAL, STUDY, page, publish

from datashift.web.accounts.actions import create_organisation
from datashift.web.accounts.models import Organisation, Role, User
from datashift.web.audit.log import events
from datashift.web.credibility import actions
from datashift.web.credibility.models import Tick
from datashift.web.credibility.queries.nearness import Nearness, nearness
from datashift.web.evidence.models import Release, Study
from datashift.web.evidence.queries import results

NOTE = "We asked who uses each point."
OURS = """\
    question: Did water come out of it in the last 7 days?
    mode: observation
"""
THEIRS = "question: Did water come out of it in the last 12 months?, mode: in_person"


@pytest.fixture
def watch(scene: Scene, owner: User, amina: User, bruno: User) -> Organisation:
    """Maji Watch, whose figure has an official one beside it. Amina edits, Bruno may look."""
    made = create_organisation(name="Maji Watch", by=owner, at=NOW)
    join(made, amina, Role.EDITOR, by=owner)
    join(made, bruno, Role.VIEWER, by=owner)
    return made


@pytest.fixture
def water(watch: Organisation, owner: User) -> Release:
    return publish(watch, by=owner)


def near(study: Study) -> Nearness:
    run = results.last_result(study)
    assert run is not None
    return nearness(run, results.findings(run)[0])


@pytest.mark.parametrize("written", ["safe/clean", "</a> ? # %2F", "two\\nlines"])
def test_an_indicator_may_be_named_anyhow(
    watch: Organisation, owner: User, amina: User, browser_of: SignIn, written: str
) -> None:
    text = STUDY.replace("id: works", f'id: "{written}"')
    water = publish(watch, by=owner, text=text)
    browser, compare = browser_of(amina), f"/workspace/{water.study_id}/compare/"
    name = near(water.study).finding.id
    near_it = reverse("credibility:nearness", args=[water.study_id, name])
    assert near_it in browser.get(compare).content.decode()
    assert "It stands in for what the indicator means" in page(browser, near_it)
    undone = browser.post(reverse("credibility:undo_ticks", args=[water.study_id, name]))
    assert undone.status_code == 302


def test_both_figures_stand_beside_each_other_with_their_ranges(
    water: Release, amina: User, browser_of: SignIn
) -> None:
    said = page(browser_of(amina), f"/workspace/{water.study_id}/compare/works/")
    assert "It stands in for what the indicator means" in said
    assert "58.1 %" in said
    assert "62.5 %" in said
    assert "Between 60.1 and 64.9" in said
    assert "Ours counts water points, the official figure counts people." in said
    assert "What would bring it nearer" in said
    assert "Look at another indicator" in said
    compare = page(browser_of(amina), f"/workspace/{water.study_id}/compare/")
    assert f"/workspace/{water.study_id}/compare/works/" in compare
    assert "0 of 5 looked at" in compare


def test_what_is_ticked_goes_into_the_letter_with_its_note(
    water: Release, amina: User, browser_of: SignIn
) -> None:
    address = f"/workspace/{water.study_id}/compare/works/"
    before = near(water.study).letter
    assert before is not None
    assert "counts people" not in before.text
    answer = browser_of(amina).post(address, {"unit": "on", "unit-note": NOTE})
    assert answer["Location"] == f"{address}#differences"
    said = page(browser_of(amina), address)
    assert "What differs: 1 of 5 looked at" in said
    assert "Looked at by Amina, " in said
    shown = near(water.study)
    assert shown.letter is not None
    assert shown.letter.differs[-1].endswith(f"counts people. {NOTE}")
    assert f"- {shown.letter.differs[-1]}" in shown.letter.text
    assert [one.part for one in shown.differences if one.ticked] == ["unit"]


def test_every_tick_is_in_the_log_and_can_be_taken_back(
    water: Release, amina: User, browser_of: SignIn
) -> None:
    address = f"/workspace/{water.study_id}/compare/works/"
    browser = browser_of(amina)
    browser.post(address, {"unit": "on", "unit-note": NOTE, "sampling": "on"})
    assert f'action="{address}undo/"' in page(browser, address)
    browser.post(f"{address}undo/")
    assert near(water.study).looked_at == 0
    log = events(water.study.organisation).filter(object_id=str(water.study_id))
    kinds = list(log.values_list("action", flat=True))
    assert {"difference.ticked", "difference.restored"} <= set(kinds)
    assert Tick.objects.count() == 4  # nothing given is deleted


def test_each_note_keeps_the_language_that_its_writer_said(
    water: Release, amina: User, owner: User, browser_of: SignIn
) -> None:
    address = f"/workspace/{water.study_id}/compare/works/"
    assert '<select name="language"' in page(browser_of(amina), address)
    spoken = {"unit": "on", "unit-note": "Tuliuliza.", "language": "sw"}
    browser_of(amina).post(address, spoken)
    more = spoken | {"sampling": "on", "sampling-note": NOTE, "language": "en"}
    browser_of(owner).post(address, more)

    def languages() -> dict[str, str]:
        return {one.part: one.language for one in near(water.study).differences if one.note}

    assert languages() == {"unit": "sw", "sampling": "en"}
    browser_of(owner).post(address, more | {"language": "luo"})
    assert languages() == {"unit": "luo", "sampling": "luo"}


def test_saying_the_same_again_is_no_change(water: Release, amina: User) -> None:
    shown = near(water.study)
    said = {shown.differences[0]: (True, NOTE)}
    study, where = water.study, {"finding": "works", "beside": shown.beside}
    assert actions.tick(study, **where, said=said, by=amina, at=NOW) == 1
    again = {near(study).differences[0]: (True, NOTE)}
    assert actions.tick(study, **where, said=again, by=amina, at=NOW) == 0


def test_nobody_takes_back_what_another_ticked(water: Release, amina: User, owner: User) -> None:
    shown = near(water.study)
    where = {"finding": "works", "beside": shown.beside}
    actions.tick(water.study, **where, said={shown.differences[0]: (True, "")}, by=owner, at=NOW)
    with pytest.raises(actions.NothingToUndo):
        actions.undo_ticks(water.study, **where, by=amina, at=NOW)
    assert near(water.study).looked_at == 1


def test_a_tick_lapses_when_something_else_is_found(
    watch: Organisation, water: Release, amina: User, owner: User
) -> None:
    shown = near(water.study)
    said = dict.fromkeys(shown.differences, (True, ""))
    actions.tick(water.study, finding="works", beside=shown.beside, said=said, by=amina, at=NOW)
    assert near(water.study).looked_at == len(said)
    later = NOW + timedelta(days=1)
    text = STUDY.replace("unit: water point", "unit: village")
    publish(watch, by=owner, at=later, text=text, again=True)
    changed = [one.part for one in near(water.study).differences if one.is_changed]
    assert changed == ["unit"]


def test_who_may_look_reads_and_ticks_nothing(
    water: Release, amina: User, bruno: User, browser_of: SignIn
) -> None:
    address = f"/workspace/{water.study_id}/compare/works/"
    browser_of(amina).post(address, {"unit": "on"})
    said = page(browser_of(bruno), address)
    assert "✓ What is counted" in said
    assert 'type="checkbox"' not in said
    assert browser_of(bruno).post(address, {"unit": ""}).status_code == 403


def test_a_finding_or_an_official_figure_that_is_not_there_has_no_page(
    water: Release, owner: User, browser_of: SignIn
) -> None:
    browser, compare = browser_of(owner), f"/workspace/{water.study_id}/compare/"
    assert browser.get(f"{compare}nothing/").status_code == 404
    for number in ("0", "2", "x", "99999"):
        assert browser.get(f"{compare}works/?official={number}").status_code == 404
    assert browser.get(f"{compare}works/?official=1").status_code == 200
    assert "An invented office" in OFFICIAL


def test_questions_and_ways_of_asking_are_compared_where_both_are_written_down(
    watch: Organisation, water: Release, amina: User, owner: User, browser_of: SignIn
) -> None:
    address = f"/workspace/{water.study_id}/compare/works/"
    assert "The two wordings are not both known." in page(browser_of(amina), address)
    text = STUDY.replace("    sdg: 6.1.1\n", f"    sdg: 6.1.1\n{OURS}").replace(
        "{file: official.csv}", f"{{file: official.csv, {THEIRS}}}"
    )
    publish(watch, by=owner, at=NOW + timedelta(days=1), text=text, again=True)
    said = page(browser_of(amina), address)
    assert "The two wordings are not both known." not in said
    assert "12 months" in said
    assert "One side does not say how it asked." not in said
