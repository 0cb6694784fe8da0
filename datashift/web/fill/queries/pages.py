"""A questionnaire as one page: every question with its field, its condition and what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from datashift.questionnaires.drafting.conditions import Clause, read
from datashift.questionnaires.filling.filled import Fault
from datashift.questionnaires.filling.paper import MOST_TIMES, Paper, address
from datashift.questionnaires.marks import unmarked
from datashift.questionnaires.questionnaire import METADATA, Group, Question, Texts
from datashift.web.fill.queries.forms import said

MOST_OFFERS = 2_000  # of a list in a file; of a longer one the page asks for the key
LONGEST_RADIO = 12  # more choices become a list that opens
_SILENT = METADATA | {
    "calculate",
    "hidden",
    "start-geopoint",
    "background-geopoint",
    "xml-external",
}
_FIELDS = {
    "text": "text",
    "barcode": "text",
    "integer": "integer",
    "decimal": "decimal",
    "range": "decimal",
    "date": "date",
    "time": "time",
    "datetime": "datetime",
    "select_one": "choice",
    "select_multiple": "choices",
    "geopoint": "place",
    "image": "file",
    "audio": "file",
    "video": "file",
    "file": "file",
    "note": "note",
    "acknowledge": "agreed",
    "trigger": "agreed",
}
_MEDIA = {"image": "image/*", "audio": "audio/*", "video": "video/*"}
_NAMED = re.compile(r"\$\{([^}]+)\}")


@dataclass(frozen=True)
class Offer:
    """A choice as the page offers it."""

    name: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Asked:
    """A question on the page.

    Args:
        field: which field it gets; "" where this page has none for its kind.
        when: in which cases it is asked: (question, verb, answer) each, in words.
        either: one of them is enough.
        sometimes: it is asked in some cases only, which are too intricate for words.
        fault: what is wrong with the answer, with `message` where the form has words for it.
    """

    address: str
    label: str
    hint: str
    field: str
    value: str
    required: bool
    read_only: bool
    offers: tuple[Offer, ...] = ()
    long: bool = False
    accepts: str = ""
    when: tuple[tuple[str, str, str], ...] = ()
    either: bool = False
    sometimes: bool = False
    fault: str = ""
    message: str = ""

    @property
    def name(self) -> str:
        """Of its field."""
        return f"a:{self.address}"

    @property
    def id(self) -> str:
        """As an HTML id."""
        return "q-" + re.sub(r"[^\w-]", "-", self.address)

    @property
    def point(self) -> tuple[str, str]:
        """Latitude and longitude of the value."""
        parts = [*self.value.split(), "", ""]
        return parts[0], parts[1]


@dataclass(frozen=True)
class Section:
    """A group on the page; `more` is the address under which another copy is asked for."""

    label: str
    contents: tuple[Asked | Section, ...]
    more: str = ""
    number: int = 0
    when: tuple[tuple[str, str, str], ...] = ()
    either: bool = False
    sometimes: bool = False


@dataclass(frozen=True)
class Page:
    """Makes the page.

    Args:
        answers: what was typed so far, by address.
        faults: what is wrong with it.
        more: address of a repeat that should be asked once more.
        listed: name of a file with choices to their words, by what is stored.
    """

    paper: Paper
    language: str
    answers: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, Fault] = field(default_factory=dict)
    more: str = ""
    listed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def contents(self) -> tuple[Asked | Section, ...]:
        """Everything in order."""
        return tuple(self._below(self.paper.form.contents, ""))

    def faulty(self) -> tuple[Asked, ...]:
        """The questions with something wrong, in order."""
        return tuple(asked for asked in questions(self.contents()) if asked.fault)

    def left_out(self, addresses: tuple[str, ...]) -> tuple[str, ...]:
        """Labels of the questions at these addresses."""
        found = {asked.address: asked.label for asked in questions(self.contents())}
        return tuple(found[each] for each in addresses if each in found)

    def _below(
        self, contents: tuple[Question | Group, ...], above: str
    ) -> Iterator[Asked | Section]:
        for item in contents:
            own = address(above, item.name)
            if isinstance(item, Group):
                yield from self._section(item, own)
            elif item.kind not in _SILENT and (item.labels or item.hints or item.kind in _FIELDS):
                yield self._asked(item, own)

    def _section(self, group: Group, own: str) -> Iterator[Section]:
        label, condition = self._words(group.labels, own), self._condition(group.relevant)
        if not group.repeats:
            contents = tuple(self._below(group.contents, own))
            if contents:
                yield Section(label, contents, **condition)
            return
        places = self.paper.places(self.answers).get(own) or [0]
        if self.more == own and places[-1] + 1 < MOST_TIMES:
            places = [*places, places[-1] + 1]
        for number, place in enumerate(places, 1):
            contents = tuple(self._below(group.contents, f"{own}[{place}]"))
            last = own if number == len(places) and places[-1] + 1 < MOST_TIMES else ""
            yield Section(label, contents, last, number, **condition)

    def _asked(self, item: Question, own: str) -> Asked:
        value = self.answers.get(own, "" if "(" in item.default else item.default)
        fault = self.faults.get(own)
        offers = tuple(self._offers(item, value))
        kind = "text" if item.kind == "select_one" and not offers else item.kind
        return Asked(
            address=own,
            label=self._words(item.labels, own) or item.name,
            hint=self._words(item.hints, own),
            field=_FIELDS.get(kind, ""),
            value=value,
            required=item.required == "true()",
            read_only=item.read_only == "true()",
            offers=offers,
            long=len(offers) > LONGEST_RADIO or "multiline" in item.appearance,
            accepts=_MEDIA.get(item.kind, ""),
            fault=fault.value if fault else "",
            message=self._message(item, fault),
            **self._condition(item.relevant),
        )

    def _offers(self, item: Question, value: str) -> Iterator[Offer]:
        several = item.kind in {"select_multiple", "rank"}
        chosen = set(value.split()) if several else {value}
        for choice in item.choices:
            label = self._words(choice.labels, "") or choice.name
            yield Offer(choice.name, label, choice.name in chosen)
        inside = self.listed.get(item.choices_file, {})
        if len(inside) <= MOST_OFFERS:
            for name, words in inside.items():
                yield Offer(name, words, name in chosen)

    def _message(self, item: Question, fault: Fault | None) -> str:
        messages: dict[Fault | None, Texts] = {
            Fault.MISSING: item.required_messages,
            Fault.REFUSED: item.constraint_messages,
        }
        return self._words(messages.get(fault, {}), "")

    def _words(self, texts: Texts, near: str) -> str:
        """Words without marks of type, with answers where they speak of one."""

        def answer(match: re.Match[str]) -> str:
            return self._answer_to(match[1], near) or "…"

        return _NAMED.sub(answer, unmarked(said(texts, self.language))).strip()

    def _answer_to(self, name: str, near: str) -> str:
        """The nearest answer to the question of that name."""
        above = near
        while above:
            above = above.rpartition("/")[0]
            if found := self.answers.get(address(above, name)):
                return self._in_words(name, found)
        return ""

    def _in_words(self, name: str, value: str) -> str:
        for question in self.paper.form.questions:
            if question.name == name:
                for choice in question.choices:
                    if choice.name == value:
                        return self._words(choice.labels, "") or value
        return value

    def _condition(self, expression: str) -> dict[str, Any]:
        if not expression or expression == "true()":
            return {}
        found = read(expression)
        labels = {question.name: question.labels for question in self.paper.form.questions}
        if found is None or not all(labels.get(clause.question) for clause in found.clauses):
            return {"sometimes": True}
        return {"when": tuple(map(self._said, found.clauses)), "either": found.joined == "or"}

    def _said(self, clause: Clause) -> tuple[str, str, str]:
        question = next(q for q in self.paper.form.questions if q.name == clause.question)
        label = self._words(question.labels, "")
        return label, clause.verb, self._in_words(clause.question, clause.value)


def questions(contents: tuple[Asked | Section, ...]) -> Iterator[Asked]:
    """The questions of a page in order."""
    for item in contents:
        if isinstance(item, Section):
            yield from questions(item.contents)
        else:
            yield item
