"""Questions about the whole study: what a row is, how rows came about, who could be hurt."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from datashift.studies import Specification
from datashift.studies.weighting.declared import Design
from datashift.web.accounts.forms import Language
from datashift.web.evidence.forms.questions.question import Lines, Question, explained
from datashift.web.evidence.queries.asking import About

SAMPLINGS = (
    ("register", _("We listed every one we found"), _("A register: of pumps, schools, cases.")),
    ("census", _("We counted all there are"), _("Nobody and nothing was left out.")),
    ("volunteer", _("Whoever wanted answered"), _("Or those we could reach: most careful.")),
    (
        "probability",
        _("They were drawn by lot"),
        _("Each had a known chance. Only then can a range be earned."),
    ),
    ("sensor", _("Devices measured it"), _("Nobody was asked.")),
)


class Rows(Question):
    key = "rows"
    heading = _("What is one row?")
    lead = _("Each row of your file is one of something. Say it in the singular.")
    why = _("It is how your finding speaks: 54 in 100 water points, not 54 % of records.")
    unsure = _("The file does not say what its rows are.")

    unit = forms.CharField(
        label=_("One row is one"), max_length=60, help_text=_("Such as: water point, household.")
    )
    title = forms.CharField(
        label=_("What is the study called?"),
        max_length=200,
        help_text=_("What was counted, and where. Everybody reads it."),
    )

    @classmethod
    def initial_of(cls, about: About) -> dict[str, Any]:
        unit = "" if about.said.unit == "row" else about.said.unit
        return {"unit": unit, "title": about.said.title}

    def applied(self) -> Specification:
        return self.about.said.model_copy(update=self.cleaned_data)

    @classmethod
    def answer(cls, about: About) -> str:
        return "" if cls.is_open(about) else about.said.unit

    @classmethod
    def is_open(cls, about: About) -> bool:
        return about.said.unit == "row"


class Sampled(Question):
    key = "design"
    heading = _("How did the rows come about?")
    lead = _("Choose what comes closest. If you are unsure, choose the more careful one.")
    why = _("It decides whether a range can be given. A range that was not earned misleads.")
    unsure = _("No file says how its rows were chosen, so this is the most careful answer.")
    template = "design"

    sampling = forms.ChoiceField(
        label=_("How did the rows come about?"),
        choices=lazy(lambda: explained(SAMPLINGS), list),
        widget=forms.RadioSelect,
    )
    weight = forms.ChoiceField(
        label=_("Weight"),
        required=False,
        help_text=_("How many each row stands for."),
    )
    strata = forms.ChoiceField(
        label=_("Strata"),
        required=False,
        help_text=_("The groups within which lots were drawn."),
    )
    cluster = forms.ChoiceField(
        label=_("Cluster"),
        required=False,
        help_text=_("The villages or areas that were drawn first."),
    )
    population = forms.ChoiceField(
        label=_("Size of the stratum"),
        required=False,
        help_text=_("How many there are in all, drawn or not; seldom known."),
    )

    @classmethod
    def initial_of(cls, about: About) -> dict[str, Any]:
        design = about.said.design
        if cls.is_guess(about):
            guessed = {
                role: about.suggested(role)[0]["column"]
                for role in ("weight", "strata", "cluster")
                if about.suggested(role)
            }
        else:
            guessed = {}
        return {
            "sampling": design.sampling,
            "weight": design.weight or guessed.get("weight", ""),
            "strata": design.strata or guessed.get("strata", ""),
            "cluster": (design.cluster[0] if design.cluster else "") or guessed.get("cluster", ""),
            "population": design.population or "",
        }

    def prepare(self) -> None:
        self.choose("strata", self.columns())
        self.choose("cluster", self.columns())
        for name in ("weight", "population"):
            self.choose(name, self.columns("integer", "number"))

    def applied(self) -> Specification:
        typed = self.cleaned_data
        before = self.about.said.design
        update: dict[str, Any] = {"sampling": typed["sampling"]}
        if typed["sampling"] == "probability":
            stages = before.cluster[1:] if before.cluster[:1] == (typed["cluster"],) else ()
            update |= {
                "weight": typed["weight"] or None,
                "strata": typed["strata"] or None,
                "population": typed["population"] or None,
                "cluster": (typed["cluster"], *stages) if typed["cluster"] else (),
            }
        else:
            update |= {"strata": None, "population": None, "cluster": ()}
        design: Design = before.model_copy(update=update)
        return self.about.said.model_copy(update={"design": design})

    @classmethod
    def answer(cls, about: About) -> str:
        labels = {key: str(label) for key, label, _meaning in SAMPLINGS}
        return labels[about.said.design.sampling]


class Hurt(Question):
    """Five questions of their own, whose answers are kept with who gave them: see `forms.harm`."""

    key = "protect"
    page = "evidence:harm"
    heading = _("Could anyone be hurt?")
    unsure = _("Nobody has said yet who could be hurt.")

    @classmethod
    def initial_of(cls, about: About) -> dict[str, Any]:
        del about
        return {}

    def applied(self) -> Specification:
        return self.about.said

    @classmethod
    def answer(cls, about: About) -> str:
        return str(
            _("Groups smaller than %(minimum)s are hidden")
            % {"minimum": about.said.protect.rules().minimum}
        )

    @classmethod
    def is_guess(cls, about: About) -> bool:
        return super().is_guess(about) or not about.study.harms.exists()


LICENCES = (
    ("CC-BY-4.0", _("Free to use, if you are named"), "CC-BY-4.0"),
    ("CC-BY-SA-4.0", _("Free to use, if you are named and it stays free"), "CC-BY-SA-4.0"),
    ("CC0-1.0", _("Free to use by anyone, without a condition"), "CC0-1.0"),
    ("ODbL-1.0", _("Free as a database, if it stays open"), "ODbL-1.0"),
    ("other", _("Another licence"), _("Write its name below.")),
)


class Credit(Question):
    key = "credit"
    heading = _("Who counted, and who may use it?")
    lead = _("It stands beside every figure.")
    why = _("A number without a source is a rumour; without a licence nobody may print it.")
    unsure = _("Your organisation is named; the licence is yours to choose.")
    template = "credit"

    producer = forms.CharField(label=_("Who counted?"), max_length=300)
    licence = forms.ChoiceField(
        label=_("Who may use it?"),
        choices=lazy(lambda: explained(LICENCES), list),
        widget=forms.RadioSelect,
    )
    other = forms.CharField(label=_("Name of the licence"), required=False, max_length=200)
    description = forms.CharField(
        label=_("What should a careful reader know?"),
        required=False,
        max_length=5_000,
        help_text=_("How it was done, and what went wrong. Two sentences are enough."),
        widget=Lines(3),
    )
    language = Language(
        label=_("In which language is all this written?"),
        help_text=_(
            "The titles too. Pages in other languages mark your words, so that programs that read aloud say them right."
        ),
    )

    @classmethod
    def initial_of(cls, about: About) -> dict[str, Any]:
        said = about.said
        usual = {key for key, _label, _meaning in LICENCES}
        licence = said.licence if said.licence in usual else ("other" if said.licence else "")
        return {
            "producer": said.producer,
            "licence": licence,
            "other": said.licence if licence == "other" else "",
            "description": said.description,
            # Where nobody answered yet, the language of the page is offered.
            **({"language": said.language} if said.language or said.licence else {}),
        }

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if typed.get("licence") == "other" and not typed.get("other"):
            self.add_error("other", _("Give its name."))
        return typed

    def applied(self) -> Specification:
        typed = self.cleaned_data
        licence = typed["other"] if typed["licence"] == "other" else typed["licence"]
        update = {
            "producer": typed["producer"],
            "licence": licence,
            "description": typed["description"].replace("\r\n", "\n"),
            "language": typed["language"],
        }
        return self.about.said.model_copy(update=update)

    @classmethod
    def answer(cls, about: About) -> str:
        parts = [about.said.producer, about.said.licence or str(_("no licence yet"))]
        return ", ".join(filter(None, parts))

    @classmethod
    def is_open(cls, about: About) -> bool:
        return not about.said.licence
