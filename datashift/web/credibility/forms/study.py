"""What a study hands over, and what it says of its other sides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datashift.web.accounts.forms import Language
from datashift.web.credibility.models import Document, SideAnswer
from datashift.web.credibility.queries.standing import Panel


class DocumentForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("What is it?"), choices=Document.Kind.choices)
    words = forms.CharField(
        label=gettext_lazy("What does it say, in a sentence or two?"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("This is public. It can stand alone, without a file."),
    )
    language = Language()
    link = forms.URLField(
        label=gettext_lazy("Its address on the web"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=gettext_lazy("If it is public. For the records: where anybody can take them."),
    )
    file = forms.FileField(
        label=gettext_lazy("The file"),
        required=False,
        max_length=255,
        help_text=gettext_lazy("Only your organisation and invited assessors can open it."),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not any(said.get(part) for part in ("words", "link", "file")):
            self.add_error("words", _("Write something, give an address, or choose a file."))
        return said


class SideForm(forms.Form):
    """All questions of one side, each with what the answer rests on."""

    def __init__(self, *args: Any, panel: Panel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.panel = panel
        if panel.side.scale:
            levels = list(enumerate(panel.side.scale, start=1))
            self._add(_("How far do people take part?"), "level", levels, panel.level)
        for line in panel.lines:
            self._add(line.question, line.item, [(1, _("Yes")), (0, _("No"))], line.answer)
        known = (panel.level, *(line.answer for line in panel.lines))
        before = [one.language for one in known if one is not None and one.language]
        self.fields["language"] = Language(initial=before[-1]) if before else Language()

    def _add(
        self,
        words: str,
        key: str,
        choices: list[tuple[int, str]],
        known: SideAnswer | None,
    ) -> None:
        value = "" if known is None or known.value is None else str(known.value)
        self.fields[key] = forms.ChoiceField(
            label=words,
            choices=[*((str(number), each) for number, each in choices), ("", _("Not known"))],
            required=False,
            initial=value,
            widget=forms.RadioSelect,
        )
        self.fields[f"{key}-evidence"] = forms.CharField(
            label=_("What does that rest on?"),
            required=False,
            max_length=2000,
            initial=known.evidence if known else "",
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    @property
    def answers(self) -> Mapping[str, tuple[int | None, str]]:
        """What was said, by id of the question."""
        keys = [key for key in self.fields if f"{key}-evidence" in self.fields]
        return {
            key: (
                int(self.cleaned_data[key]) if self.cleaned_data[key] else None,
                self.cleaned_data[f"{key}-evidence"],
            )
            for key in keys
        }
