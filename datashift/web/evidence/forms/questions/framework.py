"""The question about the SDGs: which indicator, and how near."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from datashift import sdg
from datashift.sdg import Hit
from datashift.studies import Specification
from datashift.web.evidence.forms.comparing import match_choices
from datashift.web.evidence.forms.questions.finding import source_of
from datashift.web.evidence.forms.questions.question import Lines, Question
from datashift.web.evidence.queries.asking import About

NONE = "none"
_LIMIT = 4
_SURE = 50.0


class Framework(Question):
    key = "sdg"
    heading = _("Which SDG indicator does it speak about?")
    lead = _("So that your count stands with others that ask the same. It may be none.")
    why = _("A government has promised to report on these. Yours can stand beside its figure.")
    template = "sdg"
    of_finding = True

    sdg = forms.ChoiceField(label=_("Indicator"), widget=forms.RadioSelect)
    match = forms.ChoiceField(
        label=_("How near is yours to it?"),
        required=False,
        choices=lazy(match_choices, list),
        widget=forms.RadioSelect,
    )
    because = forms.CharField(
        label=_("Why?"),
        required=False,
        max_length=500,
        help_text=_("One sentence. Such as: it counts water points, not people."),
        widget=Lines(2),
    )

    @classmethod
    def initial_of(cls, about: About) -> dict[str, Any]:
        one = about.indicator
        none = None if cls.is_guess(about) else NONE
        return {"sdg": one.sdg or none, "match": one.match or "proxy", "because": one.because}

    def prepare(self) -> None:
        chosen = self.about.indicator.sdg
        found = {hit.code: hit.score for hit in self.hits}
        codes = dict.fromkeys([*([chosen] if chosen else []), *found])
        picked = self.data.get("sdg") if self.is_bound else None
        if picked and picked != NONE and picked not in codes and _known(picked):
            codes[picked] = None
        self.choose(
            "sdg",
            [*((code, _described(code)) for code in codes), (NONE, _("None of these"))],
        )

    @property
    def query(self) -> str:
        return self.chosen.get("q", "").strip()

    @property
    def hits(self) -> list[Hit]:
        """Indicators that may be meant: found by what was typed, or by the study's own words."""
        if self.query:
            found = sdg.search(self.query, limit=20)
            return [hit for hit in found if hit.kind == "indicator"][:8]
        return list(sdg.suggest_indicators(words_of(self.about), limit=_LIMIT))

    def applied(self) -> Specification:
        typed = self.cleaned_data
        none = typed["sdg"] == NONE
        before = self.about.indicator
        same = before.sdg == typed["sdg"]
        update = {
            "sdg": None if none else typed["sdg"],
            "series": before.series if same else None,
            "match": None if none else (typed["match"] or "proxy"),
            "because": "" if none else typed["because"],
        }
        return self.with_indicator(self.about.said, before.model_copy(update=update))

    @classmethod
    def answer(cls, about: About) -> str:
        one = about.indicator
        if one.sdg is None:
            return gettext("none")
        match = {"direct": _("the same"), "partial": _("a part of it"), "proxy": _("a stand-in")}
        return f"{one.sdg}, {match[one.match or 'proxy']}"

    @classmethod
    def guess(cls, about: About) -> str:
        words = ", ".join(words_of(about)[:3])
        hits = sdg.suggest_indicators(words_of(about), limit=1)
        if not hits:
            return gettext("No indicator uses words like yours.")
        sure = gettext("likely") if hits[0].score >= _SURE else gettext("unsure")
        return gettext("Found by the words %(words)s (%(sure)s).") % {"words": words, "sure": sure}


def words_of(about: About) -> list[str]:
    """The study's own words, those nearest to the finding first, then its headings."""
    one, said = about.indicator, about.said
    near = [one.title, one.sentence, source_of(about), said.title, said.unit]
    headings = [each["name"] for each in about.columns]
    return list(dict.fromkeys(filter(None, [*near, *headings])))


def _known(code: str) -> bool:
    try:
        sdg.indicator(code)
    except KeyError:
        return False
    return True


def _described(code: str) -> Any:
    """An indicator with its official name."""
    if not _known(code):
        return code
    name = sdg.indicator(code).name().text
    return format_html("{} <small>{}</small>", code, name)
