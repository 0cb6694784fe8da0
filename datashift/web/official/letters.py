"""Letters to those who look after the platform."""

from __future__ import annotations

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from datashift.web.accounts.models import User
from datashift.web.official.models import Renewal


def tell_stewards(renewal: Renewal) -> None:
    """Say that a source could not be renewed, to each steward alone."""
    text = render_to_string("official/renewal_failed.txt", {"renewal": renewal})
    for email in User.objects.filter(is_steward=True, is_active=True).values_list(
        "email", flat=True
    ):
        send_mail(_("DataShift: official figures were not renewed"), text, None, [email])
