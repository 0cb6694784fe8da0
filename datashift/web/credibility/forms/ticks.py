"""Which differences somebody looked at, and what explains each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from datashift.web.accounts.forms import Language
from datashift.web.credibility.queries.differences import Difference


class TickForm(forms.Form):
    """A box and a note for each difference."""

    def __init__(self, *args: Any, differences: Sequence[Difference], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.differences = differences
        for one in differences:
            self.fields[one.part] = forms.BooleanField(
                label=str(one.name), required=False, initial=one.ticked
            )
            self.fields[f"{one.part}-note"] = forms.CharField(
                label=_("What explains it?"),
                required=False,
                max_length=1000,
                initial=one.note,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        before = [one.last.language for one in differences if one.last and one.last.language]
        self.fields["language"] = Language(initial=before[-1]) if before else Language()

    def rows(self) -> Iterator[tuple[Difference, forms.BoundField, forms.BoundField]]:
        """Each difference with its box and its note."""
        for one in self.differences:
            yield one, self[one.part], self[f"{one.part}-note"]

    @property
    def said(self) -> Mapping[Difference, tuple[bool, str]]:
        """Whether each was ticked, and the note. A note alone is a look too."""
        return {
            one: (
                self.cleaned_data[one.part]
                or bool(self.cleaned_data[f"{one.part}-note"]) > bool(one.note),
                self.cleaned_data[f"{one.part}-note"],
            )
            for one in self.differences
        }
