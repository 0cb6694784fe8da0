"""What is typed about keeping and erasing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

MONTHS = (1, 3, 6, 12, 24, 36, 60)


class SetRule(forms.Form):
    """How long."""

    months = forms.TypedChoiceField(
        label=_("How long are submissions kept after they came?"),
        widget=forms.RadioSelect,
        coerce=lambda value: int(value) if value else None,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = ngettext_lazy("%(count)d month", "%(count)d months", "count")
        self.fields["months"].choices = [  # type: ignore[attr-defined]
            *((number, words % {"count": number}) for number in MONTHS),
            ("", _("Until somebody erases them")),
        ]


class FindPerson(forms.Form):
    """An answer by which one person is known."""

    value = forms.CharField(
        label=_("An answer that only this person gave"),
        help_text=_(
            "A name, a telephone number, a number of a household. It is not written down anywhere."
        ),
        min_length=3,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    within = forms.BooleanField(
        label=_("Also where it is only a part of an answer"), required=False
    )
