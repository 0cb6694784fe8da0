"""Questions about one finding: what counts, how its sentence goes on, for which groups."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from datashift.estimates.estimate import Quantity
from datashift.harmonise.vocabulary import answer as yes_or_no
from datashift.kit.text import fold
from datashift.studies import Specification
from datashift.studies.specification import Indicator, Variable
from datashift.web.evidence.forms.questions.question import Question, explained
from datashift.web.evidence.queries.asking import About, sentence_so_far
from datashift.web.evidence.queries.columns import Counted

MEASURES = (
    ("proportion", _("A share"), _("How many of all; you say which values count as yes.")),
    ("mean", _("An average"), _("Of a column of numbers.")),
    ("total", _("A sum"), _("Of a column of numbers.")),
    ("count", _("How many rows"), _("Simply counted; no column is needed.")),
)
SHARES = {"yes": 1, "no": 0, "out": None}


def identifier(text: str) -> str:
    """A short name from words, for the study's text and for addresses."""
    return re.sub(r"[^0-9a-z]+", "_", fold(text)).strip("_")[:60] or "finding"


class Counts(Question):
    key = "counts"
    heading = _("What do you want to know?")
    lead = _("Choose what is computed, and from which column.")
    why = _("One finding says one thing. You can add another afterwards.")
    template = "counts"
    of_finding = True

    measure = forms.ChoiceField(
        label=_("What is computed?"),
        choices=lazy(lambda: explained(MEASURES), list),
        widget=forms.RadioSelect,
    )
    column = forms.ChoiceField(label=_("From which column?"), required=False)

    @classmethod
    def initial_of(cls, about: About) -> dict[str, Any]:
        return {"measure": about.indicator.measure, "column": source_of(about) or ""}

    def prepare(self) -> None:
        likely = [one["column"] for one in self.about.suggested("outcome")]
        others = [each["name"] for each in self.about.columns if each["name"] not in likely]
        groups: list[tuple[Any, Any]] = [("", _("None"))]
        if likely:
            groups.append((_("These look like answers"), [(name, name) for name in likely]))
        groups.append((_("Columns"), [(name, name) for name in others]))
        self.choose("column", groups)
        if "column" in self.chosen:
            self.initial.update(measure=self.chosen.get("measure"), column=self.chosen["column"])

    @property
    def values(self) -> list[dict[str, Any]]:
        """The values of the column with their counts, and what each counts as."""
        found = self.counted
        if found is None:
            return []
        sent = self.data if self.is_bound else {}
        said = mapping_of(self.about, found.name)
        return [
            {
                "name": f"value-{place}",
                "text": one.text,
                "count": one.count,
                "percent": 100 * one.share,
                "counts_as": sent.get(f"value-{place}") or _counts_as(one.text, said),
            }
            for place, one in enumerate(found.values)
        ]

    @property
    def counted(self) -> Counted | None:
        """The chosen column with its values counted."""
        name = self["column"].value()
        return self.about.counted(name) if name else None

    @property
    def measured(self) -> str:
        return str(self["measure"].value() or "")

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        measure, found = typed.get("measure"), self.counted
        if measure in {"mean", "total", "proportion"} and found is None:
            self.add_error("column", _("Choose a column."))
        elif measure in {"mean", "total"} and found is not None and not found.is_number:
            self.add_error("column", _("This column does not hold numbers."))
        elif measure == "proportion" and found is not None:
            if not found.values:
                self.add_error(
                    "column", _("It has too many different values to choose from one by one.")
                )
            elif not any(one["counts_as"] == "yes" for one in self.values):
                self.add_error("column", _("Say which of its values count as yes."))
        return typed

    def applied(self) -> Specification:
        measure: Quantity = self.cleaned_data["measure"]
        said, indicator = self.about.said, self.about.indicator
        variables = dict(said.variables)
        of = self.cleaned_data["column"] or None
        if measure == "proportion":
            of = self._variable_name(indicator)
            answers = {one["text"]: SHARES[one["counts_as"]] for one in self.values}
            variables[of] = Variable(source=self.cleaned_data["column"], mapping=answers)
        changed = indicator.model_copy(
            update={"measure": measure, "of": None if measure == "count" else of}
        )
        said = self.with_indicator(said.model_copy(update={"variables": variables}), changed)
        return without_unused(said, indicator.of)

    def _variable_name(self, indicator: Indicator) -> str:
        """The variable that was used before when it is from the same column, or a new one."""
        variables = self.about.said.variables
        before = variables.get(indicator.of or "")
        if indicator.of and before is not None and before.source == self.cleaned_data["column"]:
            return indicator.of
        taken = {*variables, *(each["name"] for each in self.about.columns)}
        start = name = f"{identifier(self.cleaned_data['column'])}_yes"
        number = 2
        while name in taken:
            name = f"{start}_{number}"
            number += 1
        return name

    @classmethod
    def answer(cls, about: About) -> str:
        labels = {key: str(label) for key, label, _meaning in MEASURES}
        indicator = about.indicator
        parts = [labels.get(indicator.measure, indicator.measure), source_of(about) or ""]
        if indicator.measure == "proportion":
            said = mapping_of(about, source_of(about) or "") or {}
            parts.append(", ".join(text for text, value in said.items() if value == 1))
        return " · ".join(filter(None, parts))

    @classmethod
    def guess(cls, about: About) -> str:
        return about.why(source_of(about)) or str(_("No column looks like an answer."))


