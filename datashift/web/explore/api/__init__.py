"""The read-only API: what the pages show, for machines. Described by its OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from datashift.web.explore.api import files, findings, framework, releases, search
from datashift.web.explore.api.schemas import Withdrawn
from datashift.web.explore.http import for_everybody

_ABOUT = """\
What citizens counted, with its range, its origin and what stands beside it. Read-only, without a key.
Proportions are percentages, 0-100. A hidden figure has no numbers at all. Every answer has an ETag:
send it back as If-None-Match and an unchanged answer costs nothing. An error says what was wrong in
`problem` and what to do in `do`."""


api = NinjaAPI(
    title="DataShift",
    version="1.0.0",
    description=_ABOUT,
    docs_url=None,
    openapi_url=None,  # its page would answer any method
    urls_namespace="explore:api",
)
api.add_router("", framework.router, tags=["Framework and places"])
api.add_router("", findings.router, tags=["Findings"])
api.add_router("", releases.router, tags=["Releases"])
api.add_router("", search.router, tags=["Search"])


def _trouble(request: HttpRequest, problem: str, do: str, status: int) -> HttpResponse:
    answer = api.create_response(request, {"problem": problem, "do": do}, status=status)
    return for_everybody(answer)


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return _trouble(request, "There is nothing of that name", "Look for it in its list", 404)


@api.exception_handler(Withdrawn)
def _withdrawn(request: HttpRequest, error: Withdrawn) -> HttpResponse:
    because = f": {error.release.withdrawn_because}" if error.release.withdrawn_because else ""
    return _trouble(
        request, f"This release was withdrawn{because}", "Ask for the study's other releases", 410
    )


@api.exception_handler(ValidationError)
def _misunderstood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    where = ", ".join(dict.fromkeys(str(one["loc"][-1]) for one in error.errors))
    return _trouble(request, f"Not understood: {where}", "See what the description allows", 422)


@dataclass(frozen=True)
class Endpoint:
    """One thing that can be asked for: its address, its kind, what it gives, what narrows it."""

    path: str
    tag: str
    summary: str
    description: str
    parameters: tuple[tuple[str, str], ...]


def openapi() -> dict[str, Any]:
    """The OpenAPI document: what the interface answers, and every file that machines are given."""
    answers: dict[str, Any] = api.get_openapi_schema()
    return {**answers, "paths": {**answers["paths"], **files.paths()}}


def described() -> Iterator[Endpoint]:
    """Every endpoint, as the OpenAPI document has it."""
    paths: dict[str, dict[str, Any]] = openapi()["paths"]
    for path, methods in paths.items():
        told = methods["get"]
        yield Endpoint(
            path,
            told["tags"][0],
            told["summary"],
            told.get("description", ""),
            tuple(
                (one["name"], one.get("description") or one["schema"].get("description", ""))
                for one in told.get("parameters", ())
                if one["in"] == "query"
            ),
        )
