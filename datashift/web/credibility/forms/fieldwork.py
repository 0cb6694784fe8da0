"""Which columns say how the interviews were made."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from datashift.quality.fieldwork import Fieldwork
from datashift.web.evidence.models import DataFile


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
        self.fields["answers"] = forms.MultipleChoiceField(
            label=_("Questions with a few possible answers"),
            choices=[(name, name) for name in names],
            required=False,
            widget=forms.CheckboxSelectMultiple,
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

    @property
    def said(self) -> Fieldwork:
        """The columns, for the checks."""
        chosen = {key: value or None for key, value in self.cleaned_data.items()}
        both = bool(chosen["longitude"] and chosen["latitude"])
        return Fieldwork(
            interviewer=str(chosen["interviewer"]),
            answers=tuple(self.cleaned_data["answers"]),
            place=chosen["place"],
            started=chosen["started"],
            ended=chosen["ended"],
            age=chosen["age"],
            longitude=chosen["longitude"] if both else None,
            latitude=chosen["latitude"] if both else None,
        )
