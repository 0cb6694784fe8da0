"""Letters to assessors. Subjects say nothing that a stranger over the shoulder should not read."""

from __future__ import annotations

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from datashift.web.credibility.models import Assessor


def send_seat(assessor: Assessor, *, link: str) -> None:
    """Send the link to the address it is for."""
    send_mail(
        _("DataShift: you are asked to assess a study"),
        render_to_string("credibility/invitation.txt", {"assessor": assessor, "link": link}),
        None,
        [assessor.email],
    )