def source_of(about: About) -> str | None:
    """The column of the file that the finding is computed from."""
    of = about.indicator.of
    variable = about.said.variables.get(of) if of is not None else None
    return variable.source if variable is not None else of


def mapping_of(about: About, column: str) -> dict[str, Any] | None:
    """What the values of a column count as: in the study, or as guessed from their words."""
    variable = about.said.variables.get(about.indicator.of or "")
    if variable is not None and variable.source == column and variable.mapping is not None:
        return {str(key): value for key, value in variable.mapping.items()}
    guessed = [one for one in about.suggested("outcome") if one["column"] == column]
    return dict(guessed[0]["detail"].get("map", {})) if guessed else None


def _counts_as(text: str, said: dict[str, Any] | None) -> str:
    if said is not None:
        value = said.get(text)
        return "yes" if value == 1 else "no" if value == 0 else "out"
    return "yes" if yes_or_no(text) == 1 else "no"


def without_unused(said: Specification, name: str | None) -> Specification:
    """The study without a variable that no finding speaks of any more."""
    if name is None or name not in said.variables or name in _spoken_of(said):
        return said
    kept = {key: value for key, value in said.variables.items() if key != name}
    return said.model_copy(update={"variables": kept})


def _spoken_of(said: Specification) -> set[str]:
    design = said.design
    words = {design.strata, design.weight, design.population, *design.cluster}
    for one in said.indicators:
        words |= {one.of, one.over, one.per.column if one.per else None}
        words |= {word for group in one.by for word in group}
    texts = [said.data.where, *(one.expression for one in said.variables.values())]
    words |= {word for text in texts if text for word in re.findall(r"\w+", text)}
    return {word for word in words if word}


class Sentence(Question):
    key = "sentence"
    heading = _("How does the sentence go on?")
    lead = _("A finding is one sentence that anybody can repeat.")
    why = _("People remember sentences, and share them. Numbers alone they forget.")
    unsure = _("Nobody but you can say it.")
    template = "sentence"
    of_finding = True

    sentence = forms.CharField(
        label=_("The sentence goes on"),
        max_length=200,
        help_text=_("Such as: water points work; households have no latrine."),
    )
    title = forms.CharField(
        label=_("A title for lists"),
        max_length=200,
        help_text=_("What was measured, without the number. Such as: water points that work."),
    )
    unit_words = forms.CharField(
        label=_("Counted in what?"),
        required=False,
        max_length=60,
        help_text=_("Such as: minutes, hours, shillings."),
    )

    @classmethod
    def initial_of(cls, about: About) -> dict[str, Any]:
        indicator = about.indicator
        plain = cls.is_guess(about) and not indicator.sentence
        title = "" if plain and indicator.title == source_of(about) else indicator.title
        return {
            "sentence": indicator.sentence,
            "title": title,
            "unit_words": indicator.unit_words,
        }

    def prepare(self) -> None:
        if self.about.indicator.measure in {"proportion", "count"}:
            del self.fields["unit_words"]

    @property
    def preview(self) -> str:
        """The headline with what was typed, from the rows as they stand."""
        sentence = str(self["sentence"].value() or "…").strip()
        title = str(self["title"].value() or "")
        words = str(self["unit_words"].value() or "") if "unit_words" in self.fields else ""
        return sentence_so_far(self.about, title=title, sentence=sentence, unit_words=words)

    def applied(self) -> Specification:
        indicator, said = self.about.indicator, self.about.said
        changed = indicator.model_copy(update=self.cleaned_data)
        if self.is_guess(self.about):
            changed = changed.model_copy(update={"id": self._free_id(changed.title)})
        return self.with_indicator(said, changed)

    def _free_id(self, title: str) -> str:
        """The finding's part of its address: from its title, once, when it is first named."""
        number = self.about.number
        taken = {one.id for i, one in enumerate(self.about.said.indicators, 1) if i != number}
        name, start, more = identifier(title), identifier(title), 2
        while name in taken:
            name, more = f"{start}_{more}", more + 1
        return name

    @classmethod
    def answer(cls, about: About) -> str:
        return f"… {about.indicator.sentence}" if about.indicator.sentence else ""

    @classmethod
    def is_open(cls, about: About) -> bool:
        return not about.indicator.sentence


