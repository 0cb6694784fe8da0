"""Owners read who did what."""

from __future__ import annotations

import ast
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from people import Scene, SignIn

from datashift.web.accounts.models import User
from datashift.web.audit.models import Event
from datashift.web.audit.words import WORDS


def test_the_log_speaks_in_words_and_names(scene: Scene, owner: User, browser_of: SignIn) -> None:
    page = browser_of(owner).get(reverse("accounts:log", args=[scene.organisation.slug]))
    text = page.content.decode()
    for words in (
        "Founded the organisation",
        "Joined as Editor",
        "Removed The former (was Editor)",
    ):
        assert words in text
    assert "Complete and unchanged" in text


def test_the_page_says_where_it_was_tampered_with(
    scene: Scene, owner: User, browser_of: SignIn
) -> None:
    Event.objects.filter(action="member.removed").update(by=scene.people["editor"].pk)
    number = Event.objects.get(action="member.removed").number
    page = browser_of(owner).get(reverse("accounts:log", args=[scene.organisation.slug]))
    assert f"from event {number} on" in page.content.decode()


def test_the_log_holds_keys_not_people(scene: Scene) -> None:
    kept = "\n".join(event.content() for event in Event.objects.all())
    for user in scene.people.values():
        assert user.email not in kept
        assert user.name not in kept


def test_every_recorded_action_has_words() -> None:
    web = Path(settings.ROOT) / "datashift" / "web"
    recorded = {
        text.value
        for path in web.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "record" and call.args
        for text in ast.walk(call.args[0])
        if isinstance(text, ast.Constant) and isinstance(text.value, str)
    }
    assert recorded
    assert recorded <= set(WORDS)


def test_one_is_told_of_as_one() -> None:
    asked = WORDS["submissions.decided"]
    assert asked % {"count": 1} == "Decided about 1 submission"
    assert asked % {"count": 2} == "Decided about 2 submissions"
