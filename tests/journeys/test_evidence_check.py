"""Bring a file, look at its rows, answer what was noticed, take an answer back."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from people import NOW, Scene
from playwright.sync_api import Page, expect
from web.evidence.wells import WELLS, brought

from datashift.web.accounts.models import User
from datashift.web.evidence import actions
from datashift.web.evidence.models import Study

pytestmark = pytest.mark.browser


@pytest.fixture
def wells_csv(tmp_path: Path) -> Path:
    path = tmp_path / "wells.csv"
    path.write_bytes(WELLS)
    return path


def test_amina_brings_her_wells_and_answers_the_piles(
    page: Page,
    scene: Scene,
    sign_in: Callable[[Page, User], None],
    assert_accessible: Callable[[Page], None],
    wells_csv: Path,
) -> None:
    sign_in(page, scene.people["editor"])
    page.goto("/today/")
    assert_accessible(page)
    page.get_by_role("link", name="Begin a study").click()
    assert_accessible(page)
    page.get_by_label("What is it about?").fill("Wells that work, Kisima")
    page.get_by_role("button", name="Begin").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Bring what people counted")
    assert_accessible(page)
    page.get_by_label("Files", exact=True).set_input_files(wells_csv)
    page.get_by_role("button", name="Bring them").click()
    expect(page.get_by_role("status").first).to_contain_text("wells.csv is here")
    assert_accessible(page)

    page.get_by_role("link", name=re.compile("Look at the rows")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This is what we read")
    expect(page.get_by_role("cell", name="hidden", exact=True).first).to_be_visible()
    assert_accessible(page)

    page.get_by_role("link", name="Yes: see what was noticed").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "3 piles to look at before you publish"
    )
    pile = page.get_by_role("article", name=re.compile("longitude 0"))
    pile.get_by_text("Show the rows").click()
    expect(pile.get_by_role("row")).to_have_count(7)
    assert_accessible(page)
    pile.get_by_role("button", name=re.compile("Set aside 6")).click()
    expect(page.get_by_text("1 of 3 piles done", exact=False).first).to_be_visible()
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_have_text("Taken back. The pile waits again.")
    for answer in ("Leave out the column", "Set aside 6", "Write it one way"):
        page.get_by_role("button", name=re.compile(answer)).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("All piles are done")
    assert_accessible(page)
    assert [each.flag for each in Study.objects.get().decisions.filter(undone_at=None)] == [
        "personal.phone",
        "coordinates.null_island",
        "categories.split",
    ]
    page.get_by_role("link", name="Wells that work, Kisima").click()
    expect(page.get_by_text("All 3 piles are done.")).to_be_visible()
    assert_accessible(page)


def test_files_dropped_anywhere_are_brought(
    page: Page, scene: Scene, sign_in: Callable[[Page, User], None]
) -> None:
    amina = scene.people["editor"]
    study = actions.create_study(scene.organisation, title="Wells", by=amina, at=NOW)
    sign_in(page, amina)
    page.goto(f"/workspace/{study.pk}/bring/")
    expect(page.get_by_text("Or drop them anywhere on this page.")).to_be_visible()
    dropped = page.evaluate_handle(
        """([name, text]) => {
            const data = new DataTransfer();
            data.items.add(new File([text], name, {type: "text/csv"}));
            return data;
        }""",
        ["wells.csv", WELLS.decode()],
    )
    page.dispatch_event("h1", "drop", {"dataTransfer": dropped})
    expect(page.get_by_role("heading", name="wells.csv")).to_be_visible()
    assert study.files.get().path.read_bytes() == WELLS


def test_a_phone_without_scripts_goes_the_same_way(
    visit: Callable[..., Page],
    scene: Scene,
    sign_in: Callable[[Page, User], None],
    wells_csv: Path,
) -> None:
    amina = scene.people["editor"]
    study = actions.create_study(scene.organisation, title="Wells", by=amina, at=NOW)
    page = visit(viewport={"width": 360, "height": 780}, java_script_enabled=False)
    sign_in(page, amina)
    page.goto(f"/workspace/{study.pk}/bring/")
    page.get_by_label("Files", exact=True).set_input_files(wells_csv)
    page.get_by_role("button", name="Bring them").click()
    page.get_by_role("link", name="See what was noticed").click()
    page.get_by_role("button", name=re.compile("Set aside 6")).click()
    expect(page.get_by_role("status")).to_contain_text("Set aside: 6 rows lie at longitude 0")
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_have_text("Taken back. The pile waits again.")


def test_every_screen_fits_an_old_phone(
    phone: Page,
    scene: Scene,
    sign_in: Callable[[Page, User], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    amina = scene.people["editor"]
    study = actions.create_study(scene.organisation, title="Wells of Kisima", by=amina, at=NOW)
    file = brought(study, WELLS, by=amina)
    sign_in(phone, amina)
    start = f"/workspace/{study.pk}/"
    inside = ("", "bring/", "check/", "rename/", "discard/")
    about = ("", "change/", "remove/")
    addresses = ["/today/", "/workspace/", *(start + each for each in inside)]
    for address in [*addresses, *(f"{start}files/{file.pk}/{each}" for each in about)]:
        phone.goto(address)
        phone.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
        assert_accessible(phone)
