"""What is asked before something becomes public, and when it is taken back."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class Minimum(forms.Form):
    minimum = forms.IntegerField(
        label=_("The smallest group that may be shown"),
        help_text=_("Ten is usual. More is safer where somebody could be hurt."),
        min_value=0,
        max_value=1_000_000,
    )


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
