"""Judging an item, and ruling as an office."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datashift.web.accounts.forms import Language
from datashift.web.credibility.queries.assessments import Item

_NOT = "not-applicable"


class AnswerForm(forms.Form):
    """One gate or one criterion; its choices are the framework's own words."""

    value = forms.ChoiceField(widget=forms.RadioSelect)
    evidence = forms.CharField(
        label=gettext_lazy("What does this rest on?"),
        help_text=gettext_lazy("Whoever doubts it reads this sentence first."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    language = Language()
    link = forms.CharField(
        label=gettext_lazy("Where is it written?"),
        help_text=gettext_lazy("A document, a page, an address. If there is one."),
        max_length=500,
        required=False,
    )

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["value"]
        assert isinstance(field, forms.ChoiceField)
        field.label = item.question
        field.choices = _gate() if item.is_gate else _scores(item)

    @property
    def value_given(self) -> int | None:
        """The score, or None where it does not apply."""
        value = self.cleaned_data["value"]
        return None if value == _NOT else int(value)

    @staticmethod
    def initial_of(item: Item) -> dict[str, Any]:
        """What was said last; where nothing was, what a machine sees, and never a score."""
        if item.answer is not None:
            value = item.answer.value
            return {
                "value": _NOT if value is None else str(value),
                "evidence": item.answer.evidence,
                "link": item.answer.link,
                "language": item.answer.language,
            }
        return {"evidence": " ".join(item.suggestion.evidence) if item.suggestion else ""}


def _gate() -> list[tuple[str, str]]:
    return [("1", _("Passed")), ("0", _("Not passed"))]


def _scores(item: Item) -> list[tuple[str, str]]:
    words = dict(item.levels)
    shown = [
        (str(score), format_html("{}<small>{}</small>", score, words.get(score, "")))
        if score in words
        else (str(score), str(score))
        for score in (3, 2, 1, 0)
    ]
    return [*shown, (_NOT, _("It does not apply to this study"))]


class Rule(forms.Form):
    """An office's decision."""

    ruling = forms.ChoiceField(
        label=gettext_lazy("What does your office decide?"),
        choices=[
            ("accepted", gettext_lazy("We accept these figures")),
            ("refused", gettext_lazy("We do not accept these figures")),
        ],
        widget=forms.RadioSelect,
    )
    reasons = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy(
            "The organisation reads this, and so does the public once it is published."
        ),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    language = Language()
