"""What people hand in about imports."""

from __future__ import annotations

from functools import cache
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from datashift.web.collect.models import Questionnaire
from datashift.web.imports.models import Server
from datashift.web.imports.queries.zones import PILOTS, zones


@cache
def _zones() -> list[tuple[Any, Any]]:
    listed = zones()
    return [
        ("", _("As they are written")),
        (
            _("Argentina, Kenya, Nepal, Tanzania"),
            [(each, _shown(each)) for each in listed if each in PILOTS],
        ),
        (_("All others"), [(each, _shown(each)) for each in listed if each not in PILOTS]),
    ]


def _shown(zone: str) -> str:
    return zone.replace("_", " ")


class _Target(forms.Form):
    """What the submissions answer, and in which zone their clocks ran."""

    questionnaire = forms.ModelChoiceField(
        label=_("Which questionnaire do they answer?"),
        queryset=Questionnaire.objects.none(),
        required=False,
        empty_label=_("Find out, or make one of the columns"),
    )
    zone = forms.ChoiceField(
        label=_("Where were the clocks of times without a time zone?"),
        choices=_zones,
        required=False,
    )

    def __init__(self, *args: Any, offered: QuerySet[Questionnaire], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["questionnaire"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = offered


class BringExport(_Target):
    field_order = ["file"]
    file = forms.FileField(
        label=_("Export"),
        help_text=_(
            "CSV, XLSX, JSON or XML of KoboToolbox, ODK Central, Briefcase, Ona, Ushahidi, "
            "Epicollect5, CommCare or Google Forms; or a zip of them, with photographs."
        ),
        allow_empty_file=True,
    )


class AddServer(_Target):
    field_order = ["kind", "address", "project", "form", "who", "secret"]
    kind = forms.ChoiceField(
        label=_("What kind of server is it?"), choices=Server.Kind.choices, widget=forms.RadioSelect
    )
    address = forms.URLField(
        label=_("Its address"),
        max_length=250,
        assume_scheme="https",
        help_text=_("https://kf.kobotoolbox.org, or that of your ODK Central."),
    )
    project = forms.RegexField(
        r"^\d{1,9}$",
        label=_("Number of the project (ODK Central only)"),
        required=False,
        help_text=_("It stands in the address of its page, after /projects/."),
    )
    form = forms.CharField(
        label=_("Form"),
        max_length=250,
        help_text=_(
            "KoboToolbox: the letters in the address of the project, such as aBcD1234. ODK "
            "Central: the form id."
        ),
    )
    who = forms.EmailField(
        label=_("E-mail to sign in with (ODK Central only)"), required=False, max_length=250
    )
    secret = forms.CharField(
        label=_("Token (KoboToolbox) or password (ODK Central)"),
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("It is kept encrypted and never shown again."),
    )
    hours = forms.IntegerField(
        label=_("How many hours between two times?"), min_value=1, max_value=168, initial=1
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("kind") == Server.Kind.CENTRAL:
            for name in ("project", "who"):
                if not told.get(name) and name not in self.errors:
                    self.add_error(name, _("ODK Central needs this."))
        return told
