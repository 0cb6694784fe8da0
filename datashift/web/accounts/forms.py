"""What people type about themselves and their organisations."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import SignupForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from datashift.kit.language.territories import country_called
from datashift.kit.text import fold
from datashift.sdg import countries
from datashift.web.accounts.models import Organisation, Role, User


def country_choices() -> list[tuple[str, str]]:
    """All countries, by name."""
    named = [(one.code, country_called(one.code, one.name)) for one in countries()]
    named.sort(key=lambda each: fold(each[1]))
    return [("", str(_("Choose a country"))), *named]


def role_choices() -> list[tuple[str, SafeString]]:
    """The roles, each with what it may do."""
    return [
        (role.value, format_html("{}<small>{}</small>", role.label, role.explanation))
        for role in Role
    ]


class SignUp(SignupForm):  # type: ignore[misc]
    """allauth's form and the name, which our adapter keeps."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        help_text=_("As your colleagues should see it. It is never published."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("name", "email", "password1")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _("Ten letters at least; three odd words will do.")


class Profile(forms.ModelForm[User]):
    class Meta:
        model = User
        fields = ["name"]


class OrganisationForm(forms.ModelForm[Organisation]):
    country = forms.ChoiceField(
        label=_("Country"), choices=lazy(country_choices, list), required=False
    )
    website = forms.URLField(
        label=_("Website"), required=False, assume_scheme="https", help_text=_("If there is one.")
    )

    class Meta:
        model = Organisation
        fields = ["name", "country", "website"]
        help_texts = {"name": _("As it stands under what you publish.")}

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not any(letter.isalpha() for letter in name):
            raise ValidationError(_("A name needs letters."))
        return name


class Invite(forms.Form):
    email = forms.EmailField(label=_("Their email address"))
    role = forms.ChoiceField(
        label=_("What will they do?"),
        choices=lazy(role_choices, list),
        initial=Role.EDITOR,
        widget=forms.RadioSelect,
    )


class ChangeRole(forms.Form):
    role = forms.ChoiceField(
        label=_("What may they do?"), choices=lazy(role_choices, list), widget=forms.RadioSelect
    )
