"""What people type about a study as a whole."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class StudyTitle(forms.Form):
    title = forms.CharField(
        label=_("What is it about?"),
        max_length=200,
        help_text=_("A few words, with the place: “Water points that work, Tanzania”."),
    )

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        if not any(letter.isalpha() for letter in title):
            raise ValidationError(_("A title needs letters."))
        return title
