"""Hostile words in every text that the database holds, and the pages that show them in chromium.

    python tests/endurance/hostile_words_in_chromium.py [part of a model's name ...]

As `hostile_words` does it, model by model; every page that shows the words then is opened in
chromium, and is answered within the transaction in which they stand, so that nothing of them stays.
A page that differs from one that was opened before by nothing but chance and time is not opened
again. Last, all texts that leave every page standing become hostile together, and every page is
opened, whether or not its HTML shows them, because scripts bring more.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections import Counter
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
os.environ["DJANGO_SETTINGS_MODULE"] = "quick_settings"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright runs a loop in this thread

HOST = "localhost"  # which chromium trusts without HTTPS
CHANCE = re.compile(
    r"csrf[^>]*>|nonce=\S+|<!--[0-9a-f]{99,}-->|value=\"[\w=-]{99,}\"|[0-9:T.-]{8,}"
)


class Answered:
    """Every page of the table of roles, answered to chromium as to somebody whom it answers."""

    def __init__(self, scene: Any, window: Any) -> None:
        from django.db import DEFAULT_DB_ALIAS, connections
        from endurance.read_of_requests import Visitors, pages
        from web.payloads import alive

        self._visitors, self._window = Visitors(scene), window
        self._connection = connections[DEFAULT_DB_ALIAS]
        self._role, self._seen = "anonymous", set[int]()
        window.page.context.route("**/*", self._answer)
        found = {asking: self._page(asking) for asking in pages(scene, self._visitors)}
        self._askings = [asking for asking, page in found.items() if page and "evil" not in page]
        self._ours = {asking: Counter(alive(found[asking] or "")) for asking in self._askings}
        self.opened = Counter[str]()

    def __len__(self) -> int:
        return len(self._askings)

    def _page(self, asking: Any) -> str | None:
        answer = self._visitors.ask(asking)
        whole = answer.status_code == 200 and "text/html" in answer.get("Content-Type", "")
        return answer.content.decode() if whole else None

    def _answer(self, route: Any) -> None:
        """What chromium asks for, in the transaction of this thread."""
        from django.contrib.staticfiles import finders
        from django.db import DEFAULT_DB_ALIAS, connections
        from endurance.read_of_requests import Asking

        # Playwright calls this in a context of its own, which would have a connection of its own.
        connections[DEFAULT_DB_ALIAS] = self._connection
        parts = urlsplit(route.request.url)
        if parts.netloc != HOST:
            route.abort()
            return
        if parts.path.startswith("/static/"):
            path = finders.find(parts.path.removeprefix("/static/"))
            route.fulfill(path=path) if path else route.fulfill(status=404)
            return
        if route.request.method != "GET":
            route.fulfill(status=405)
            return
        form = dict(parse_qsl(parts.query, keep_blank_values=True))
        answer = self._visitors.ask(Asking("", "GET", self._role, parts.path, form=form))
        headers = {name: str(value) for name, value in answer.headers.items()}
        route.fulfill(status=answer.status_code, headers=headers, body=answer.content)

    def looked_at(self, *, all_of_them: bool) -> tuple[bool, list[str]]:
        """Whether all pages answer as they did, and what came alive; on those that show the words,
        or on all."""
        stands, living = True, list[str]()
        for asking in self._askings:
            page = self._page(asking)
            stands &= page is not None
            if page is None or not (all_of_them or "evil" in unescape(page)):
                continue
            alike = hash((asking.name, CHANCE.sub("", page)))
            if alike in self._seen:
                continue
            self._seen.add(alike)
            self._role = asking.role
            _, found = self._window.look(f"http://{HOST}{asking.path}", ours=self._ours[asking])
            self.opened[asking.name] += 1
            living += [f"{asking.name}: {each}" for each in found]
        return stands, living


def together(answered: Answered, spoilt: Sequence[tuple[Any, Any]], words: str) -> list[str]:
    """What comes alive where all these texts are hostile at once."""
    from django.db import transaction
    from endurance.hostile_words import spoil

    with transaction.atomic():
        for model, field in spoilt:
            spoil(model, field, words)
        _, found = answered.looked_at(all_of_them=True)
        transaction.set_rollback(True)
    return found


def main() -> int:
    import logging

    import django

    django.setup()
    logging.disable()
    from django.apps import apps
    from django.conf import settings
    from django.db import transaction
    from django.test.utils import get_runner, setup_test_environment
    from endurance.hostile_words import OURS, spoil, texts
    from endurance.in_chromium import eye
    from people import make_scene
    from web.payloads import PAYLOADS, THOUSAND

    setup_test_environment()
    runner = get_runner(settings)(interactive=False, verbosity=0)
    databases = runner.setup_databases()
    words, count = " ".join(PAYLOADS + THOUSAND), 0
    living, harmless = list[str](), list[tuple[Any, Any]]()
    with eye(HOST) as window:
        answered = Answered(make_scene(), window)
        for model in apps.get_models():
            name, fields = model._meta.label, texts(model)
            if name in OURS or not fields or not model._base_manager.exists():
                continue
            if sys.argv[1:] and not any(part in name for part in sys.argv[1:]):
                continue
            groups = [fields, *([each] for each in fields if len(fields) > 1)]
            for group in groups:
                with transaction.atomic():
                    taken = [field for field in group if spoil(model, field, words)]
                    stands, found = answered.looked_at(all_of_them=False)
                    transaction.set_rollback(True)
                count, living = count + 1, living + found
                harmless += [(model, field) for field in taken] if stands else []
                named = ", ".join(field.name for field in taken)
                sys.stdout.write(f"{name} ({named}): {answered.opened.total()} opened so far\n")
                sys.stdout.write("".join(f"  ALIVE {each}\n" for each in found))
                sys.stdout.flush()
                if stands and group is fields:
                    break
        found = together(answered, harmless, words)
        living += found
        sys.stdout.write("".join(f"  ALIVE together {each}\n" for each in found))
    sys.stdout.write(
        f"{len(answered)} pages, {count} models or fields, {len(answered.opened)} pages opened "
        f"{answered.opened.total()} times, {len(living)} alive, "
        f"{time.process_time():.0f} s of the processor without chromium's\n"
    )
    runner.teardown_databases(databases)
    return 1 if living else 0


if __name__ == "__main__":
    sys.exit(main())
