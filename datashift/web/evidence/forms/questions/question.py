"""A question about a study: a form with a heading, an answer in words, and its effect."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from datashift.studies import Specification
from datashift.studies.specification import Indicator
from datashift.web.evidence.queries.asking import About, guess_key

Words = str | Promise


class Question(forms.Form):
    """One screen. Subclasses say what it asks, what it shows at first, and what an answer changes.

    Attributes:
        key: its name in addresses and in `Study.guessed`.
        heading: the question.
        lead: one sentence that helps to answer.
        why: why it is asked.
        unsure: what is said of a guess when the file gives no reason.
        template: a template of its own under `evidence/questions/`, or the usual one.
        of_finding: whether it is asked for each finding.
        page: name of its address, where it has a page of its own.
    """

    key: ClassVar[str]
    heading: ClassVar[Words]
    lead: ClassVar[Words] = ""
    why: ClassVar[Words] = ""
    unsure: ClassVar[Words] = _("Nothing in the file says otherwise.")
    template: ClassVar[str] = "plain"
    of_finding: ClassVar[bool] = False
    page: ClassVar[str] = ""

    def __init__(self, data: Any, *, about: About, chosen: Mapping[str, str] | None = None) -> None:
        super().__init__(data, initial=self.initial_of(about))
        self.about = about
        self.chosen = chosen or {}
        self.prepare()

    @classmethod
    def initial_of(cls, about: About) -> dict[str, Any]:
        """What the study says already, field by field."""
        raise NotImplementedError

    def prepare(self) -> None:
        """Fill choices from the file."""

    def applied(self) -> Specification:
        """What the study says with this answer."""
        raise NotImplementedError

    @classmethod
    def answer(cls, about: About) -> str:
        """The answer so far, in a few words."""
        raise NotImplementedError

    @classmethod
    def is_open(cls, about: About) -> bool:
        """Whether there is not even a guess."""
        del about
        return False

    @classmethod
    def guess(cls, about: About) -> str:
        """Why the answer so far was guessed."""
        del about
        return str(cls.unsure)

    @classmethod
    def key_for(cls, about: About) -> str:
        """Its name in `Study.guessed`."""
        return guess_key(cls.key, about.indicator.id) if cls.of_finding else cls.key

    @classmethod
    def is_guess(cls, about: About) -> bool:
        """Whether the answer so far is a guess that nobody confirmed."""
        return cls.key_for(about) in about.study.guessed

    def choose(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        """Give a field its choices."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    def columns(self, *kinds: str, none: Words = "") -> list[tuple[str, Any]]:
        """Columns as choices, of some kinds or of all; the first choice is none of them."""
        names = [each["name"] for each in self.about.columns if not kinds or each["kind"] in kinds]
        return [("", none or _("None")), *((name, name) for name in names)]

    def with_indicator(self, said: Specification, indicator: Indicator) -> Specification:
        """The study with the finding that is asked about replaced."""
        indicators = list(said.indicators)
        indicators[self.about.number - 1] = indicator
        return said.model_copy(update={"indicators": tuple(indicators)})


def explained(choices: Iterable[tuple[str, Words, Words]]) -> list[tuple[str, SafeString]]:
    """Choices with a line under each that says what it means."""
    return [
        (key, format_html("{}<small>{}</small>", label, meaning)) for key, label, meaning in choices
    ]


class Lines(forms.Textarea):
    """A small box for a sentence or two."""

    def __init__(self, rows: int = 2) -> None:
        super().__init__(attrs={"rows": rows})
