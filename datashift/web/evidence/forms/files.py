"""What people hand in: files, and tables as text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from datashift.web.evidence.models import DataFile

_MEANT = {
    DataFile.Part.DATA: _("One line for each thing or person that was counted."),
    DataFile.Part.AREAS: _("The outlines of regions or districts: GeoJSON or TopoJSON."),
    DataFile.Part.OFFICIAL: _("What the government says, to stand beside yours."),
    DataFile.Part.MARGINS: _("How many people there are of each kind, to weigh a sample."),
}


def part_choices() -> list[tuple[str, SafeString]]:
    """What a file may hold, each with what that means."""
    return [
        (part.value, format_html("{}<small>{}</small>", part.label, _MEANT[part]))
        for part in DataFile.Part
    ]


class SeveralFiles(forms.FileField):
    """Several files in one field; an empty one is refused later, with its name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=_SeveralInput(), allow_empty_file=True, **options)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        several: Sequence[Any] = data if isinstance(data, list | tuple) else [data]
        return [super(SeveralFiles, self).clean(each, initial) for each in several or [None]]


class _SeveralInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class Bring(forms.Form):
    chosen = SeveralFiles(
        label=_("Files"),
        max_length=255,
        help_text=_(
            "CSV, Excel, ODS, JSON, GeoJSON, Parquet, SPSS or Stata. They are kept as they are."
        ),
    )
    part = forms.ChoiceField(
        label=_("What do they hold?"),
        choices=lazy(part_choices, list),
        initial=DataFile.Part.DATA,
        widget=forms.RadioSelect,
    )


class Paste(forms.Form):
    pasted = forms.CharField(
        label=_("The table"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "wrap": "off"}),
        help_text=_("Copy it from a spreadsheet with its headings, and paste it here."),
    )


class ChangeFile(forms.Form):
    part = forms.ChoiceField(
        label=_("What does it hold?"),
        choices=lazy(part_choices, list),
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=_("A newer version of it"),
        required=False,
        allow_empty_file=True,
        max_length=255,
        help_text=_(
            "It takes the name and the place of this one. What you decided in Check stays in "
            "force and is matched with the new rows."
        ),
    )
