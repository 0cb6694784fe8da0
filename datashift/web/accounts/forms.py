"""What people type about themselves, their organisations and the language they write in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from allauth.account.forms import SignupForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise, lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from datashift.kit.language import LANGUAGES
from datashift.kit.language.tags import is_tag
from datashift.kit.language.territories import country_called
from datashift.kit.text import fold
from datashift.sdg import countries
from datashift.web.accounts.models import Organisation, Role, User

_PILOTS = ("AR", "KE", "NP", "TZ")


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


class Language(forms.ChoiceField):
    """In which language somebody wrote something: pages in other languages mark it by that.

    It begins with the language of the page, which is what most people write in; "" is another one
    or several. A code that came from a study and is not among the choices stays possible.
    """

    def __init__(
        self,
        *,
        label: Any = None,
        help_text: Any = "",
        initial: str | None = None,
    ) -> None:
        super().__init__(
            choices=offered,
            label=label or _("Language of your words"),
            help_text=help_text,
            initial=(lambda: get_language() or "") if initial is None else initial,
            required=False,
        )

    def valid_value(self, value: str) -> bool:
        return super().valid_value(value) or is_tag(value)


def offered() -> Sequence[tuple[str, str | Promise]]:
    """The platform's own languages, then those of the pilot countries, then none of them."""
    return (*_named(), ("", _("Another one, or several")))


@cache
def _named() -> tuple[tuple[str, str], ...]:
    """Ours as they call themselves, the others in English; listed and called by the CLDR."""
    from babel import Locale
    from babel.languages import get_territory_language_info

    names = Locale("en").languages
    codes = {code for one in _PILOTS for code in get_territory_language_info(one)}
    others = {code: str(names[code]) for code in codes - {*LANGUAGES} if is_tag(code)}
    ours = [(code, str(Locale(code).languages[code])) for code in LANGUAGES]
    return (
        *((code, f"{name[0].upper()}{name[1:]}") for code, name in ours),
        *sorted(others.items(), key=lambda one: one[1]),
    )
