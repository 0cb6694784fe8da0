"""A questionnaire filled in on a phone without a network, and sent when there is one again."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from people import NOW, Scene
from PIL import Image
from playwright.sync_api import Page, expect
from web.fill.asked import CHILDREN, needs_script, questionnaire_of

from datashift.web.collect import storage
from datashift.web.collect.models import Attachment, Instance, Submission
from datashift.web.collect.queries.submissions import answers_of
from datashift.web.fill.actions import arriving
from datashift.web.fill.actions.links import make_public_link
from datashift.web.fill.models import Arriving
from datashift.web.fill.queries.script import has_script

pytestmark = pytest.mark.browser
# In the page: what the browser lets a test answer in its place, a service worker can go past.
CAFE = """() => {
  window.signIn = [];
  window.fetch = (address) => {
    window.signIn.push(address);
    return Promise.resolve(new Response("Hi", {headers: {"Content-Type": "text/html"}}));
  };
}"""
YES = """() => {
  const yes = JSON.stringify({instance: "uuid:1", sha256: "0", waiting: [], states: {}});
  const more = {status: 201, headers: {"Content-Type": "application/json"}};
  window.fetch = (address) => {
    window.asked = true;
    return Promise.resolve(new Response(yes, more));
  };
}"""


@pytest.fixture
def address(scene: Scene) -> str:
    amina = scene.people["editor"]
    asked = questionnaire_of(CHILDREN, scene.organisation, amina)
    return f"/fill/{make_public_link(asked, by=amina, at=NOW).key}/"


def photo(tmp_path: Path) -> Path:
    """A large photograph that says where it was taken."""
    picture = Image.effect_noise((2400, 1800), 60).convert("RGB")
    exif = picture.getexif()
    exif[0x010F] = "Some phone"
    exif.get_ifd(0x8825)[1] = "S"
    place, out = tmp_path / "front.jpg", BytesIO()
    picture.save(out, "JPEG", exif=exif)
    place.write_bytes(out.getvalue())
    return place


def next_question(page: Page, title: str) -> None:
    page.get_by_role("button", name="Next").click()
    expect(page.locator(".asking")).to_contain_text(title)


@needs_script
def test_offline_for_a_while(
    phone: Page, address: str, assert_accessible: Callable[[Page], None], tmp_path: Path
) -> None:
    assert has_script()
    phone.goto(address)
    expect(phone.locator("fill-form[data-offline=ready]")).to_be_attached()
    assert_accessible(phone)

    phone.context.set_offline(True)
    phone.reload()
    phone.get_by_role("button", name="Begin").click()
    expect(phone.locator(".asking")).to_contain_text("Who heads the household?")
    assert_accessible(phone)

    # What must be answered cannot be passed by.
    phone.get_by_role("button", name="Next").click()
    expect(phone.get_by_role("alert")).to_contain_text("This must be answered.")
    phone.get_by_label("A woman").check()
    next_question(phone, "How many people live here?")
    phone.get_by_role("textbox").fill("many")
    phone.get_by_role("button", name="Next").click()
    expect(phone.get_by_role("alert")).to_contain_text("Type a whole number.")
    phone.get_by_role("textbox").fill("4")
    next_question(phone, "Name of the child")
    phone.get_by_role("textbox").fill("Neema")

    # The phone falls to the ground.
    expect(phone.locator("[data-saved=yes]")).to_have_text("Saved on this phone")
    phone.reload()
    phone.get_by_role("button", name="Go on with what you began").click()
    expect(phone.get_by_role("textbox")).to_have_value("Neema")

    next_question(phone, "How old is Neema?")
    phone.get_by_role("textbox").fill("7")
    next_question(phone, "So far: 1")
    phone.get_by_role("button", name="That is all").click()
    expect(phone.locator(".asking")).to_contain_text("A photograph of the well")
    phone.locator(".asking input[type=file]").set_input_files(photo(tmp_path))
    expect(phone.get_by_text("Chosen:")).to_be_visible()
    assert_accessible(phone)
    phone.get_by_role("button", name="Next").click()
    expect(phone.get_by_role("heading", level=2)).to_contain_text("Ready to be sent")
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.locator("[data-tick=on_phone]")).to_be_visible()
    expect(phone.get_by_text("Thank you. It is kept on this phone")).to_be_focused()
    assert not Submission.objects.exists()

    # A café's network says 200 to everything until one has signed in: it is not believed.
    phone.evaluate(CAFE)
    phone.context.set_offline(False)
    phone.wait_for_function("() => window.signIn.length > 0")
    expect(phone.locator("[data-tick=on_phone]")).to_be_visible()
    assert not Submission.objects.exists()
    phone.reload()
    expect(phone.locator("[data-tick=received]")).to_be_visible()
    assert_accessible(phone)
    submission = Submission.objects.get()
    assert submission.state == Submission.State.RECEIVED
    assert submission.complete
    current = Instance.objects.get(current=True)
    told = {answer.name: answer.raw for answer in answers_of(current, ())}
    assert told["head"] == "woman"
    assert told["child/name"] == "Neema"
    assert told["child/age"] == "7"
    assert told["young"] == "yes"
    kept = Attachment.objects.get(sha256__gt="")
    with storage.read(submission.questionnaire.organisation_id, kept.sha256) as file:
        picture = Image.open(BytesIO(file.read()))
    assert max(picture.size) == 1600
    assert not picture.getexif()

    # Asked again and again, it stays one row; what a reviewer decides arrives on the phone.
    Submission.objects.update(state=Submission.State.ACCEPTED)
    phone.reload()
    expect(phone.locator("[data-tick=checked]")).to_be_visible()
    assert Submission.objects.count() == 1


@needs_script
def test_several_wait_and_a_photograph_goes_on_where_it_stopped(
    phone: Page, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone.goto(address)
    expect(phone.locator("fill-form[data-offline=ready]")).to_be_attached()
    phone.context.set_offline(True)
    for number, button in enumerate(("Begin", "Fill in another one")):
        phone.get_by_role("button", name=button).click()
        phone.get_by_label("A man").check()
        next_question(phone, "How many people live here?")
        phone.get_by_role("textbox").fill("1")
        next_question(phone, "A photograph of the well")
        if not number:
            phone.locator(".asking input[type=file]").set_input_files(photo(tmp_path))
            expect(phone.get_by_text("Chosen:")).to_be_visible()
        next_question(phone, "Ready to be sent")
        phone.get_by_role("button", name="Send", exact=True).click()
        expect(phone.locator("[data-tick=on_phone]")).to_have_count(number + 1)

    offsets: list[int] = []
    third, cut = Event(), Event()

    def add_piece(file: Arriving, piece: bytes, *, offset: int) -> int:
        """The line dies while the third piece is on its way: it arrives, the answer does not."""
        offsets.append(offset)
        here = arriving_piece(file, piece, offset=offset)
        if len(offsets) == 3:
            third.set()
            cut.wait(60)
        return here

    arriving_piece = arriving.add_piece
    monkeypatch.setattr(arriving, "add_piece", add_piece)
    phone.context.set_offline(False)
    assert third.wait(60)
    phone.context.set_offline(True)
    cut.set()
    expect(phone.get_by_text("Files still to be sent: 1")).to_be_visible()
    assert Submission.objects.get().waiting == 1
    phone.context.set_offline(False)
    expect(phone.locator("[data-tick=received]")).to_have_count(2)
    assert Submission.objects.count() == 2
    assert not Submission.objects.exclude(waiting=0).exists()
    assert offsets == sorted(set(offsets))
    assert len(offsets) > 3


@needs_script
def test_only_a_receipt_of_what_was_sent_is_believed(phone: Page, address: str) -> None:
    """Something between says yes as we would, and has kept nothing."""
    phone.goto(address)
    expect(phone.locator("fill-form[data-offline=ready]")).to_be_attached()
    phone.get_by_role("button", name="Begin").click()
    phone.get_by_label("A man").check()
    next_question(phone, "How many people live here?")
    phone.get_by_role("textbox").fill("1")
    next_question(phone, "A photograph of the well")
    next_question(phone, "Ready to be sent")
    phone.evaluate(YES)
    phone.get_by_role("button", name="Send", exact=True).click()
    phone.wait_for_function("() => window.asked")
    expect(phone.locator("[data-tick=on_phone]")).to_be_visible()
    assert not Submission.objects.exists()
    phone.reload()
    expect(phone.locator("[data-tick=received]")).to_be_visible()
    assert Submission.objects.get().complete


@needs_script
def test_a_photograph_that_the_server_has_not_stays_until_it_has(
    phone: Page, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It came, and went again before the text that names it: a restored backup, say."""
    phone.goto(address)
    expect(phone.locator("fill-form[data-offline=ready]")).to_be_attached()
    lost: list[str] = []

    def add_piece(file: Arriving, piece: bytes, *, offset: int) -> int:
        here = arriving_piece(file, piece, offset=offset)
        if here == file.size and not lost:
            lost.append(file.sha256)
            Arriving.objects.all().delete()
        return here

    arriving_piece = arriving.add_piece
    monkeypatch.setattr(arriving, "add_piece", add_piece)
    phone.get_by_role("button", name="Begin").click()
    phone.get_by_label("A man").check()
    next_question(phone, "How many people live here?")
    phone.get_by_role("textbox").fill("1")
    next_question(phone, "A photograph of the well")
    phone.locator(".asking input[type=file]").set_input_files(photo(tmp_path))
    expect(phone.get_by_text("Chosen:")).to_be_visible()
    next_question(phone, "Ready to be sent")
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.get_by_text("Files still to be sent: 1")).to_be_visible()
    assert lost
    assert Submission.objects.get().waiting == 1
    phone.reload()
    expect(phone.locator("[data-tick=received]")).to_be_visible()
    assert Submission.objects.get().complete
    assert Attachment.objects.get().sha256 == lost[0]


def test_without_a_script(
    visit: Callable[..., Page], address: str, assert_accessible: Callable[[Page], None]
) -> None:
    page: Any = visit(java_script_enabled=False, viewport={"width": 360, "height": 780})
    page.goto(address)
    page.get_by_role("button", name="Send").last.click()
    expect(page.get_by_role("alert")).to_contain_text("answers need another look")
    page.get_by_label("A woman").check()
    page.get_by_label("How many people live here?").fill("4")
    page.get_by_role("button", name="Send").last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    assert Submission.objects.get().state == Submission.State.RECEIVED
