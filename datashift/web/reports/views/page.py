"""What pages of those who read have in common."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from datashift.web.accounts.http import SignedIn
from datashift.web.reports import access


def readers_page(
    request: SignedIn, template: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """Render `reports/<template>.html` for somebody signed in; kept in no cache."""
    context = {"current": "collect", **context}
    response = render(request, f"reports/{template}.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def remember(response: HttpResponse, token: str) -> HttpResponse:
    """Give the browser the token that opens the key, for half an hour."""
    response.set_cookie(
        access.COOKIE,
        token,
        max_age=60 * access.MINUTES,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response
