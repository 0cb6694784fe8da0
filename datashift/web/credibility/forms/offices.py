"""Inviting an assessor, asking and answering."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from datashift.web.accounts.forms import Language


class InviteAssessor(forms.Form):
    office = forms.CharField(
        label=_("Their office"),
        help_text=_("As it should stand beside the figures: “Office of Statistics of Ruvela”."),
        max_length=160,
    )
    email = forms.EmailField(
        label=_("Their email address"),
        help_text=_("The link in the letter works once, for this address only."),
    )


class Ask(forms.Form):
    text = forms.CharField(
        label=_("What would you like to know?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    language = Language()


class Reply(forms.Form):
    answer = forms.CharField(
        label=_("Your answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    language = Language()
