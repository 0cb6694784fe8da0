"""How a questionnaire begins, and its title and languages."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from datashift.questionnaires import library
from datashift.questionnaires.drafting import texts
from datashift.questionnaires.questionnaire import UNNAMED, Questionnaire
from datashift.sdg import indicators

OWN = re.compile(r"[^\W\d_][^():]{0,40} \([a-z]{2,3}\)")


def _clean_own(name: str) -> str:
    name = " ".join(name.split())
    if name and not OWN.fullmatch(name):
        raise forms.ValidationError(
            _("Write its name and, in brackets, its code of two or three letters: Dholuo (luo)")
        )
    return name


class Titled(forms.Form):
    """A title, and languages."""

    title = forms.CharField(
        label=_("What do you call it?"),
        max_length=120,
        help_text=_("People see it on their phones: “Water at home in Nyalenda”, say."),
    )
    languages = forms.MultipleChoiceField(
        label=_("In which languages will people be asked?"),
        choices=[(name, name) for name in library.LANGUAGES.values()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    own = forms.CharField(
        label=_("Another language"),
        required=False,
        max_length=50,
        help_text=_("Its name and its code: Dholuo (luo)"),
    )

    def clean_own(self) -> str:
        return _clean_own(self.cleaned_data["own"])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not self.errors and not self.chosen:
            self.add_error("languages", _("Choose at least one."))
        return found

    @property
    def chosen(self) -> list[str]:
        own = self.cleaned_data.get("own", "")
        return [*self.cleaned_data.get("languages", []), *([own] if own else [])]


class Known(forms.Form):
    """Questions of the library, and indicators that are wanted even without one."""

    known = forms.MultipleChoiceField(
        choices=lambda: [(each.name, each.name) for each in library.questions()], required=False
    )
    wishes = forms.MultipleChoiceField(
        choices=lambda: [(each.code, each.code) for each in indicators()], required=False
    )

    @property
    def all_wishes(self) -> list[str]:
        """Codes of what is wanted: said so, or by way of a question."""
        by_question = [library.question(name).sdg for name in self.cleaned_data["known"]]
        return [
            code for code in dict.fromkeys([*by_question, *self.cleaned_data["wishes"]]) if code
        ]


class Begin(Titled, Known):
    """A new questionnaire."""


class Settings(Titled):
    """Title and languages of one that is there."""

    first = forms.ChoiceField(label=_("Which language is shown first?"), required=False)

    field_order = ["title", "languages", "own", "first"]

    def __init__(self, data: Any, *, form: Questionnaire) -> None:
        named = [name for name in form.languages if name != UNNAMED]
        super().__init__(
            data,
            initial={"title": form.title, "languages": named, "first": form.languages[0]},
        )
        self.form = form
        offered = dict.fromkeys([*library.LANGUAGES.values(), *named])
        languages, first = self.fields["languages"], self.fields["first"]
        assert isinstance(languages, forms.MultipleChoiceField)
        assert isinstance(first, forms.ChoiceField)
        languages.choices = [(name, name) for name in offered]
        first.choices = [(name, name) for name in named]
        if len(named) < 2:
            del self.fields["first"]

    def applied(self, form: Questionnaire) -> Questionnaire:
        """With this title and these languages."""
        from dataclasses import replace

        form = replace(form, title=self.cleaned_data["title"])
        for language in self.chosen:
            form = texts.with_language(form, language)
        for language in set(form.languages) - set(self.chosen):
            form = texts.without_language(form, language)
        first = self.cleaned_data.get("first")
        return texts.first_language(form, first) if first in form.languages else form
