"""Signing in and out, and who is signed in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, JsonResponse
from django.utils.timezone import now

from datashift.web.central import access
from datashift.web.central.access import NotSignedIn
from datashift.web.central.actions.sessions import close_session, open_session
from datashift.web.central.http import missing, success, told
from datashift.web.central.queries.shapes import moment, user_shape
from datashift.web.central.views.door import Request, endpoint, sign_in


def _open(request: HttpRequest) -> JsonResponse:
    said = told(request)
    for field in ("email", "password"):
        if not isinstance(said.get(field), str):
            raise missing(field)
    user = sign_in(request, said["email"], said["password"])
    session, token = open_session(user, at=now())
    return JsonResponse(
        {
            "token": token,
            "csrf": "",  # for browsers with a cookie, of which none is given here
            "createdAt": moment(session.made_at),
            "expiresAt": moment(session.expires_at),
        }
    )


def _restore(request: Request) -> JsonResponse:
    if request.programme is None:
        raise Http404
    session = request.programme
    times = {"createdAt": moment(session.made_at), "expiresAt": moment(session.expires_at)}
    return JsonResponse(times)


def _close(request: Request, token: str = "") -> JsonResponse:
    try:
        session = access.session(token, at=now()) if token else request.programme
    except NotSignedIn as error:
        raise Http404 from error
    if session is None or session.user_id != request.user.pk:
        raise Http404
    close_session(session, by=request.user, at=now())
    return success()


def _current(request: Request) -> JsonResponse:
    return JsonResponse(user_shape(request.user, mine=True))


open_programme = endpoint(open_to_all=True, POST=_open)
restore_programme = endpoint(GET=_restore)
close_programme = endpoint(DELETE=_close)
close_other_programme = endpoint(DELETE=_close)
current_person = endpoint(GET=_current)
