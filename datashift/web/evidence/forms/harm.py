"""Who could be hurt by what is published: five questions, and rules chosen otherwise."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from datashift import disclosure
from datashift.web.evidence.forms.questions.question import Lines, explained
from datashift.web.evidence.models import Harm, Study
from datashift.web.evidence.queries import harm as asked

WHO = (
    ("things", _("Things only"), _("Pumps, roads, opening hours. No row is about a person.")),
    ("officials", _("People in their office"), _("Teachers, councillors, officers on duty.")),
    ("adults", _("Adults, or their households"), _("Who answered, or who was counted.")),
    ("children", _("Children, among others or alone"), _("Anybody who is not of age.")),
)
HURTERS = (
    ("family", _("Their family")),
    ("neighbours", _("Neighbours, or their community")),
    ("employer", _("An employer or a landlord")),
    ("authority", _("An authority, or somebody in office")),
    ("armed", _("An armed group, or criminals")),
)
SUBJECTS = (
    ("health", _("Health, or a disability")),
    ("money", _("Income, debts or land")),
    ("belief", _("Belief, origin, a party or a union")),
    ("complaints", _("Complaints about somebody")),
    ("violence", _("Violence, abuse or disappearance")),
    ("corruption", _("Bribes or corruption")),
)
CERTAINTY = (("no", _("No")), ("unsure", _("I am not sure")), ("yes", _("Yes")))
TOPICS = (
    ("", _("As the answers ask for")),
    ("ordinary", _("Ordinary: nobody is hurt by being recognised")),
    ("sensitive", _("Sensitive: small shares are hidden too")),
    ("sealed", _("Sealed: that, larger groups, and two people to publish")),
)


class WhoCouldBeHurt(forms.Form):
    who = forms.ChoiceField(
        label=_("Who is in the data?"),
        choices=lazy(lambda: explained(WHO), list),
        widget=forms.RadioSelect,
    )
    by = forms.MultipleChoiceField(
        label=_("Who could hurt somebody that is recognised?"),
        help_text=_("Tick nothing if nobody could."),
        choices=HURTERS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    subjects = forms.MultipleChoiceField(
        label=_("Do the rows tell of any of these?"),
        help_text=_("Tick nothing if they tell of none."),
        choices=SUBJECTS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    neighbour = forms.ChoiceField(
        label=_("Could a neighbour recognise somebody from the place and the group?"),
        help_text=_("Such as: the only young widow in a village."),
        choices=CERTAINTY,
        widget=forms.RadioSelect,
    )
    listed = forms.ChoiceField(
        label=_("Is there a list outside that names these people?"),
        help_text=_("Voters, members, patients, pupils, staff."),
        choices=CERTAINTY,
        widget=forms.RadioSelect,
    )
    topic = forms.ChoiceField(
        label=_("How strictly they are protected"), choices=TOPICS, required=False
    )
    minimum = forms.IntegerField(
        label=_("The smallest group that may be shown"),
        help_text=_("Empty: as the answers ask for."),
        required=False,
        min_value=0,
        max_value=1_000_000,
    )
    because = forms.CharField(
        label=_("If that hides less: why is it safe?"),
        help_text=_("It is kept with your name."),
        required=False,
        max_length=2_000,
        widget=Lines(2),
    )

    def __init__(self, data: Any, *, study: Study) -> None:
        super().__init__(data, initial=_initial(asked.last(study)))
        self.study = study

    def answers(self) -> disclosure.Harm:
        """The five."""
        typed = self.cleaned_data
        return disclosure.Harm(
            who=typed["who"],
            by=frozenset(typed["by"]),
            subjects=frozenset(typed["subjects"]),
            neighbour=typed["neighbour"],
            listed=typed["listed"],
        )

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if self.errors:
            return typed
        usual = disclosure.proposed(self.answers())
        minimum = usual.minimum if typed["minimum"] is None else typed["minimum"]
        rules = disclosure.rules_for(typed["topic"] or usual.topic, minimum=minimum)
        if asked.hides_less(self.study, rules, self.answers()) and not typed["because"].strip():
            self.add_error("because", self._why_asked(usual))
        return typed

    def _why_asked(self, usual: disclosure.Policy) -> str:
        before = asked.last(self.study)
        if before is not None and disclosure.is_looser(usual, than=asked.chosen(before)):
            words = _("This hides less than was chosen before. Say why that is safe.")
        else:
            words = _("This hides less than your answers ask for. Say why that is safe.")
        return str(words)


def _initial(before: Harm | None) -> dict[str, Any]:
    if before is None:
        return {}
    answers = asked.answered(before)
    usual = disclosure.proposed(answers)
    return {
        **before.answers,
        "topic": before.topic if before.topic != usual.topic else "",
        "minimum": before.minimum if before.minimum != usual.minimum else None,
        "because": before.because,
    }
