"""When a question is asked: lines of "this question" and "this answer", all or any of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from datashift.questionnaires.drafting import conditions, texts
from datashift.questionnaires.drafting.conditions import Clause, Condition, Join, Verb
from datashift.questionnaires.marks import apart
from datashift.questionnaires.questionnaire import Group, Question, Questionnaire, walk

SPARE = 2
SHORT = 34  # letters of a question in a line: what is chosen must fit a phone
MOST = 40
_TYPED = frozenset({"is", "is_not", "more", "less", "at_least", "at_most"})


class ChangeCondition(forms.Form):
    """Ask only if. A line is a question with what is said of its answer, and a value if need be."""

    joined = forms.ChoiceField(
        label=_("How many of these lines must be so?"),
        choices=[("and", _("All of them")), ("or", _("Any of them"))],
        widget=forms.RadioSelect,
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        item: Question | Group,
        form: Questionnaire,
        language: str,
    ) -> None:
        found = conditions.read(item.relevant)
        condition = found or conditions.ALWAYS
        super().__init__(data, initial={"joined": condition.joined}, label_suffix="")
        self.had = condition.clauses
        self.item, self.by_hand = item, item.relevant if found is None else ""
        self.asked = {each.name: each for each in _before(form, item)}
        self.kinds = {each.name: each.kind for each in form.questions}
        offered = list(_offered(self.asked.values(), language))
        self.count = self._count(condition)
        for row in range(self.count):
            clause = condition.clauses[row] if row < len(condition.clauses) else None
            self._row(row, clause, offered)

    def _count(self, condition: Condition) -> int:
        said = str(self.data.get("rows", ""))
        return min(int(said[:9]), MOST) if said.isdecimal() else len(condition.clauses) + SPARE

    def _row(self, row: int, clause: Clause | None, offered: list[Any]) -> None:
        what, value = _said(clause, self.asked) if clause else ("", "")
        known = {key for _name, group in offered for key, _words in group}
        lost = [(what, _("A question or an answer that is no longer there"))]
        self.fields[f"what-{row}"] = forms.ChoiceField(
            label=_("If …"),
            required=False,
            initial=what,
            choices=[
                ("", _("No condition")),
                *offered,
                *(lost if what and what not in known else []),
            ],
        )
        self.fields[f"value-{row}"] = forms.CharField(
            label=_("… this"), required=False, max_length=200, initial=value
        )

    @property
    def lines(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"what-{row}"], self[f"value-{row}"]) for row in range(self.count)]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for row in range(self.count):
            clause = self._clause(row)
            on = self.asked.get(clause.question) if clause else None
            if clause in self.had:
                continue  # what was there may stay, and is noticed elsewhere
            if clause and (on is None or conditions.faults(clause, on)):
                self.add_error(f"value-{row}", _fault(on))
        return found

    def _clause(self, row: int) -> Clause | None:
        what = self.cleaned_data.get(f"what-{row}", "")
        if not what:
            return None
        name, verb, *choice = what.split(" ", 2)
        value = choice[0] if choice else str(self.cleaned_data.get(f"value-{row}", "")).strip()
        return Clause(name, cast("Verb", verb), "" if verb in {"answered", "unanswered"} else value)

    def applied(self) -> str:
        """The expression; what was written by hand stays where nothing else is said."""
        clauses = [clause for row in range(self.count) if (clause := self._clause(row))]
        if not clauses and self.by_hand and not self.data.get("always"):
            return self.by_hand
        joined: Join = "or" if self.cleaned_data["joined"] == "or" and len(clauses) > 1 else "and"
        return conditions.written(Condition(tuple(clauses), joined), self.kinds)


def _before(form: Questionnaire, item: Question | Group) -> Iterable[Question]:
    """Questions asked before it whose answer it can see: none of a repeat that it is not in."""
    repeats = [group.path for group in form.repeats]
    for each in walk(form.contents):
        if each.path == item.path:
            return
        hidden = any(
            each.path.startswith(f"{path}/") and not item.path.startswith(f"{path}/")
            for path in repeats
        )
        if isinstance(each, Question) and not hidden and conditions.verbs(each):
            yield each


def _offered(asked: Iterable[Question], language: str) -> Iterable[tuple[str, list[Any]]]:
    """By question, what can be said of its answer."""
    chosen = {
        "is": gettext("“%(question)s” is “%(answer)s”"),
        "is_not": gettext("“%(question)s” is not “%(answer)s”"),
        "has": gettext("“%(question)s” has “%(answer)s” among its answers"),
        "has_not": gettext("“%(question)s” has not “%(answer)s” among its answers"),
    }
    typed = {
        "is": gettext("“%(question)s” is …"),
        "is_not": gettext("“%(question)s” is not …"),
        "more": gettext("“%(question)s” is more than …"),
        "less": gettext("“%(question)s” is less than …"),
        "at_least": gettext("“%(question)s” is … or more"),
        "at_most": gettext("“%(question)s” is … or less"),
        "answered": gettext("“%(question)s” has an answer"),
        "unanswered": gettext("“%(question)s” has no answer"),
    }
    for question in asked:
        words, found = apart(texts.named(question, language)), []
        said = {"question": Truncator(words).chars(SHORT)}
        for verb in conditions.verbs(question):
            if question.choices and verb in chosen:
                for choice in question.choices:
                    said["answer"] = apart(texts.words(choice.labels, language)) or choice.name
                    found.append((f"{question.name} {verb} {choice.name}", chosen[verb] % said))
            elif verb in typed:
                found.append((f"{question.name} {verb}", typed[verb] % said))
        yield words, found


def _said(clause: Clause, asked: dict[str, Question]) -> tuple[str, str]:
    """A clause as its line's two fields."""
    on = asked.get(clause.question)
    if clause.verb in {"answered", "unanswered"}:
        return f"{clause.question} {clause.verb}", ""
    if clause.verb in _TYPED and not (on and on.choices):
        return f"{clause.question} {clause.verb}", clause.value
    return f"{clause.question} {clause.verb} {clause.value}", ""


def _fault(on: Question | None) -> str:
    if on is None:
        return gettext("This question is no longer there.")
    if on.kind in {"integer", "decimal", "range"}:
        return gettext("Write a number.")
    if on.kind in {"date", "today"}:
        return gettext("Write a day as 2026-01-31.")
    return gettext("Write which answer.")
