"""Letters to people. Subjects say nothing that a stranger over the shoulder should not read."""

from __future__ import annotations

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from datashift.web.accounts.models import Invitation


def send_invitation(invitation: Invitation, *, link: str) -> None:
    """Send the link of an invitation to the address it is for."""
    send_mail(
        _("DataShift: you are invited"),
        render_to_string("accounts/invitation.txt", {"invitation": invitation, "link": link}),
        None,
        [invitation.email],
    )