class Groups(Question):
    key = "groups"
    heading = _("For which groups?")
    lead = _("Besides the figure for everybody.")
    why = _("The average hides who is left behind. But small groups will be hidden.")
    unsure = _("These are the groups that the file's columns allow.")
    template = "groups"
    of_finding = True

    groups = forms.MultipleChoiceField(
        label=_("Groups"), required=False, widget=forms.CheckboxSelectMultiple
    )
    within = forms.BooleanField(
        label=_("Each of these groups within each place, too"),
        required=False,
        help_text=_("Many more figures; some of them will be hidden."),
    )

    @classmethod
    def initial_of(cls, about: About) -> dict[str, Any]:
        by = about.indicator.by
        if cls.is_guess(about) and by == ((),) and about.said.place:
            return {"groups": ["place"] if _has_areas(about) else [], "within": False}
        return {
            "groups": [group[0] for group in by if len(group) == 1],
            "within": any(len(group) == 2 and "place" in group for group in by),
        }

    def prepare(self) -> None:
        self.choose("groups", group_choices(self.about))
        if not _has_areas(self.about):
            del self.fields["within"]

    def applied(self) -> Specification:
        chosen: list[str] = self.cleaned_data["groups"]
        about, indicator = self.about, self.about.indicator
        by: list[tuple[str, ...]] = [(), *((word,) for word in chosen)]
        if self.cleaned_data.get("within"):
            by += [("place", word) for word in chosen if word not in {"place", "time"}]
        offered = {key for key, _label in group_choices(about)}
        # Groups that only the text can make stay as they are.
        by += [
            group
            for group in indicator.by
            if group not in by and (len(group) > 2 or not offered.issuperset(group))
        ]
        said = about.said.model_copy(
            update={"variables": {**about.said.variables, **_coded(about, chosen)}}
        )
        return self.with_indicator(said, indicator.model_copy(update={"by": tuple(by)}))

    @classmethod
    def answer(cls, about: About) -> str:
        labels = {key: str(label) for key, label in group_choices(about)}
        shown = [
            " × ".join(labels.get(word, word) for word in group)
            for group in about.indicator.by
            if group
        ]
        return ", ".join(shown) or str(_("everybody together"))


_CODED = (("SEX", _("Women and men")), ("AGE", _("Age")), ("URBANISATION", _("Town and country")))
_MOST_GROUPS = 40


def group_choices(about: About) -> list[tuple[str, Any]]:
    """Groups the rows can be told apart by: place, time, sex, age, town, columns with few values."""
    choices: list[tuple[str, Any]] = []
    if _has_areas(about):
        level = about.said.place.level if about.said.place else None
        choices.append(("place", _("Each %(area)s") % {"area": level or _("place")}))
    if about.said.time is not None and about.said.time.column is not None:
        choices.append(("time", _("Each year or period")))
    coded = {one["role"]: one for one in about.suggested("SEX", "AGE", "URBANISATION")}
    used = set()
    for role, label in _CODED:
        if role in about.said.variables or coded.get(role, {}).get("detail", {}).get("map"):
            variable = about.said.variables.get(role)
            source = variable.source if variable else coded[role]["column"]
            used.add(source)
            choices.append((role, f"{label} ({source})" if source else label))
    spoken = {word for group in about.indicator.by for word in group}
    used |= {source_of(about), about.said.place.column if about.said.place else None}
    for each in about.columns:
        few = each["kind"] in {"text", "boolean"} and 1 < _different(each) <= _MOST_GROUPS
        if each["name"] in spoken or (few and each["name"] not in used):
            choices.append((each["name"], each["name"]))
    return choices


def _different(column: dict[str, Any]) -> int:
    return int(column.get("different") or 0)


def _has_areas(about: About) -> bool:
    place = about.said.place
    return place is not None and bool(place.column or place.longitude)


def _coded(about: About, chosen: list[str]) -> dict[str, Variable]:
    """Variables for sex, age and town that were chosen and that the study does not have yet."""
    found: dict[str, Variable] = {}
    for one in about.suggested("SEX", "AGE", "URBANISATION"):
        role = one["role"]
        if role in chosen and role not in about.said.variables and role not in found:
            found[role] = Variable(source=one["column"], mapping=one["detail"]["map"])
    return found
