"""What views of signed-in people share."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, QueryDict
from django.views.decorators.http import require_http_methods
from django_htmx.middleware import HtmxDetails

from datashift.web.accounts.models import User

form_page = require_http_methods(["GET", "HEAD", "POST"])


class SignedIn(HttpRequest):
    """A request behind `login_required`, for type checkers."""

    user: User
    htmx: HtmxDetails


def typed(request: HttpRequest) -> QueryDict | None:
    """What was typed into the page's form; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def key_of(text: str) -> UUID:
    """The key that somebody typed or a page sent.

    Raises:
        Http404: it is none, and so nobody's.
    """
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
