"""What people hand in when they review."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from datashift.web.collect.models import Submission
from datashift.web.evidence.models import Study
from datashift.web.review.models import Decision, Flow
from datashift.web.review.models.entities import NAME

LICENCES = (
    ("CC-BY-4.0", _("Everybody may use it and says where it is from (CC BY 4.0)")),
    ("CC0-1.0", _("Everybody may use it (CC0)")),
    ("", _("Not decided yet")),
)
REASONS = [
    ("", _("Choose a reason")),
    *[pair for pair in Decision.Because.choices if pair[0] not in ("", "FINE")],
]


class Decide(forms.Form):
    """An answer to the submissions that are marked, or to the whole pile."""

    state = forms.ChoiceField(
        choices=[
            (Submission.State.ACCEPTED, _("Accept")),
            (Submission.State.ASKED_BACK, _("Ask back")),
            (Submission.State.SET_ASIDE, _("Set aside")),
            (Submission.State.RECEIVED, _("Not decided")),
        ]
    )
    because = forms.ChoiceField(label=_("Why?"), choices=REASONS, required=False)
    words = forms.CharField(
        label=_("What should whoever sent it know?"), required=False, max_length=1000
    )
    pile = forms.SlugField(required=False, max_length=40)
    until = forms.CharField(required=False, max_length=40)
    whole = forms.BooleanField(required=False)


class Say(forms.Form):
    text = forms.CharField(
        label=_("Say something about it"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody in your organisation can read it, and nobody else."),
    )


class Connect(forms.Form):
    """What of a questionnaire enters which study."""

    study = forms.ModelChoiceField(
        label=_("Which study should it fill?"),
        queryset=Study.objects.none(),
        required=False,
        empty_label=_("A new one"),
    )
    takes = forms.ChoiceField(
        label=_("Which submissions count?"), choices=Flow.Takes.choices, widget=forms.RadioSelect
    )
    sampling = forms.ChoiceField(
        label=_("How were those who answer chosen?"),
        choices=Flow.Sampling.choices,
        widget=forms.RadioSelect,
        help_text=_("Nobody can see it in the answers, and what may be said depends on it."),
    )
    licence = forms.ChoiceField(
        label=_("Who may use the figures, once you publish them?"),
        choices=LICENCES,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, offered: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["study"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = offered


class ChangeFlow(Connect):
    study = None  # type: ignore[assignment]
    automatic = forms.BooleanField(
        label=_("Make the figures anew by itself, a minute after things are quiet"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        forms.Form.__init__(self, *args, **kwargs)


class Targets(forms.Form):
    """A number for each answer to a question, or one for all submissions."""

    def __init__(self, *args: Any, answers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in answers:
            self.fields[f"wanted-{name}"] = forms.IntegerField(
                label=label, required=False, min_value=0, max_value=10_000_000
            )

    @property
    def wanted(self) -> dict[str, int | None]:
        return {name.removeprefix("wanted-"): number for name, number in self.cleaned_data.items()}


class NameRefusal(forms.Form):
    """Answers to one question that mean no."""

    answers = forms.MultipleChoiceField(
        label=_("Which answers mean no?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["answers"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = offered


class BringList(forms.Form):
    """A register that exists."""

    name = forms.RegexField(
        label=_("What is the list called?"),
        regex=NAME,
        max_length=100,
        help_text=_("As forms name it: water_points for water_points.csv."),
        error_messages={"invalid": _("Begin with a letter; then letters, digits, _ or -.")},
    )
    file = forms.FileField(
        label=_("Table"),
        help_text=_(
            "CSV in UTF-8 with a column “label”: what people call each entry. A column “name” "
            "holds its key, such as the number painted on a pump; the other columns come along. "
            "The same file again changes nothing."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv"}),
    )
