"""Hostile words in every text that the database holds, and every page that is to be had with them.

    PYTHONPATH=.:tests python tests/endurance/hostile_words.py [part of a model's name ...]

The scene of the table of roles is set with all that its addresses need. Then, model by model, each
text of each row becomes all payloads in one, every page of the table is asked as somebody whom it
answers, and what comes alive in it is told; nothing of it stays. Where that makes pages fail, such
as by a key that is a text, the model's fields are taken one by one. `told` says how many texts a
page shows, so that nothing is found because nothing was shown.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
os.environ["DJANGO_SETTINGS_MODULE"] = "quick_settings"

# What no person types: who signed in, and Django's own.
OURS = {"sessions.Session", "contenttypes.ContentType", "auth.Permission", "sites.Site"}


def texts(model: Any) -> list[Any]:
    """Its fields that hold any text."""
    from django.db import models

    kinds = (models.CharField, models.TextField, models.JSONField)
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, kinds) and not (field.primary_key or field.choices)
        if not field.is_relation and field.name != "password"
    ]


def spoil(model: Any, field: Any, words: str) -> bool:
    """Put the words into every row; whether the database takes them."""
    from django.db import IntegrityError, models, transaction

    try:
        with transaction.atomic():
            for number, row in enumerate(model._base_manager.all()):
                before = getattr(row, field.attname)
                ended = f"{words} {number}" if field.unique else words
                after = _spoilt(before, ended) if isinstance(field, models.JSONField) else ended
                if before:
                    model._base_manager.filter(pk=row.pk).update(**{field.attname: after})
    except (IntegrityError, ValueError):
        return False
    return True


def _spoilt(value: Any, words: str) -> Any:
    """Each text of it, but for the names."""
    match value:
        case str():
            return words
        case list():
            return [_spoilt(each, words) for each in value]
        case dict():
            return {name: _spoilt(each, words) for name, each in value.items()}
    return value


class Pages:
    """Every page of the table of roles that answers."""

    def __init__(self, scene: Any) -> None:
        from endurance.read_of_requests import Visitors, pages
        from web.payloads import alive

        self._visitors = Visitors(scene)
        found = {asking: self._page(asking) for asking in pages(scene, self._visitors)}
        # A page that says the word by itself tells nothing.
        self._askings = [asking for asking, page in found.items() if page and "evil" not in page]
        self._ours = {asking: Counter(alive(found[asking] or "")) for asking in self._askings}

    def __len__(self) -> int:
        return len(self._askings)

    def _page(self, asking: Any) -> str | None:
        answer = self._visitors.ask(asking)
        whole = answer.status_code == 200 and "text/html" in answer.get("Content-Type", "")
        return answer.content.decode() if whole else None

    def looked_at(self) -> tuple[int, set[str], list[str]]:
        """How many answer now, the names of those that show the words, and what came alive."""
        from web.payloads import alive

        answered, told, living = 0, set[str](), []
        for asking in self._askings:
            if (page := self._page(asking)) is None:
                continue
            answered += 1
            if "evil" in unescape(page):
                told.add(asking.name)
                more = Counter(alive(page)) - self._ours[asking]  # pages have a style of their own
                living += [f"{asking.name}: {each}" for each in more]
        return answered, told, living


def groups(pages: Pages, model: Any, words: str) -> Iterator[tuple[str, set[str], list[str]]]:
    """What comes of the model's texts: which, the pages that show them, and what came alive."""
    from django.db import transaction

    def tried(fields: Sequence[Any]) -> tuple[int, set[str], list[str]]:
        with transaction.atomic():
            taken = [field for field in fields if spoil(model, field, words)]
            found = pages.looked_at() if taken else (0, set[str](), [])
            transaction.set_rollback(True)
        return found

    fields = texts(model)
    answered, told, living = tried(fields)
    name = model._meta.label
    if answered == len(pages) or len(fields) == 1:
        yield f"{name} ({', '.join(field.name for field in fields)})", told, living
        return
    for field in fields:
        _, told, living = tried([field])
        yield f"{name}.{field.name}", told, living


def main() -> int:
    import logging

    import django

    django.setup()
    logging.disable()
    from django.apps import apps
    from django.conf import settings
    from django.test.utils import get_runner, setup_test_environment
    from people import make_scene
    from web.payloads import PAYLOADS, THOUSAND

    setup_test_environment()
    runner = get_runner(settings)(interactive=False, verbosity=0)
    databases = runner.setup_databases()
    pages, words = Pages(make_scene()), " ".join(PAYLOADS + THOUSAND)
    shown, found, count = set[str](), 0, 0
    for model in apps.get_models():
        name = model._meta.label
        if name in OURS or not texts(model) or not model._base_manager.exists():
            continue
        if sys.argv[1:] and not any(part in name for part in sys.argv[1:]):
            continue
        for which, told, living in groups(pages, model, words):
            count, shown, found = count + 1, shown | told, found + len(living)
            sys.stdout.write(f"{which}: on {len(told)} pages\n")
            sys.stdout.write("".join(f"  ALIVE {each}\n" for each in living))
            sys.stdout.flush()
    sys.stdout.write(
        f"{len(pages)} pages, {count} models or fields, shown on {len(shown)} pages, "
        f"{found} alive, {time.process_time():.0f} s of the processor\n"
    )
    runner.teardown_databases(databases)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
