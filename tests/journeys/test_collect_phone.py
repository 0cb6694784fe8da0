"""What is drawn, locked and kept on a phone that fills a questionnaire in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from people import NOW, Scene
from PIL import Image
from playwright.sync_api import BrowserType, Page, expect
from web.fill.asked import needs_script, questionnaire_of

from datashift.web.collect import storage
from datashift.web.collect.models import Attachment, Instance, Submission
from datashift.web.collect.queries.submissions import answers_of
from datashift.web.fill.actions.links import make_public_link

pytestmark = [pytest.mark.browser, needs_script]
SIGNED = """
| survey   |       |         |                           |            |          |
|          | type  | name    | label                     | appearance | required |
|          | image | head    | The head of the household | signature  | yes      |
|          | image | witness | A witness                 | signature  |          |
|          | image | front   | The front                 |            |          |
|          | image | back    | The back                  |            |          |
|          | image | crack   | Where is the crack?       | annotate   |          |
|          | text  | story   | What happened?            |            |          |
| settings |       |         |                           |            |          |
|          | form_title | form_id | version              |            |          |
|          | Who agreed | agreed  | 1                    |            |          |
"""
STORY = "Marker-Zawadi-hid-under-the-bridge"
# As private windows of some browsers do, and browsers told to keep nothing.
REFUSED = """
  indexedDB.open = () => { throw new DOMException("denied", "SecurityError"); };
"""
ASKED = """
  let kept = false;
  navigator.storage.persisted = async () => kept;
  navigator.storage.persist = async () => (kept = true);
