"""What every request of a programme passes: who asks, which method, and errors in Central's shape.

No cookie is looked at, so that no other site can have a browser ask here.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.utils import has_verified_email
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from datashift.kit.problem import Problem
from datashift.web.accounts.models import User
from datashift.web.central import access
from datashift.web.central.access import NotSignedIn
from datashift.web.central.http import Refused, refusal
from datashift.web.central.models import Session
from datashift.web.collect.http.openrosa import is_safe
from datashift.web.collect.storage import PATIENCE, TryLater


class Request(HttpRequest):
    """A request whose sender is known."""

    user: User
    programme: Session | None  # None where the password came with the request


View = Callable[..., HttpResponseBase]
FORESEEN = (
    Refused, NotSignedIn, Http404, PermissionDenied, Problem, TryLater, OperationalError,
    InterfaceError,
)  # fmt: skip


def endpoint(*, open_to_all: bool = False, **methods: View) -> View:
    """One address: a view for each method, called with who asks.

    Args:
        open_to_all: nobody needs to be signed in.
    """
    if "GET" in methods:
        methods.setdefault("HEAD", methods["GET"])

    @csrf_exempt
    def view(request: Any, **arguments: Any) -> HttpResponseBase:
        try:
            if "\x00" in request.path:
                raise Http404
            if not open_to_all:
                request.programme, request.user = None, None
                _know(request)
            wanted = methods.get(request.method)
            if wanted is None:
                answer: HttpResponseBase = refusal(405.0, _("This cannot be done here."))
                answer["Allow"] = ", ".join(sorted(methods))
            else:
                answer = wanted(request, **arguments)
        except FORESEEN as error:
            answer = _told(error)
        answer["Cache-Control"] = "private, no-store"
        return answer

    return view


def sign_in(request: HttpRequest, email: str, password: str) -> User:
    """The person with this address and password; guessing is slowed down as on the sign-in page.

    Raises:
        Refused: it is not theirs, or a password alone does not let them in.
    """
    if not is_safe(secure=request.is_secure(), host=request.META.get("HTTP_HOST", "")):
        raise Refused(401.3, _("A password is only taken over https."))
    try:
        user = get_adapter().authenticate(request, email=email.strip().lower(), password=password)
    except ValidationError as error:
        raise Refused(429.0, " ".join(error.messages)) from error
    unproven = settings.ACCOUNT_EMAIL_VERIFICATION == "mandatory" and not has_verified_email(user)
    if user is None or not user.is_active or unproven:
        raise _not_known()
    if is_mfa_enabled(user):
        words = _(
            "This person signs in with a second step, which programmes cannot take. Give the "
            "programme an account of its own."
        )
        raise Refused(401.2, words)
    found: User = user
    return found


def _know(request: Any) -> None:
    scheme, _space, rest = request.headers.get("Authorization", "").partition(" ")
    match scheme.lower():
        case "bearer":
            request.programme = access.session(rest.strip(), at=now())
            request.user = request.programme.user
        case "basic":
            try:
                email, _colon, password = (
                    base64.b64decode(rest, validate=True).decode().partition(":")
                )
            except ValueError as error:  # no base64, no UTF-8, or letters that neither has
                raise _not_known() from error
            request.user = sign_in(request, email, password)
        case _:
            raise NotSignedIn


def _not_known() -> Refused:
    return Refused(401.2, _("These credentials are not known here."))


def _told(error: Exception) -> HttpResponse:
    """An error in Central's shape."""
    match error:
        case Refused():
            return refusal(error.code, error.message, error.details)
        case NotSignedIn():
            return refusal(401.2, _not_known().message)
        case Http404():
            return refusal(404.1, _("There is no such thing here."))
        case PermissionDenied():
            return refusal(403.1, str(error) or _("Your role does not go so far."))
        case Problem():
            return refusal(400.0, str(error), {"code": error.code})
    answer = refusal(503.0, _("We could not keep this now. Send it again later."))
    answer["Retry-After"] = str(PATIENCE)
    return answer
