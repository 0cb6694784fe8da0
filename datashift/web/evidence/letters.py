"""Letters to people. Subjects say nothing that a stranger over the shoulder should not read."""

from __future__ import annotations

from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from datashift.web.evidence.models import Agreement
from datashift.web.evidence.queries import agreements


def send_question(agreement: Agreement, *, link: str) -> int:
    """Tell everybody who can agree that they are asked; each gets a letter of their own.

    Returns:
        How many letters were sent.
    """
    text = render_to_string("evidence/agreement.txt", {"agreement": agreement, "link": link})
    subject = _("DataShift: somebody asks for your agreement")
    letters = [
        EmailMessage(subject, text, None, [person.email])
        for person in agreements.who_can_agree(agreement)
    ]
    return get_connection().send_messages(letters) or 0
