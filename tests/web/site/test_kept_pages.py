"""A public page is made once, and given to everybody until something changes."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from people import NOW
from published import Shown, publish
from web.official.holding import OFFICE, SECOND, hold, version_of

from datashift.web.audit.log import last_event
from datashift.web.evidence.actions import withdraw_release
from datashift.web.official.actions import put_aside
from datashift.web.site.kept_pages import LOOK_EVERY, OLDEST, KeptPages

Environment = dict[str, Any]
PUBLIC = [("Cache-Control", "public, max-age=60"), ("ETag", 'W/"abc"'), ("Vary", "Accept, Cookie")]


class Counting:
    """A platform that numbers its answers."""

    def __init__(self, headers: list[tuple[str, str]] = PUBLIC, status: str = "200 OK") -> None:
        self.headers, self.status, self.asked = headers, status, 0

    def __call__(self, environment: Environment, start: Callable[..., Any]) -> Iterable[bytes]:
        self.asked += 1
        start(self.status, [*self.headers, ("Content-Length", "1")])
        return [str(self.asked).encode()]


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def ask(application: Any, path: str = "/goals/", **headers: str) -> tuple[str, dict[str, str], str]:
    """Status, headers and body of an answer."""
    told: list[Any] = []
    environment: Environment = {
        "REQUEST_METHOD": headers.pop("method", "GET"),
        "PATH_INFO": path,
        "HTTP_HOST": headers.pop("host", "127.0.0.1"),
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }
    parts = application(environment, lambda status, given: told.extend([status, given]))
    return told[0], dict(told[1]), b"".join(parts).decode()


def kept(platform: Any, event: Callable[[], int] = lambda: 1, **more: Any) -> KeptPages:
    return KeptPages(platform, event, room=more.pop("room", 1000), clock=more.pop("clock", Clock()))


def test_a_page_is_made_once() -> None:
    platform = Counting()
    pages = kept(platform)
    assert [ask(pages)[2] for _ in range(3)] == ["1", "1", "1"]


def test_another_question_is_another_page() -> None:
    pages = kept(Counting())
    asked: list[dict[str, str]] = [
        {},
        {"path": "/goals/6/"},
        {"path": "/es/goals/6/"},
        {"host": "other.example"},
        {"accept_encoding": "gzip"},
        {"accept_encoding": "gzip, br"},
        {"accept_encoding": "gzip, br;q=0"},
        {"accept": "text/html"},
        {"path": "/", "accept_language": "es"},
        {"path": "/", "accept_language": "fr"},
    ]
    assert len({ask(pages, **one)[2] for one in asked}) == len(asked)


@pytest.mark.parametrize(
    "headers", [{"cookie": "sessionid=x"}, {"authorization": "Basic x"}, {"method": "POST"}]
)
def test_what_one_reader_sees_is_kept_for_nobody(headers: dict[str, str]) -> None:
    pages = kept(Counting())
    assert [ask(pages, **headers)[2] for _ in range(2)] == ["1", "2"]


@pytest.mark.parametrize(
    "platform",
    [
        Counting([("Cache-Control", "private, no-store")]),
        Counting([*PUBLIC, ("Set-Cookie", "a=b")]),
        Counting([*PUBLIC[:2], ("Vary", "User-Agent")]),
        Counting(status="404 Not Found"),
        Counting(status="302 Found"),
    ],
)
def test_what_is_not_the_same_for_everybody_is_not_kept(platform: Counting) -> None:
    pages = kept(platform)
    assert [ask(pages)[2] for _ in range(2)] == ["1", "2"]


def test_a_change_is_seen_within_a_second() -> None:
    events, clock = [1], Clock()
    pages = kept(Counting(), lambda: events[-1], clock=clock)
    assert ask(pages)[2] == "1"
    events.append(2)
    clock.now += LOOK_EVERY
    assert ask(pages)[2] == "2"


def test_a_page_gets_old() -> None:
    clock = Clock()
    pages = kept(Counting(), clock=clock)
    ask(pages)
    clock.now += OLDEST + 1
    assert ask(pages)[2] == "2"


def test_who_has_the_page_is_told_so() -> None:
    pages = kept(Counting())
    ask(pages)
    status, headers, body = ask(pages, if_none_match='"other", W/"abc"')
    assert (status, body) == ("304 Not Modified", "")
    assert "Content-Length" not in headers
    assert headers["Cache-Control"] == "public, max-age=60"
    assert ask(pages, method="HEAD")[2] == ""


def test_the_room_is_not_exceeded() -> None:
    platform = Counting()
    pages = kept(platform, room=2)
    for path in ("/a/", "/b/", "/c/"):
        ask(pages, path)
    assert ask(pages, "/c/")[2] == "3"
    assert ask(pages, "/a/")[2] == "4"


@pytest.mark.django_db
def test_a_withdrawn_release_is_gone_from_what_is_kept(scene: Any) -> None:
    from django.core.handlers.wsgi import WSGIHandler

    owner = scene.people["owner"]
    shown = Shown(scene, publish(scene.organisation, by=owner))
    clock = Clock()
    pages = KeptPages(WSGIHandler(), last_event, room=1_000_000, clock=clock)
    assert ask(pages, shown.finding)[0] == "200 OK"
    withdraw_release(shown.release, because="A mistake.", by=owner, at=shown.release.published_at)
    clock.now += LOOK_EVERY
    assert ask(pages, shown.finding)[0] == "410 Gone"


@pytest.mark.django_db
def test_each_language_has_its_own_page_at_its_own_address(scene: Any) -> None:
    from django.core.handlers.wsgi import WSGIHandler

    publish(scene.organisation, by=scene.people["owner"])
    pages = KeptPages(WSGIHandler(), last_event, room=1_000_000, clock=Clock())
    for _ in range(2):  # as it is made, and as it is kept
        for path, language in {"": "en", "/es": "es", "/fr": "fr"}.items():
            for spoken in ("en", "es"):
                status, headers, body = ask(
                    pages, f"{path}/indicators/6-1-1/", accept="text/html", accept_language=spoken
                )
                assert (status, headers["Content-Language"]) == ("200 OK", language)
                assert f'<html lang="{language}"' in body


@pytest.mark.django_db
def test_official_figures_that_were_loaded_replace_what_is_kept(scene: Any) -> None:
    from django.core.handlers.wsgi import WSGIHandler

    publish(scene.organisation, by=scene.people["owner"])
    clock = Clock()
    pages = KeptPages(WSGIHandler(), last_event, room=1_000_000, clock=clock)

    def shown() -> str:
        clock.now += LOOK_EVERY
        return ask(pages, "/indicators/6-1-1/")[2]

    assert OFFICE not in shown()
    first = version_of(hold())
    assert f"Version {first.number} here" in shown()
    second = version_of(hold(SECOND))
    assert f"Version {second.number} here" in shown()
    put_aside(second, by=scene.people["owner"], at=NOW)
    assert f"Version {first.number} here" in shown()
