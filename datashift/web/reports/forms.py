"""What somebody types about reports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from datashift.questionnaires import sealing
from datashift.web.accounts.models import User
from datashift.web.reports.models.boxes import ELSEWHERE
from datashift.web.reports.queries.asking import LONGEST

SHORTEST = 16  # letters of a passphrase
_SECRET = {"autocomplete": "off", "spellcheck": "false"}


def _passphrase(label: Any, **more: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={**_SECRET, "autocomplete": more.pop("autocomplete", "off")})
    return forms.CharField(label=label, widget=widget, strip=False, max_length=1_000, **more)


class NewPassphrase(forms.Form):
    """A passphrase for a new key."""

    passphrase = _passphrase(
        _("Passphrase"),
        autocomplete="new-password",
        help_text=_("At least 16 letters: four or five words that do not belong together."),
    )
    again = _passphrase(_("The same again"), autocomplete="new-password")

    def clean_passphrase(self) -> str:
        value: str = self.cleaned_data["passphrase"]
        if len(sealing.spelled(value)) < SHORTEST:
            raise ValidationError(_("This is too short: at least 16 letters."))
        CommonPasswordValidator().validate(value)
        return value

    def clean_again(self) -> str:
        value: str = self.cleaned_data["again"]
        first = self.cleaned_data.get("passphrase")
        if first is not None and sealing.spelled(value) != sealing.spelled(first):
            raise ValidationError(_("The two are not the same."))
        return value


class ChangePassphrase(NewPassphrase):
    """The present passphrase, and another."""

    present = _passphrase(_("The passphrase until now"), autocomplete="current-password")
    field_order = ("present", "passphrase", "again")


class Unlock(forms.Form):
    """The passphrase that opens the key."""

    passphrase = _passphrase(_("Your passphrase"), autocomplete="current-password")


class Receipt(forms.Form):
    """Sixteen digits, however they are written."""

    receipt = forms.CharField(
        label=_("Your number"),
        help_text=_("Sixteen digits. Spaces do not matter."),
        max_length=60,
        widget=forms.TextInput(attrs={**_SECRET, "inputmode": "numeric"}),
    )

    def clean_receipt(self) -> str:
        digits = sealing.digits_of(self.cleaned_data["receipt"])
        if not digits:
            raise ValidationError(_("A number has sixteen digits. Look at it again."))
        return digits


class Words(forms.Form):
    """What somebody adds, or answers."""

    text = forms.CharField(
        label=_("Your words"), widget=forms.Textarea(attrs=_SECRET), max_length=LONGEST
    )


class OpenBox(forms.Form):
    """How a box is opened."""

    elsewhere = forms.CharField(
        label=_("Where “Leave now” leads"),
        help_text=_("A harmless page that many people look at."),
        initial=ELSEWHERE,
        max_length=200,
        validators=[URLValidator(schemes=["http", "https"])],
    )


class AddReviewer(forms.Form):
    """A member who shall be able to read."""

    reviewer = forms.ModelChoiceField(
        label=_("Who shall read what comes from now on?"),
        queryset=User.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, candidates: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [each.pk for each in candidates]
        self.fields["reviewer"].queryset = User.objects.filter(pk__in=keys).order_by("name")  # type: ignore[attr-defined]


class PrivateKey(forms.Form):
    """The private key of a questionnaire that phones encrypt."""

    key = forms.FileField(
        label=_("Private key"),
        help_text=_(
            "The PEM file that belongs to the questionnaire. It is used once and not kept."
        ),
        max_length=255,
    )
    password = _passphrase(_("Its password, if it has one"), required=False)

    def clean_key(self) -> Any:
        file = self.cleaned_data["key"]
        if file.size > 100_000:
            raise ValidationError(_("This is too large for a key."))
        return file
