"""What people hand in about gateways."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from datashift.web.gateways.models import Gateway


class _Connect(forms.Form):
    """What every gateway needs."""

    account = forms.CharField(max_length=80)
    secret = forms.CharField(max_length=1_000, widget=forms.PasswordInput)
    number = forms.CharField(
        label=_("Number that people write to or dial"),
        max_length=40,
        required=False,
    )
    word = forms.CharField(
        label=_("Word that begins"),
        help_text=_(
            "Only messages that begin with this word are answered. Empty: every message. Several"
            " questionnaires can share a number, each with a word of its own."
        ),
        max_length=20,
        required=False,
    )
    keeps = forms.ChoiceField(
        label=_("What do submissions keep of the phone's number?"),
        help_text=_("Only where the questionnaire has a field for the phone's number."),
        choices=Gateway.Keeps.choices,
        initial=Gateway.Keeps.HASH,
        widget=forms.RadioSelect,
    )


class ConnectAfricasTalking(_Connect):
    field_order = ["account", "secret", "number", "word", "keeps"]
    account = forms.CharField(
        label=_("Username at Africa's Talking"),
        help_text=_("“sandbox” for its simulator, where nothing costs anything."),
        max_length=80,
    )
    secret = forms.CharField(
        label=_("API key"),
        max_length=1_000,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class ConnectWhatsapp(_Connect):
    field_order = ["account", "secret", "proof", "number", "word", "keeps"]
    account = forms.RegexField(
        r"^\d{5,30}$",
        label=_("Phone number ID"),
        help_text=_("The long number in Meta's app dashboard, not the phone number itself."),
    )
    secret = forms.CharField(
        label=_("Access token"),
        max_length=1_000,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    proof = forms.CharField(
        label=_("App secret"),
        help_text=_("With it WhatsApp signs what it sends, so that nobody else can."),
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class Switch(forms.Form):
    on = forms.BooleanField(required=False)
