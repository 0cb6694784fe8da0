"""A question: its words in all languages side by side, its answers, its limits, its meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from datashift.kit.language import whole
from datashift.kit.problem import Problem
from datashift.questionnaires import concepts
from datashift.questionnaires.drafting import choices, kinds, limits
from datashift.questionnaires.drafting.limits import Limits
from datashift.questionnaires.questionnaire import Choice, Group, Question, Questionnaire, Texts
from datashift.web.builder.queries import board, words

SPARE = 3  # empty lines for more answers
MOST = 500
CODES = [("", _("It does not count")), ("1", _("It counts as yes")), ("0", _("It counts as no"))]
_SIMPLE = {"", "true()", "false()"}


@dataclass(frozen=True)
class Said:
    """The fields of one text, a field for each language."""

    label: str
    fields: list[forms.BoundField]
    code: forms.BoundField | None = None
    number: int = 0
    last: bool = False


class ChangeItem(forms.Form):
    """Change a question or a group."""

    def __init__(
        self, data: QueryDict | None, *, item: Question | Group, form: Questionnaire
    ) -> None:
        super().__init__(data, label_suffix="")
        self.item, self.form, self.languages = item, form, board.languages(form)
        self._text("label", item.labels)
        if isinstance(item, Question):
            self._question(item)

    def _question(self, item: Question) -> None:
        self._text("hint", item.hints)
        if item.kind != "note" and item.required in _SIMPLE:
            self.fields["required"] = forms.BooleanField(
                label=_("It must be answered"),
                required=False,
                initial=item.required == "true()",
            )
        if self.chooses:
            self._answers(item)
        if self.limits is not None:
            self._limits(item, self.limits)
        if self.measures:
            self._meaning(item)

    @property
    def chooses(self) -> bool:
        """Whether its answers stand in the questionnaire itself."""
        item = self.item
        if not isinstance(item, Question) or item.kind not in {
            "select_one",
            "select_multiple",
            "rank",
        }:
            return False
        return not item.choices_file and not item.choice_list.startswith("${")

    @property
    def limits(self) -> Limits | None:
        """Its limits, where plain words reach."""
        item = self.item
        if not isinstance(item, Question) or not limits.limited(item):
            return None
        return limits.read(item.constraint, item.kind)

    @property
    def measures(self) -> bool:
        """Whether its answers can give a figure."""
        item = self.item
        numbers = {"integer", "decimal"}
        return self.chooses or (isinstance(item, Question) and item.kind in numbers)

    def _text(self, name: str, said: Texts) -> None:
        for at, language in enumerate(self.languages):
            self.fields[f"{name}-{at}"] = forms.CharField(
                label=language.words,
                required=False,
                max_length=2000,
                initial=said.get(language.name, ""),
                widget=_widget(name, said.get(language.name, ""), language.code),
            )

    def _answers(self, item: Question) -> None:
        self.rows = self._count(item)
        for row in range(self.rows):
            choice = item.choices[row] if row < len(item.choices) else None
            self._text(f"answer-{row}", choice.labels if choice else {})
            self.fields[f"answer-{row}-was"] = forms.IntegerField(
                required=False, initial=row if choice else None, widget=forms.HiddenInput
            )
            known = dict(CODES)
            code = choice.code if choice else ""
            offered = CODES if code in known else [*CODES, (code, code)]
            self.fields[f"answer-{row}-code"] = forms.ChoiceField(
                label=_("What it means"), choices=offered, required=False, initial=code
            )

    def _count(self, item: Question) -> int:
        said = str(self.data.get("rows", ""))
        return min(int(said[:9]), MOST) if said.isdecimal() else len(item.choices) + SPARE

    def _limits(self, item: Question, found: Limits) -> None:
        low, high = _limit_labels(item.kind)
        kind = "date" if item.kind == "date" else "text"
        for name, label, value in (("least", low, found.least), ("most", high, found.most)):
            self.fields[name] = forms.CharField(
                label=label,
                required=False,
                max_length=22,
                initial=value,
                widget=forms.TextInput(attrs={"type": kind, "inputmode": "decimal"}),
            )
        if item.kind == "date":
            self.fields["past"] = forms.BooleanField(
                label=_("Not in the future"), required=False, initial=found.past
            )
        self._text("message", item.constraint_messages)

    def _meaning(self, item: Question) -> None:
        found = _wanted(item)
        self.fields["sdg"] = forms.CharField(
            label=_("Which SDG indicator does it give?"),
            required=False,
            max_length=10,
            initial=found.sdg if found else "",
            help_text=_("Its code, such as 6.1.1. Leave it empty if it gives none."),
        )
        self.fields["match"] = forms.ChoiceField(
            label=_("How near is it to the indicator?"),
            choices=list(words.MATCHES.items()),
            required=False,
            initial=found.match if found else "proxy",
        )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if self.item.labels and not self._said("label", self.item.labels):
            self.add_error("label-0", _("A question needs words in one language at least."))
        if isinstance(self.item, Question) and self.limits is not None:
            bounds = self._bounds()
            if limits.faults(bounds, self.item.kind):
                self.add_error("least", _("No answer can be within these limits."))
        if code := found.get("sdg"):
            try:
                concepts.wanted(Questionnaire("", contents=(_indicated(self.item, code),)))
            except Problem:
                self.add_error("sdg", _("There is no indicator with this code."))
        return found

    def applied(self) -> Question | Group:
        """The question as it was written here."""
        item = self.item
        labels = self._said("label", item.labels)
        if isinstance(item, Group):
            return replace(item, labels=labels)
        item = replace(item, labels=labels, hints=self._said("hint", item.hints))
        if "required" in self.fields:
            if self.cleaned_data.get("required"):
                item = replace(item, required="true()")
            elif item.required == "true()":
                item = replace(item, required="")
        if self.chooses:
            item = choices.offering(item, self._offered())
        if self.limits is not None:
            if self._bounds() != self.limits:
                item = replace(item, constraint=limits.written(self._bounds(), item.kind))
            item = replace(
                item, constraint_messages=self._said("message", item.constraint_messages)
            )
        return self._meant(item) if self.measures else item

    def _said(self, name: str, before: Texts) -> Texts:
        """What was written, and what there was in languages that are not shown here."""
        shown = {language.name for language in self.languages}
        kept = {language: text for language, text in before.items() if language not in shown}
        return kept | {
            language.name: text
            for at, language in enumerate(self.languages)
            if (text := _lines(self.cleaned_data.get(f"{name}-{at}", "")))
        }

    def _offered(self) -> list[choices.Offered]:
        found = []
        for row in range(self.rows):
            was = self.cleaned_data.get(f"answer-{row}-was")
            had = self._had(was)
            labels = self._said(f"answer-{row}", had.labels if had else {})
            if labels or (had and not had.labels):  # a picture may be all there is
                code = self.cleaned_data.get(f"answer-{row}-code", "")
                found.append(choices.Offered(labels, code, was))
        return found

    def _had(self, was: int | None) -> Choice | None:
        offered = self.item.choices if isinstance(self.item, Question) else ()
        return offered[was] if was is not None and was < len(offered) else None

    def _bounds(self) -> Limits:
        said = self.cleaned_data
        least, most = str(said.get("least", "")).strip(), str(said.get("most", "")).strip()
        return Limits(least, most, bool(said.get("past")))

    def _meant(self, item: Question) -> Question:
        code = self.cleaned_data.get("sdg", "")
        match = self.cleaned_data.get("match") or "proxy"
        before = _wanted(item)
        if not code:
            return item if before is None else replace(item, indicator="")
        if before and (before.sdg, before.match) == (code, match):
            return item
        concept = item.concept or item.name.upper()
        measure = " mean" if item.kind in {"integer", "decimal"} else ""
        return replace(item, concept=concept, indicator=f"{code} {match}{measure}")

    # What the template asks for.

    @property
    def labels(self) -> Said:
        of_group = isinstance(self.item, Group)
        return self._fields(
            "label", gettext("What is it called?") if of_group else gettext("The question")
        )

    @property
    def hints(self) -> Said | None:
        return self._fields("hint", gettext("A hint below it")) if "hint-0" in self.fields else None

    @property
    def messages(self) -> Said | None:
        label = gettext("What people read when it is not so")
        return self._fields("message", label) if "message-0" in self.fields else None

    @property
    def answers(self) -> list[Said]:
        if not self.chooses:
            return []
        return [
            replace(
                self._fields(
                    f"answer-{row}", gettext("Answer %(number)s") % {"number": whole(row + 1)}
                ),
                code=self[f"answer-{row}-code"],
                number=row,
                last=row == self.rows - 1,
            )
            for row in range(self.rows)
        ]

    @property
    def hidden(self) -> list[forms.BoundField]:
        return [self[f"answer-{row}-was"] for row in range(self.rows)] if self.chooses else []

    def _fields(self, name: str, label: str) -> Said:
        return Said(label, [self[f"{name}-{at}"] for at in range(len(self.languages))])


def _widget(name: str, said: str, code: str) -> forms.Widget:
    """One line for an answer; more for a question, or where there are more already."""
    attributes = {"lang": code} if code else {}
    if name.startswith("answer") and "\n" not in said:
        return forms.TextInput(attrs=attributes)
    return forms.Textarea(attrs={**attributes, "rows": 2})


def _lines(typed: object) -> str:
    return str(typed).replace("\r\n", "\n").strip()


def rearranged(data: QueryDict) -> QueryDict | None:
    """What was typed with more lines, or with an answer one place up; None where it is saved."""
    changed = data.copy()
    if "more" in data:
        changed["rows"] = str(number_of(data, "rows") + SPARE)
        return changed
    row = number_of(data, "up")
    if not row:
        return None
    here, above = f"answer-{row}-", f"answer-{row - 1}-"
    for key in data:
        if key.startswith(here):
            other = key.replace(here, above, 1)
            changed[key], changed[other] = str(data.get(other, "")), str(data[key])
    return changed


def number_of(data: QueryDict, key: str) -> int:
    """What a button or a hidden field says; 0 where it says no number."""
    said = str(data.get(key, ""))
    return int(said) if said.isdecimal() and len(said) < 10 else 0


def _limit_labels(kind: str) -> tuple[str, str]:
    sentences: Mapping[str, tuple[str, str]] = {
        "date": (gettext("The first day"), gettext("The last day")),
        "text": (gettext("Letters at least"), gettext("Letters at most")),
        "select_multiple": (gettext("Answers at least"), gettext("Answers at most")),
    }
    return sentences.get(kind, (gettext("The least"), gettext("The most")))


def _wanted(item: Question) -> concepts.Wanted | None:
    try:
        return next(iter(concepts.wanted(Questionnaire("", contents=(item,)))), None)
    except Problem:
        return None


def _indicated(item: Question | Group, code: str) -> Question:
    return Question(item.name, item.name, "text", indicator=code)


class AddItem(forms.Form):
    """A new question: what kind, and its words in the first language."""

    kind = forms.ChoiceField(
        label=_("How is it answered?"), widget=forms.RadioSelect, initial="yes_no"
    )
    words = forms.CharField(label=_("What do you ask?"), max_length=2000)
    after = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1000)
    into = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1000)

    field_order = ["words", "kind", "after", "into"]

    def __init__(self, data: Any, *, form: Questionnaire, initial: Mapping[str, str]) -> None:
        super().__init__(data, initial=dict(initial))
        from django.utils.html import format_html

        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [
            (key, format_html("{}<small>{}</small>", *said)) for key, said in words.KINDS.items()
        ]
        self.form = form

    def made(self) -> Question | Group:
        """The new question."""
        labels = {self.form.languages[0]: self.cleaned_data["words"]}
        return kinds.made(self.cleaned_data["kind"], labels, self.form)
