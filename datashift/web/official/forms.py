"""What a steward says about a file of official figures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from datashift.comparison import Declared, holdings
from datashift.kit.problem import Problem
from datashift.web.official.models import Source

_UNSAID = ("area", "indicator", "period", "value")


class Bring(forms.Form):
    file = forms.FileField(
        label=_("The file, as it was published"),
        max_length=255,
        allow_empty_file=True,
        help_text=_(
            "SDMX (XML, JSON or CSV), the United Nations’ SDG or gender database, the World Bank, "
            "an Open SDG site’s data as a ZIP, or any table with an area, a period and a value."
        ),
    )
    source = forms.CharField(
        label=_("Who published it?"),
        max_length=200,
        help_text=_("The same name again makes the next version of that source."),
    )
    kind = forms.ChoiceField(
        label=_("What made the figures?"),
        choices=Source.Kind.choices,
        initial=Source.Kind.OFFICIAL,
        widget=forms.RadioSelect,
    )
    licence = forms.CharField(
        label=_("Licence"), max_length=100, required=False, help_text=_("Such as CC-BY-4.0.")
    )
    address = forms.URLField(
        label=_("Where it came from"),
        max_length=1000,
        required=False,
        assume_scheme="https",
        help_text=_("The address of the page or of the file."),
    )
    area = forms.CharField(
        label=_("Which place are the figures of?"),
        max_length=200,
        required=False,
        help_text=_(
            "A country, such as Nepal or NP; or the heading of the column with the places."
        ),
    )
    indicator = forms.CharField(
        label=_("Which indicator do they belong to?"),
        max_length=12,
        required=False,
        help_text=_("Its number, such as 6.1.1."),
    )
    period = forms.CharField(
        label=_("Which year are they of?"),
        max_length=200,
        required=False,
        help_text=_("A year, or the heading of the column with the years."),
    )
    value = forms.CharField(
        label=_("Which column holds the figures?"),
        max_length=200,
        required=False,
        help_text=_("Its heading, as it stands in the file."),
    )

    def clean_source(self) -> str:
        name: str = self.cleaned_data["source"]
        try:
            holdings.slug(name)
        except Problem as problem:
            raise ValidationError(str(problem)) from problem
        return name

    def clean_indicator(self) -> str:
        code: str = self.cleaned_data["indicator"]
        try:
            holdings.check(Declared(indicator=code))
        except Problem as problem:
            raise ValidationError(str(problem)) from problem
        return code

    def told(self) -> list[forms.BoundField]:
        """What is asked of every file."""
        return [field for field in self if field.name not in _UNSAID]

    def unsaid(self) -> list[forms.BoundField]:
        """What is asked of a file that does not say it itself."""
        return [self[name] for name in _UNSAID]

    def is_declared(self) -> bool:
        """Whether something of that was filled in, rightly or not."""
        return any(field.value() or field.errors for field in self.unsaid())

    def given(self) -> dict[str, Any]:
        """What was said beside the file."""
        said = {name: self.cleaned_data[name] for name in ("source", "kind", "licence", "address")}
        declared = Declared(**{name: self.cleaned_data[name] for name in _UNSAID})
        return {**said, "declared": declared}
