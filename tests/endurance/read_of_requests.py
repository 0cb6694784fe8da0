"""What each address of the table of roles reads of a request, found by watching it.

Every address is asked as somebody whom it answers: as an owner, by preference. A form that a page
shows is filled with what it offers, so that what is read behind its first refusal is found as well.
"""

from __future__ import annotations

import base64
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any
from unittest.mock import patch
from urllib.parse import quote, urljoin, urlsplit

from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.http.request import HttpHeaders
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils.datastructures import MultiValueDict
from lxml import html
from people import NOW, PASSWORD, ROLES, Scene
from web import matrix
from web.test_matrix import makers

from datashift.web.collect.actions.devices import make_device

PATH = "PATH"
HARMLESS = "harmless"
ROUNDS = 5
FIRST = ("owner", "steward", "elsewhere", "stranger", "anonymous")
CLOSED = {matrix.SIGN_IN, "401", "403", "404", "405"}
# Read of every request, by the frame around all pages.
OF_ALL = (
    "Accept", "Accept-Language", "Accept-Encoding", "User-Agent", "Referer", "Origin", "Host",
    "Cookie", "If-None-Match", "If-Modified-Since", "X-Forwarded-For", "X-Forwarded-Host",
    "X-Forwarded-Proto", "X-Requested-With", "HX-Request", "Content-Type", "Authorization",
)  # fmt: skip
FRAMED = ("explore:home", "evidence:today", "fill:fill", "central:projects", "collect:form_list")


@dataclass(frozen=True, eq=False)
class Asking:
    """A request that an address answers.

    Args:
        name: of the address.
        role: who asks.
        path: where, with PATH in place of the part that is given.
        form, files: what a form holds; form also goes into the address.
        as_json: the form is sent as a JSON object.
    """

    name: str
    method: str
    role: str
    path: str
    form: Mapping[str, str] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    as_json: bool = False


@dataclass(frozen=True)
class Read:
    """One thing that an address reads: where it stands in the request, and its name."""

    asking: Asking
    where: str
    key: str

    def __str__(self) -> str:
        return f"{self.asking.method} {self.asking.name} {self.where} {self.key}"

    def given(self, text: str) -> Asking:
        """The request with a text in this place."""
        asking = self.asking
        match self.where:
            case "field":
                return replace(asking, form={**asking.form, self.key: text})
            case "file":
                return replace(asking, files=(*asking.files, f"{self.key}={text}"))
            case "header":  # no server lets a header hold the end of its line
                line = "".join(letter for letter in text if letter.isprintable())
                return replace(asking, headers={**asking.headers, self.key: line})
        return replace(asking, path=asking.path.replace(PATH, quote(text, safe="")))


