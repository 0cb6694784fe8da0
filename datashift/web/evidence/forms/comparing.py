"""How near a finding is to its SDG indicator, and which official series stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from datashift.studies import Specification
from datashift.studies.specification import Indicator, Official
from datashift.web.evidence.models import DataFile

MATCHES = (
    ("direct", _("The same"), _("The same people, the same thing, the same way of counting.")),
    ("partial", _("A part of it"), _("The same thing, but not all of it, or not for everybody.")),
    ("proxy", _("A stand-in"), _("Something that goes with it, when it was not measured itself.")),
)


def match_choices() -> list[tuple[str, SafeString]]:
    """The three matches, each with what it means."""
    return [
        (key, format_html("{}<small>{}</small>", label, meaning)) for key, label, meaning in MATCHES
    ]


class Match(forms.Form):
    """How near one indicator of the study is to the official definition."""

    match = forms.ChoiceField(
        label=_("How near is it?"), choices=lazy(match_choices, list), widget=forms.RadioSelect
    )
    because = forms.CharField(
        label=_("Why?"),
        required=False,
        max_length=500,
        help_text=_("One sentence; it stands beside the figure."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any, *, indicator: Indicator) -> None:
        initial = {"match": indicator.match or "proxy", "because": indicator.because}
        super().__init__(data, initial=initial, prefix=f"match-{indicator.id}")
        self.indicator = indicator

    @classmethod
    def of_each(cls, said: Specification, posted: QueryDict) -> dict[str, Match]:
        """A form for each indicator with an SDG code; the one that was sent is bound."""
        return {
            one.id: cls(posted if f"match-{one.id}-match" in posted else None, indicator=one)
            for one in said.indicators
            if one.sdg is not None
        }

    def applied(self, said: Specification) -> Specification:
        """What the study says with this answer."""
        changed = self.indicator.model_copy(update=self.cleaned_data)
        indicators = [changed if one.id == changed.id else one for one in said.indicators]
        return said.model_copy(update={"indicators": tuple(indicators)})


class OfficialSeries(forms.Form):
    """A file of official figures, and what it does not say itself."""

    file = forms.ChoiceField(label=_("File"))
    indicator = forms.ChoiceField(
        label=_("Which finding does it stand beside?"),
        required=False,
        help_text=_("Leave it open when the file carries SDG codes."),
    )
    title = forms.CharField(
        label=_("What does it measure?"),
        required=False,
        max_length=300,
        help_text=_("Such as: people using safely managed drinking water."),
    )
    source = forms.CharField(label=_("Who published it?"), required=False, max_length=300)
    unit = forms.CharField(
        label=_("What was counted, in the singular?"),
        required=False,
        max_length=60,
        help_text=_("Such as: person, household."),
    )
    column = forms.ChoiceField(
        label=_("Does one of its columns pick the rows that are meant?"), required=False
    )
    value = forms.CharField(label=_("Which value of that column?"), required=False, max_length=200)

    def __init__(self, data: Any, *, files: Sequence[DataFile], said: Specification) -> None:
        super().__init__(data)
        columns = sorted({each["name"] for file in files for each in file.columns})
        self._choose("file", [(file.name, file.name) for file in files])
        self._choose(
            "indicator",
            [("", _("The file says it")), *((one.id, one.title) for one in said.indicators)],
        )
        self._choose("column", [("", _("No, all rows are meant")), *((c, c) for c in columns)])

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def applied(self, said: Specification) -> Specification:
        """What the study says with this series."""
        typed = self.cleaned_data
        group = {typed["column"]: typed["value"]} if typed["column"] else {}
        series = Official(
            file=typed["file"],
            indicator=typed["indicator"] or None,
            title=typed["title"],
            source=typed["source"],
            unit=typed["unit"],
            group=group,
        )
        return said.model_copy(update={"official": (*said.official, series)})
