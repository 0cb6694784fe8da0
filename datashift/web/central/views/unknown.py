"""What ODK Central may have and this does not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from datashift.web.central.http import refusal


@csrf_exempt
def unknown(request: HttpRequest, rest: str) -> HttpResponse:
    return refusal(404.1, _("There is no such thing here."))