class Visitors:
    """Everybody's session, a programme's password and a phone's."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self._cookies = scene, dict[str, dict[str, str]]()
        for role in ROLES:
            client = Client()
            if role in scene.people:
                client.force_login(scene.people[role])
            self._cookies[role] = {name: each.value for name, each in client.cookies.items()}
        owner = scene.people["owner"]
        self.device, password = make_device(scene.organisation, name="Tap 1", by=owner, at=NOW)
        self._secrets = {
            "central": f"{owner.email}:{PASSWORD}",
            "collect": f"{self.device.username}:{password}",
        }
        self.client = Client(raise_request_exception=False)

    def ask(self, asking: Asking) -> HttpResponse:
        """The answer; nothing of it stays."""
        self.client.cookies.clear()
        for name, value in self._cookies[asking.role].items():
            self.client.cookies[name] = value
        headers, secure = dict(asking.headers), False
        if (secret := self._secrets.get(asking.name.partition(":")[0])) is not None:
            secure, basic = True, base64.b64encode(secret.encode()).decode()
            headers.setdefault("Authorization", f"Basic {basic}")
        more: dict[str, Any] = {"query_params": dict(asking.form), "headers": headers}
        if asking.method == "POST" and asking.as_json:
            more |= {"data": json.dumps(dict(asking.form)), "content_type": "application/json"}
        elif asking.method == "POST":
            more["data"] = dict(asking.form) | dict(map(_file, asking.files))
        with transaction.atomic():
            ask = getattr(self.client, asking.method.lower())
            answer: HttpResponse = ask(asking.path, secure=secure, **more)
            if answer.streaming:
                answer = _whole(answer)
            transaction.set_rollback(True)
        return answer


def _whole(answer: Any) -> HttpResponse:
    """With its body; one that ends in the middle is a failure of ours."""
    try:
        body = b"".join(answer.streaming_content)
    except Exception:  # noqa: BLE001 - whatever it was, the reader gets half
        return HttpResponse(status=500)
    return HttpResponse(body, status=answer.status_code, headers=dict(answer.headers))


def _file(named: str) -> tuple[str, BytesIO]:
    key, _, text = named.partition("=")
    file = BytesIO(f"{text},name\n1,{text}\n".encode())
    file.name = text
    return key, file


def reads(scene: Scene, visitors: Visitors, named: Sequence[str]) -> Iterator[Read]:
    """What each address reads whose name has one of these parts; all without any."""
    addresses = list(_addresses(scene, visitors))
    offered = dict(_offered(visitors, [asking for asking, _ in addresses]))
    for asking, values in addresses:
        if named and not any(part in asking.name for part in named):
            continue
        posted = asking.method == "POST"
        filled = replace(asking, form=offered.get(asking.path, {}) if posted else {})
        yield from _of(visitors, filled)
        for each in values:
            try:
                path = reverse(asking.name, kwargs={**values, each: PATH})
            except NoReverseMatch:  # it is a number or a key of chance, and nothing else
                continue
            yield Read(replace(filled, path=path), "part of the address", each)


def pages(scene: Scene, visitors: Visitors) -> Iterator[Asking]:
    """Everything that can be looked at."""
    for asking, _ in list(_addresses(scene, visitors)):
        if asking.method == "GET":
            yield asking


def _addresses(scene: Scene, visitors: Visitors) -> Iterator[tuple[Asking, dict[str, Any]]]:
    """How each address is asked by somebody whom it answers, and its arguments."""
    made: dict[Callable[[Scene], Any], Any] = {}
    for row in matrix.rows():
        wanted = makers(row.name)
        with transaction.atomic():  # PostgreSQL locks rows in nothing else
            made |= {make: make(scene) for make in wanted.values() if make not in made}
        values = {each: made[make] for each, make in wanted.items()}
        if "device" in values:
            values["device"] = visitors.device.pk
        path, who = reverse(row.name, kwargs=values), _who(row)
        if row.answers[who] != "405":
            told = row.name.startswith("central:")
            yield Asking(row.name, row.method, who, path, as_json=told), values


def _who(row: matrix.Row) -> str:
    return next((role for role in FIRST if row.answers[role] not in CLOSED), FIRST[0])


def _of(visitors: Visitors, asking: Asking) -> Iterator[Read]:
    """What one address reads, in the shape in which it reads it."""
    known, bare = set[tuple[str, str]](), asking
    for _ in range(ROUNDS):
        with watched() as seen:
            visitors.ask(asking)
        if seen <= known:
            break
        known |= seen
        fields = {key: HARMLESS for where, key in known if where == "field"}
        files = [f"{key}=harmless.csv" for where, key in known if where == "file"]
        asking = replace(asking, form={**fields, **asking.form}, files=tuple(sorted(files)))
    if asking.method == "GET" and visitors.ask(asking).status_code >= 400:
        asking = bare  # one harmless word is refused, and the others are not looked at
    alike = set[tuple[str, str]]()
    for where, key in sorted(known):
        pattern = where, re.sub(r"\d+", "0", key)
        framed = where == "header" and key.title() in OF_ALL
        if key != "csrfmiddlewaretoken" and pattern not in alike and not framed:
            alike.add(pattern)  # of twenty rows of a table that are read alike one will do
            yield Read(asking, where, key)
    if asking.name in FRAMED and asking.method == "GET":
        yield from (Read(asking, "header", key) for key in OF_ALL)


def _offered(visitors: Visitors, askings: Sequence[Asking]) -> Iterator[tuple[str, dict[str, str]]]:
    """The forms of all pages: where each goes, and what it offers."""
    for asking in askings:
        if asking.method != "GET":
            continue
        answer = visitors.ask(asking)
        if "text/html" not in answer.get("Content-Type", ""):
            continue
        page = html.document_fromstring(answer.content or b"<p>")
        for form in page.iter("form"):
            if (form.method or "").upper() == "POST":
                goes = urlsplit(urljoin(asking.path, form.action or "")).path
                yield goes, _filled(form)


def _filled(form: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in form.iter("input", "select", "textarea", "button"):
        name, kind = each.get("name"), (each.get("type") or each.tag).lower()
        if not name or name == "csrfmiddlewaretoken" or kind == "file":
            continue
        if each.tag == "select":
            values = [option.get("value", "") for option in each.iter("option")]
            found[name] = next(filter(None, [each.value, *values]), "") if values else ""
        elif kind in {"radio", "checkbox", "submit", "button"}:
            found.setdefault(name, each.get("value") or "on")
        else:
            likely = {"email": "a@example.org", "number": "1", "date": "2026-01-01"}
            written = each.text_content() if each.tag == "textarea" else each.get("value")
            found[name] = written or likely.get(kind, HARMLESS)
    return found


@contextmanager
def watched() -> Iterator[set[tuple[str, str]]]:
    """What is read of requests meanwhile: ("field" | "file" | "header", its name)."""
    seen: set[tuple[str, str]] = set()

    def noting(where: str, kind: Any) -> dict[str, Any]:
        """The ways to read this kind of dictionary, each of which notes what is asked for."""

        def noted(way: Any) -> Any:
            def read(self: Any, key: Any, *rest: Any, **more: Any) -> Any:
                seen.add((where, str(key)))
                return way(self, key, *rest, **more)

            return read

        ways = ("__getitem__", "__contains__", "get", "getlist", "_getlist")
        return {way: noted(getattr(kind, way)) for way in ways if hasattr(kind, way)}

    told = type("Told", (dict,), noting("field", dict))
    files = type("Files", (MultiValueDict,), noting("file", MultiValueDict))
    loads, own = json.loads, vars(WSGIRequest)["FILES"]

    def loaded(text: Any, *rest: Any, **more: Any) -> Any:
        found = loads(text, *rest, **more)
        ours = sys._getframe(1).f_globals["__name__"].startswith("datashift.web")
        return told(found) if ours and isinstance(found, dict) else found

    with ExitStack() as changed:
        for kind, where in ((QueryDict, "field"), (HttpHeaders, "header")):
            for way, instead in noting(where, kind).items():
                changed.enter_context(patch.object(kind, way, instead))
        changed.enter_context(patch.object(json, "loads", loaded))
        changed.enter_context(
            patch.object(WSGIRequest, "FILES", property(lambda self: files(own.fget(self))))
        )
        yield seen
