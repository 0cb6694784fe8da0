"""The API keeps its word: every answer is what its OpenAPI document says."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import pytest
from django.test import Client
from django.urls import reverse
from people import NOW
from published import Shown, page

from datashift.web.evidence import actions
from datashift.web.explore.api import api, described, openapi
from datashift.web.explore.api.files import names
from datashift.web.explore.urls import urlpatterns

PATTERNS: list[Any] = list(urlpatterns)
RELEASE = "/releases/kisima-watch/water-points-that-work-in-three-counties"
FINDING = "/findings/kisima-watch/water-points-that-work-in-three-counties"
ASKED = [
    ("/goals", "", 200),
    ("/goals", "?language=sw", 200),
    ("/indicators", "", 200),
    ("/indicators", "?goal=6&language=xx", 200),
    ("/indicators", "?goal=18", 422),
    ("/indicators/{code}", "6.1.1", 200),
    ("/indicators/{code}", "6.1.99", 404),
    ("/areas", "", 200),
    ("/areas", "?country=Kenya", 200),
    ("/areas", "?country=Atlantis", 404),
    ("/findings", "", 200),
    ("/findings", "?goal=6&place=ke&organisation=kisima-watch&q=watr", 200),
    ("/findings", "?page=99", 200),
    ("/findings", "?size=501", 422),
    ("/findings", "?page=no", 422),
    ("/findings/{organisation}/{study}/{number}/{key}", f"{FINDING}/1/works", 200),
    ("/findings/{organisation}/{study}/{number}/{key}", f"{FINDING}/1/counted", 200),
    ("/findings/{organisation}/{study}/{number}/{key}", f"{FINDING}/9/works", 404),
    ("/findings/{organisation}/{study}/{number}/{key}", f"{FINDING}/x/works", 422),
    ("/search", "?q=watr&language=es", 200),
    ("/search", "?limit=99", 422),
    ("/releases", "", 200),
    ("/releases", "?organisation=nobody", 200),
    ("/releases/{organisation}/{study}/{number}", f"{RELEASE}/1", 200),
    ("/releases/{organisation}/{study}/{number}", f"{RELEASE}/2", 404),
    ("/releases/{organisation}/{study}/{number}/observations", f"{RELEASE}/1/observations", 200),
    (
        "/releases/{organisation}/{study}/{number}/observations",
        f"{RELEASE}/1/observations?indicator=works&size=2&page=2",
        200,
    ),
    (
        "/releases/{organisation}/{study}/{number}/observations",
        f"{RELEASE}/1/observations?size=0",
        422,
    ),
]


def ask(client: Client, path: str, rest: str) -> Any:
    """The answer to a question; `rest` is a query, the last part, or the whole path."""
    if rest.startswith("/"):
        return client.get(f"/api{rest}")
    return client.get(f"/api{path.split('{', maxsplit=1)[0]}{rest}")


def schema_of(path: str, status: int) -> dict[str, Any]:
    """The schema that the document gives for an answer, able to be checked by itself."""
    document = json.loads(Client().get("/api/openapi.json").content)
    answer = document["paths"][f"/api{path}"]["get"]["responses"][str(status)]
    schema: dict[str, Any] = answer["content"]["application/json"]["schema"]
    return schema | {"components": document["components"]}


@pytest.mark.parametrize(("path", "rest", "status"), ASKED)
def test_every_answer_is_as_described(
    path: str, rest: str, status: int, shown: Shown, stranger: Client
) -> None:
    answer = ask(stranger, path, rest)
    assert answer.status_code == status
    schema = schema_of(path, status)
    jsonschema_rs.Draft202012Validator(schema).validate(answer.json())
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies


def test_everything_described_is_asked_for_here() -> None:
    paths = {path.removeprefix("/api") for path in api.get_openapi_schema()["paths"]}
    assert {path for path, _, status in ASKED if status == 200} == paths


def test_the_document_is_valid() -> None:
    import schemathesis

    schema = schemathesis.openapi.from_dict(openapi())
    schema.validate()
    assert sum(1 for _ in schema.get_all_operations()) == 10 + len(names())


def test_every_address_is_a_page_for_people_or_stands_in_the_document(
    shown: Shown, stranger: Client
) -> None:
    """A new machine address fails here until the document names it."""
    given = {
        "goal": 6,
        "target": "6.1",
        "indicator": "6.1.1",
        "place": "ke",
        "area": "ke-30",
        "organisation": "kisima-watch",
        "study": shown.release.study.slug,
        "number": 1,
        "key": "works",
        "official": 1,
        "office": "none",
        "method": "estimates",
    }
    for name in {f"explore:{one.name}" for one in PATTERNS if getattr(one, "name", "")}:
        if name in names():
            continue
        blanks = blanks_of(name)
        answer = stranger.get(reverse(name, kwargs={blank: given[blank] for blank in blanks}))
        assert answer["Content-Type"].startswith("text/html"), name


def blanks_of(name: str) -> list[str]:
    """The parts of an address that have to be filled in."""
    pattern = next(one for one in PATTERNS if f"explore:{getattr(one, 'name', '')}" == name)
    return list(pattern.pattern.converters)


def test_the_page_for_people_tells_every_endpoint(stranger: Client, shown: Shown) -> None:
    text = page(stranger, "/api/")
    for one in described():
        assert f"<code>{one.path}</code>" in text


def test_a_withdrawn_release_gives_no_figures(shown: Shown, stranger: Client) -> None:
    owner = shown.scene.people["owner"]
    actions.withdraw_release(shown.release, because="Counted twice.", by=owner, at=NOW)
    for path in (f"{FINDING}/1/works", f"{RELEASE}/1", f"{RELEASE}/1/observations"):
        answer = stranger.get(f"/api{path}")
        assert answer.status_code == 410
        assert answer.json()["problem"] == "This release was withdrawn: Counted twice."
    assert stranger.get("/api/findings").json()["count"] == 0
    listed = stranger.get("/api/releases").json()["items"]
    assert listed[0]["withdrawn_because"] == "Counted twice."


def test_a_hidden_figure_has_no_number(shown: Shown, stranger: Client) -> None:
    rows = stranger.get(f"/api{RELEASE}/1/observations").json()["items"]
    hidden = [one for one in rows if one["status"] == "Q"]
    assert len(hidden) == 2
    numbers = ("value", "standard_error", "lower", "upper", "n", "n_effective")
    assert {one[name] for one in hidden for name in numbers} == {None}


def test_an_unchanged_answer_costs_nothing(shown: Shown, stranger: Client) -> None:
    first = stranger.get("/api/findings")
    again = stranger.get("/api/findings", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_people_are_told_what_machines_can_ask(shown: Shown, stranger: Client) -> None:
    text = stranger.get("/api/").content.decode()
    for one in described():
        assert f"<code>{one.path}</code>" in text
