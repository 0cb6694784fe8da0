"""The text of a study."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from datashift.studies.document import LARGEST


class Text(forms.Form):
    text = forms.CharField(
        label=_("What the study says"), strip=False, required=False, max_length=LARGEST
    )
    was = forms.CharField(required=False)  # hash of the text that was shown

    def clean_text(self) -> str:
        """Browsers send CR LF; files have LF, and end with one."""
        typed: str = self.cleaned_data["text"].replace("\r\n", "\n").replace("\r", "\n")
        return f"{typed.rstrip()}\n" if typed.strip() else ""
