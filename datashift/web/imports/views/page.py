"""How every page of imports is answered."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from datashift.web.accounts.access import membership
from datashift.web.accounts.http import SignedIn
from datashift.web.accounts.models import Organisation, Right


def imports_page(
    request: SignedIn,
    template: str,
    organisation: Organisation,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """Render `imports/<template>.html`; it knows `organisation` and `may`."""
    mine = membership(request.user, organisation.pk, to=Right.SEE)
    context: dict[str, Any] = {
        "current": "collect",
        "organisation": organisation,
        "may": {right.value: mine.may(right) for right in Right},
        **more,
    }
    return render(request, f"imports/{template}.html", context, status=status)
