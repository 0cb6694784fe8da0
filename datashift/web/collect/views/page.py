"""How every page of the workspace's Collect is answered."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from datashift.web.accounts.access import membership
from datashift.web.accounts.http import SignedIn
from datashift.web.accounts.models import Organisation, Right


def collect_page(
    request: SignedIn,
    template: str,
    organisation: Organisation | None = None,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """Render `collect/<template>.html`.

    The template knows `organisation` and `may`: which rights the reader has in it.
    """
    context: dict[str, Any] = {"current": "collect", "organisation": organisation, **more}
    if organisation is not None:
        mine = membership(request.user, organisation.pk, to=Right.SEE)
        context["may"] = {right.value: mine.may(right) for right in Right}
    return render(request, f"collect/{template}.html", context, status=status)
