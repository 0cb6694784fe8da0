"""What views of signed-in people share."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict
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
