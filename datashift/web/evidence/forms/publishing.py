"""What is asked before something becomes public, and when it is taken back."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from datashift.web.accounts.forms import Language


class Confirm(forms.Form):
    read = forms.BooleanField(
        label=_("I have read what will be public."),
        error_messages={"required": _("Read it first, then tick the box.")},
    )


class Withdraw(forms.Form):
    because = forms.CharField(
        label=_("Why does it no longer stand?"),
        help_text=_("Readers see this sentence at its address. Say what was wrong."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    language = Language()


class Decline(forms.Form):
    because = forms.CharField(
        label=_("Why should it not be published?"),
        help_text=_("Your organisation sees it, nobody else."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