"""
DRAFTS = """async () => {
  const base = await new Promise((resolve) => {
    const request = indexedDB.open("datashift-fill");
    request.onsuccess = () => resolve(request.result);
  });
  const all = {};
  for (const name of ["drafts", "outbox"]) {
    all[name] = await new Promise((resolve) => {
      const request = base.transaction(name).objectStore(name).getAll();
      request.onsuccess = () => resolve(request.result);
    });
  }
  base.close();
  return all;
}"""


@pytest.fixture
def address(scene: Scene) -> Callable[..., str]:
    amina = scene.people["editor"]
    asked = questionnaire_of(SIGNED, scene.organisation, amina)

    def made(**more: bool) -> str:
        return f"/fill/{make_public_link(asked, by=amina, at=NOW, **more).key}/"

    return made


def picture(tmp_path: Path, colour: str) -> Path:
    """Every photograph has the same name, as on phones of one make."""
    place = tmp_path / colour / "image.jpg"
    place.parent.mkdir(exist_ok=True)
    Image.new("RGB", (60, 40), colour).save(place)
    return place


def sign(page: Page, name: str, *, lifted: bool = True) -> None:
    """A stroke, and Next in the same breath: before any promise of the page can settle."""
    canvas = page.locator("canvas")
    expect(canvas).to_have_attribute("aria-label", "A box to draw in; nothing is in it yet")
    expect(page.locator(".asking legend")).to_have_text(name)
    canvas.evaluate(
        """(canvas, lifted) => {
          const box = canvas.getBoundingClientRect();
          const at = (kind, x, y) => canvas.dispatchEvent(new PointerEvent(kind, {
            pointerId: 1, isPrimary: true, bubbles: true,
            clientX: box.left + box.width * x, clientY: box.top + box.height * y,
          }));
          canvas.setPointerCapture = () => {};
          at("pointerdown", 0.2, 0.5);
          for (let x = 0.2; x < 0.8; x += 0.05) at("pointermove", x, 0.5);
          if (lifted) at("pointerup", 0.8, 0.5);
          for (const button of document.querySelectorAll(".asking-foot button"))
            if (button.textContent === "Next") button.click();
        }""",
        lifted,
    )


def begin(page: Page) -> None:
    page.get_by_role("button", name="Begin").click()


def step(page: Page, name: str) -> None:
    page.get_by_role("button", name="Next").click()
    expect(page.locator(".asking")).to_contain_text(name)


def bring(page: Page, photo: Path) -> None:
    page.locator(".asking input[type=file]").set_input_files(photo)
    expect(page.get_by_role("button", name="Take it away")).to_be_visible()


def test_quick_signatures_and_photographs_of_one_name_are_all_there(
    phone: Page,
    address: Callable[..., str],
    tmp_path: Path,
    assert_accessible: Callable[[Page], None],
) -> None:
    phone.goto(address())
    expect(phone.locator("fill-form[data-offline=ready]")).to_be_attached()
    phone.context.set_offline(True)
    begin(phone)
    expect(phone.locator("canvas")).to_be_visible()
    assert_accessible(phone)
    sign(phone, "The head of the household")
    sign(phone, "A witness", lifted=False)
    expect(phone.locator(".asking")).to_contain_text("The front")
    expect(phone.locator("[data-saved=yes]")).to_have_text("Saved on this phone")

    # The phone falls to the ground; what was drawn can be drawn on.
    phone.reload()
    phone.get_by_role("button", name="Go on with what you began").click()
    bring(phone, picture(tmp_path, "red"))
    step(phone, "The back")
    bring(phone, picture(tmp_path, "blue"))
    step(phone, "Where is the crack?")
    phone.locator(".asking input[type=file]").set_input_files(picture(tmp_path, "lime"))
    expect(phone.locator("canvas")).to_have_attribute("width", "60")
    canvas = phone.locator("canvas")
    canvas.scroll_into_view_if_needed()
    box: Any = canvas.bounding_box()
    phone.mouse.move(box["x"] + 20, box["y"] + 20)
    phone.mouse.down()
    phone.mouse.move(box["x"] + 90, box["y"] + 90, steps=4)
    phone.mouse.up()
    expect(phone.get_by_role("button", name="Take the last stroke back")).to_be_enabled()
    assert_accessible(phone)
    step(phone, "What happened?")
    expect(phone.locator("[data-saved=yes]")).to_have_text("Saved on this phone")
    phone.reload()
    phone.get_by_role("button", name="Go on with what you began").click()
    phone.get_by_role("textbox").fill(STORY)
    step(phone, "Ready to be sent")
    phone.context.set_offline(False)
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.locator("[data-tick=received]")).to_be_visible()

    submission = Submission.objects.get()
    assert submission.complete
    named = {answer.name: answer.raw for answer in answers_of(Instance.objects.get(), ())}
    shown = dict(pictures(submission))
    assert len({named[each] for each in ("head", "witness", "front", "back", "crack")}) == 5
    for each in ("head", "witness"):
        assert shown[named[each]].format == "PNG"
        assert inked(shown[named[each]]) > 500
    middle = {
        each: shown[named[each]].convert("RGB").getpixel((50, 5)) for each in ("front", "back")
    }
    assert middle["front"][0] > 200 > middle["back"][0]
    assert inked(shown[named["crack"]]) > 20
    # What arrived is not on the phone any more.
    kept = phone.evaluate(DRAFTS)
    assert kept["drafts"] == []
    assert [(each["xml"], each["files"]) for each in kept["outbox"]] == [("", [])]


def pictures(submission: Submission) -> Iterator[tuple[str, Any]]:
    organisation = submission.questionnaire.organisation_id
    for each in Attachment.objects.exclude(sha256=""):
        with storage.read(organisation, each.sha256) as file:
            yield each.name, Image.open(BytesIO(file.read()))


def inked(drawn: Any) -> int:
    """How many of its pixels are dark."""
    return sum(drawn.convert("L").point(lambda value: value < 90).histogram()[1:])


def test_it_is_said_before_anybody_begins_that_nothing_is_kept(
    visit: Callable[..., Page], address: Callable[..., str]
) -> None:
    page = visit()
    page.add_init_script(REFUSED)
    page.goto(address())
    expect(page.locator("[data-safety=nothing]")).to_contain_text("Nothing is kept on this phone.")
    begin(page)
    sign(page, "The head of the household")
    for title in ("The front", "The back", "Where is the crack?", "What happened?", "Ready"):
        step(page, title)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("[data-tick=received]")).to_be_visible()
    assert Submission.objects.get().complete


def test_the_browser_is_asked_to_keep_it_and_said_so_while_it_has_not(
    visit: Callable[..., Page], address: Callable[..., str]
) -> None:
    page = visit()
    page.add_init_script(ASKED)
    page.goto(address())
    expect(page.locator("[data-safety=vanish]")).to_contain_text("may throw away")
    expect(page.locator("[data-safety=vanish]")).not_to_contain_text("Send it soon")
    begin(page)
    page.get_by_role("button", name="Close, and go on later").click()
    expect(page.get_by_role("button", name="Go on with what you began")).to_be_visible()
    expect(page.locator("[data-safety]")).to_have_count(0)


def test_where_the_browser_promises_nothing_what_waits_is_to_be_sent_soon(
    visit: Callable[..., Page], address: Callable[..., str]
) -> None:
    page = visit()
    page.add_init_script(ASKED.replace("(kept = true)", "false"))
    page.goto(address())
    begin(page)
    page.get_by_role("button", name="Close, and go on later").click()
    expect(page.locator("[data-safety=vanish]")).to_contain_text("Send it soon")


def test_a_seized_phone_tells_nothing(
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    live_server: Any,
    address: Callable[..., str],
    tmp_path: Path,
    assert_accessible: Callable[[Page], None],
) -> None:
    profile = tmp_path / "profile"
    context = browser_type.launch_persistent_context(
        profile, base_url=live_server.url, **browser_type_launch_args
    )
    context.set_default_timeout(60_000)
    page = context.pages[0]
    page.goto(address(protects=True))
    expect(page.locator("fill-form[data-offline=ready]")).to_be_attached()
    expect(page.locator("[data-safety=locks]")).to_be_visible()
    begin(page)
    page.get_by_label("Six letters or numbers, or more").fill("mango")
    page.get_by_role("button", name="Lock it with this PIN").click()
    expect(page.get_by_role("alert")).to_contain_text("six letters")
    assert_accessible(page)
    page.get_by_label("Six letters or numbers, or more").fill("mango tree 7")
    page.get_by_label("The same once more").fill("mango tree 7")
    page.get_by_role("button", name="Lock it with this PIN").click()
    sign(page, "The head of the household")
    for title in ("The front", "The back", "Where is the crack?", "What happened?"):
        step(page, title)
    page.get_by_role("textbox").fill(STORY)
    step(page, "Ready")
    expect(page.locator("[data-saved=yes]")).to_have_text("Saved on this phone")

    # Taken up again, it is locked; only the PIN opens it.
    page.reload()
    page.get_by_label("Your PIN").fill("mango tree 8")
    page.get_by_role("button", name="Unlock").click()
    expect(page.get_by_role("alert")).to_contain_text("This is not the PIN.")
    assert_accessible(page)
    page.get_by_label("Your PIN").fill("mango tree 7")
    page.get_by_role("button", name="Unlock").click()
    page.get_by_role("button", name="Go on with what you began").click()
    expect(page.locator(".asking")).to_contain_text(STORY)
    page.context.set_offline(True)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("[data-tick=on_phone]")).to_be_visible()
    assert [set(each) for each in page.evaluate(DRAFTS)["outbox"]] == [
        {"instance", "key", "sealed"}
    ]
    page.context.set_offline(False)
    expect(page.locator("[data-tick=received]")).to_be_visible()
    assert page.evaluate(DRAFTS) == {"drafts": [], "outbox": []}
    story = {answer.name: answer.raw for answer in answers_of(Instance.objects.get(), ())}["story"]
    assert story == STORY

    page.route("https://www.wikipedia.org/", lambda route: route.fulfill(body="elsewhere"))
    page.get_by_role("button", name="Wipe it and leave now").click()
    page.wait_for_url("https://www.wikipedia.org/")
    # The page is gone at once; its worker takes away what a slow disk has not given up by then.
    for _ in range(600):
        if not found(profile, "The head of the household"):
            break
        page.wait_for_timeout(100)
    context.close()
    assert found(profile, STORY) == []
    assert found(profile, "mango tree") == []
    assert found(profile, "The head of the household") == []


def found(profile: Path, words: str) -> list[str]:
    """Files of a browser in which these words stand."""
    wanted = (words.encode(), words.encode("utf-16-le"))
    return [
        path.relative_to(profile).as_posix()
        for path in profile.rglob("*")
        if any(each in content(path) for each in wanted)
    ]


def content(path: Path) -> bytes:
    """What is in a file; nothing where it is none, or has just been taken away."""
    try:
        return path.read_bytes() if path.is_file() else b""
    except FileNotFoundError:
        return b""
