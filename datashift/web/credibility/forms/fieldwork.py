"""Which columns say how the interviews were made."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from datashift.quality.fieldwork import Fieldwork
from datashift.web.evidence.models import DataFile

_NUMBERS = {"integer", "number"}


class FieldworkForm(forms.Form):
    """Choices are the columns of one file."""

    def __init__(self, *args: Any, file: DataFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [each["name"] for each in file.columns]
        self._one("interviewer", _("Who asked"), names, required=True)
        self._one("place", _("Where"), names, _("Interviews are compared within a place."))
        self._one("started", _("When it began"), names)
        self._one("ended", _("When it ended"), names)
        self._one("age", _("Age of the person"), names)
        self._one("longitude", _("Longitude"), names)
        self._one("latitude", _("Latitude"), names)
        self._many("answers", _("Questions with a few possible answers"), names)
        self._many(
            "scales",
            _("Questions on one scale, in the order they were asked"),
            names,
            _(
                "Such as: agree, neither, disagree. The same answer down the whole list is looked for."
            ),
        )
        numbers = [each["name"] for each in file.columns if each.get("kind") in _NUMBERS]
        self._many(
            "amounts",
            _("Amounts that people said or counted"),
            numbers,
            _("Such as: income, litres, minutes. Round numbers and first digits are looked at."),
        )

    def _one(
        self, key: str, label: str, names: list[str], hint: str = "", *, required: bool = False
    ) -> None:
        none = _("Choose a column") if required else _("None")
        self.fields[key] = forms.ChoiceField(
            label=label,
            choices=[("", none), *((name, name) for name in names)],
            required=required,
            help_text=hint,
        )

    def _many(self, key: str, label: str, names: list[str], hint: str = "") -> None:
        self.fields[key] = forms.MultipleChoiceField(
            label=label,
            choices=[(name, name) for name in names],
            required=False,
            help_text=hint,
            widget=forms.CheckboxSelectMultiple,
        )

    def clean_scales(self) -> list[str]:
        """One question is no scale to go straight down on."""
        chosen: list[str] = self.cleaned_data["scales"]
        if len(chosen) == 1:
            raise forms.ValidationError(_("Tick two questions of the scale or more, or none."))
        return chosen

    @property
    def said(self) -> Fieldwork:
        """The columns, for the checks."""
        chosen = {key: value or None for key, value in self.cleaned_data.items()}
        both = bool(chosen["longitude"] and chosen["latitude"])
        return Fieldwork(
            interviewer=str(chosen["interviewer"]),
            answers=tuple(self.cleaned_data["answers"]),
            scales=tuple(self.cleaned_data["scales"]),
            amounts=tuple(self.cleaned_data["amounts"]),
            place=chosen["place"],
            started=chosen["started"],
            ended=chosen["ended"],
            age=chosen["age"],
            longitude=chosen["longitude"] if both else None,
            latitude=chosen["latitude"] if both else None,
        )
