"""Two signatures, made as fast as possible and without a network, 500 times: none is lost.

    python tests/endurance/quick_signatures.py [--times 500]

The phone is chromium with the web form. Each stroke and *Next* are in one turn of the page, before
anything of it can be kept; every second time the page is loaded again at once, as when a phone
falls to the ground. After fifty the network is there again, and the next phone begins.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import sys
import time
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from endurance.phone_browser import link_to, phone  # noqa: E402
from web.collect.live import served  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Page
ASKED = """
| survey   |       |         |                           |            |          |
|          | type  | name    | label                     | appearance | required |
|          | image | head    | The head of the household | signature  | yes      |
|          | image | witness | A witness                 | signature  | yes      |
| settings |       |         |                           |            |          |
|          | form_title | form_id | version              |            |          |
|          | Who agreed | agreed  | 1                    |            |          |
"""
ROUND = 50
EMPTY = "A box to draw in; nothing is in it yet"
# The height of the stroke tells one signature from every other.
SIGN = """([height, lifted]) => {
  const canvas = document.querySelector("canvas");
  const box = canvas.getBoundingClientRect();
  const at = (kind, x) => canvas.dispatchEvent(new PointerEvent(kind, {
    pointerId: 1, isPrimary: true, bubbles: true,
    clientX: box.left + box.width * x, clientY: box.top + box.height * height,
  }));
  canvas.setPointerCapture = () => {};
  at("pointerdown", 0.1);
  for (let x = 0.1; x < 0.9; x += 0.05) at("pointermove", x);
  if (lifted) at("pointerup", 0.9);
  for (const button of document.querySelectorAll(".asking-foot button"))
    if (button.textContent === "Next") button.click();
}"""


def fill_in(page: Page, number: int, times: int, *, first: bool) -> None:
    """One person agrees."""
    from playwright.sync_api import expect

    page.get_by_role("button", name="Begin" if first else "Fill in another one").click()
    people = (("The head of the household", True), ("A witness", number % 3 > 0))
    for which, (person, lifted) in enumerate(people):
        height = 0.1 + 0.8 * (number + which / 2) / times
        expect(page.locator(".asking legend")).to_have_text(person)
        expect(page.locator("canvas")).to_have_attribute("aria-label", EMPTY)
        page.evaluate(SIGN, [height, lifted])
    expect(page.get_by_role("heading", level=2)).to_contain_text("Ready to be sent")
    if number % 2:
        expect(page.locator("[data-saved=yes]")).to_be_visible()
        page.reload()
        page.get_by_role("button", name="Go on with what you began").click()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("[data-tick=on_phone]").first).to_be_visible()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=500)
    options = parser.parse_args()
    os.environ["DATASHIFT_DOOR_HOURLY"] = "100000"  # more than one link is trusted with otherwise
    with served() as server:
        path, began = link_to(ASKED, server), time.monotonic()
        address = f"http://127.0.0.1:{server.port}{path}"
        for first in range(0, options.times, ROUND):
            numbers = range(first, min(first + ROUND, options.times))
            round_of(address, numbers, options.times)
            submissions, drawn = kept(server.folder)
            sys.stdout.write(
                f"{numbers.stop} times, {submissions} submissions, {len(drawn)} signatures of "
                f"{len(set(drawn))} kinds, {drawn.count(b'')} without a stroke, "
                f"{time.monotonic() - began:.0f} s\n"
            )
            sys.stdout.flush()
    whole = submissions == options.times and len(drawn) == 2 * options.times
    return 0 if whole and b"" not in drawn else 1


def round_of(address: str, numbers: range, times: int) -> None:
    """One phone without a network, and then with one: a page that lists 500 is slow to draw."""
    from playwright.sync_api import expect

    with phone(address) as page:
        page.context.set_offline(True)
        for number in numbers:
            fill_in(page, number, times, first=number == numbers.start)
        page.context.set_offline(False)
        expect(page.locator("[data-tick=received]")).to_have_count(len(numbers), timeout=600_000)


def kept(folder: Path) -> tuple[int, list[bytes]]:
    """How many submissions are complete, and what was drawn in each of their signatures."""
    from PIL import Image

    with closing(sqlite3.connect(folder / "datashift.sqlite3")) as here:
        (complete,) = here.execute(
            "SELECT count(*) FROM collect_submission WHERE waiting = 0"
        ).fetchone()
        named = here.execute("SELECT sha256 FROM collect_attachment").fetchall()
    held = {each.name: each for each in (folder / "submissions").rglob("*") if each.is_file()}
    drawn = []
    for (sha256,) in named:
        picture = Image.open(BytesIO(held[sha256].read_bytes())).convert("L")
        dark = picture.point(lambda value: 255 * (value < 90))
        drawn.append(repr(dark.getbbox()).encode() if dark.getbbox() else b"")
    return complete, drawn


if __name__ == "__main__":
    sys.exit(main())
