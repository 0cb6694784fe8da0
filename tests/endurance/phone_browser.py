"""A browser on a phone before our server as it runs, and a link to a questionnaire there.

As a command it makes the questionnaire of an XLSForm in Markdown, read from its input, with a link.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[2]
if TYPE_CHECKING:
    from playwright.sync_api import Page
    from web.collect.live import Server


@contextlib.contextmanager
def phone(address: str) -> Iterator[Page]:
    """A page of chromium that has opened the address and needs no network from here on."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=120_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("DATASHIFT_CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        page = browser.new_page(viewport={"width": 360, "height": 780}, has_touch=True)
        page.set_default_timeout(120_000)
        page.goto(address)
        expect(page.locator("fill-form[data-offline=ready]")).to_be_attached()
        yield page
        browser.close()


def link_to(table: str, server: Server) -> str:
    """The path of a new link to a new questionnaire; the server begins again with its pages."""
    made = subprocess.run(
        [sys.executable, __file__], input=table, text=True, check=True, capture_output=True
    )
    server.kill()
    server.start()
    return made.stdout.splitlines()[-1]


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from people import NOW, person
    from web.fill.asked import questionnaire_of

    from datashift.web.accounts import actions
    from datashift.web.fill.actions.links import make_public_link

    call_command("collectstatic", verbosity=0, interactive=False)
    amina = person("Amina")
    organisation = actions.create_organisation(name="Kisima Watch", by=amina, at=NOW)
    asked = questionnaire_of(sys.stdin.read(), organisation, amina)
    sys.stdout.write(f"/fill/{make_public_link(asked, by=amina, at=NOW).key}/\n")


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "datashift.web.site.settings"
    main()
