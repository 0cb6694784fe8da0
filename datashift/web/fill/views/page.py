"""The page at which a questionnaire is filled in: complete without a script.

No session and no token: whoever has the address may send, and the address is all they need.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from datashift.kit.language.tags import code_named, without_code
from datashift.questionnaires.filling.filled import fill as filled
from datashift.web.accounts.http import form_page
from datashift.web.collect.models import Questionnaire, Version
from datashift.web.collect.queries.worded import words_of
from datashift.web.collect.storage import TryLater
from datashift.web.fill import access
from datashift.web.fill.actions.sending import send
from datashift.web.fill.forms import Typed, typed
from datashift.web.fill.models import Link
from datashift.web.fill.queries.forms import best_language, lists_of, paper_of
from datashift.web.fill.queries.pages import Page
from datashift.web.fill.queries.script import config_of

# Nobody but this page asks for the camera, the microphone or the place.
POLICY = (
    "camera=(self), microphone=(self), geolocation=(self), payment=(), usb=(), browsing-topics=()"
)
# The engine of the form reads XPath with WebAssembly, which it carries in data: addresses.
NEEDED = {
    "script-src": ["'wasm-unsafe-eval'"],
    "connect-src": ["data:"],
    "img-src": ["blob:"],
    "media-src": ["'self'", "blob:"],
    "worker-src": ["'self'"],
}


@csrf_exempt
@never_cache
@form_page
@csp_update(NEEDED)  # type: ignore[arg-type]
def fill(request: HttpRequest, key: str) -> HttpResponse:
    link = access.link(key)
    versions = access.versions(link)
    if request.method == "POST" and versions:
        return _sent(request, link, versions)
    if link.revoked_at:
        return _page(
            request, "revoked", link, status=410, versions=versions, state="revoked"
        )  # what waits on a phone is sent by the page, and kept
    state = state_of(link, versions)
    if state != "open":
        return _page(request, "shut", link, versions=versions, state=state)
    return _form(request, link, versions, None)


def state_of(link: Link, versions: list[Version]) -> str:
    """Whether the link can be filled in now: `open`, `closed`, `encrypted` or `used`."""
    if versions and versions[0].encrypted:
        return "encrypted"  # on a phone by ODK Collect; here it would travel as it is
    if link.questionnaire.state != Questionnaire.State.OPEN or not versions:
        return "closed"
    return "used" if hasattr(link, "use") else "open"


def _sent(request: HttpRequest, link: Link, versions: list[Version]) -> HttpResponse:
    at = now()
    try:
        given = typed(request, link)
        version = next((each for each in versions if str(each.pk) == given.version), versions[0])
        if given.more:
            return _form(request, link, versions, given, version=version)
        result = filled(
            paper_of(version.pk),
            given.answers,
            instance_id=given.instance_id,
            now=at,
            started=given.started,
            lists=lists_of(version),
        )
        if result.faults:
            return _form(
                request, link, versions, given, version=version, faults=result.faults, status=422
            )
        receipt = send(link, result.document, files=tuple(given.files.values()), at=at)
    except TryLater:
        response = _page(request, "later", link, status=503)
        response["Retry-After"] = "60"
        return response
    page = Page(paper_of(version.pk), _language(request, version, given), given.answers)
    return _page(
        request, "received", link, receipt=receipt, left_out=page.left_out(result.left_out), at=at
    )


def _form(
    request: HttpRequest,
    link: Link,
    versions: list[Version],
    given: Typed | None,
    *,
    version: Version | None = None,
    faults: Any = None,
    status: int = 200,
) -> HttpResponse:
    version = version or versions[0]
    paper, language = paper_of(version.pk), _language(request, version, given)
    page = Page(
        paper,
        language,
        given.answers if given else {},
        faults or {},
        given.more if given else "",
        words_of(version).listed,
    )
    return _page(
        request,
        "fill",
        link,
        status=status,
        versions=versions,
        state="open",
        version=version,
        page=page,
        contents=page.contents(),
        faulty=page.faulty(),
        kept=given.signed if given else {},
        instance_id=given.instance_id if given else f"uuid:{uuid4()}",
        started=(given.started if given else None) or now(),
        language=language,
        language_code=code_named(language),
        languages=[(each, without_code(each)) for each in paper.form.languages],
    )


def _language(request: HttpRequest, version: Version, given: Typed | None) -> str:
    asked = given.language if given else request.GET.get("language", "")
    return best_language(
        paper_of(version.pk).form.languages, asked=asked, page=get_language() or "en"
    )


def _page(
    request: HttpRequest, template: str, link: Link, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"link": link, "questionnaire": link.questionnaire, **more}
    # Who typed into the plain page is shown the plain page again, and who asked for it.
    if "versions" in more and request.method != "POST" and "plain" not in request.GET:
        context["config"] = config_of(link, more["versions"], more["state"])
    response = render(request, f"fill/{template}.html", context, status=status)
    response["Permissions-Policy"] = POLICY
    response["X-Robots-Tag"] = "noindex"
    return response
