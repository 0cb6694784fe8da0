"""The four outcomes of the theory of change, counted from what the platform has on record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from datashift.web.credibility.models import Assessor, Confirmation, Question, Ruling
from datashift.web.credibility.queries.standing import card_of
from datashift.web.evidence.models import Finding, FindingArea, Release
from datashift.web.explore.queries import catalogue
from datashift.web.explore.queries.places import Place

MOST_YEARS = 6

Text = str | Promise


@dataclass(frozen=True)
class Line:
    """One thing that is counted, at the end of each year.

    Args:
        counts: in the order of the years of its outcomes.
    """

    words: Text
    counts: tuple[int, ...]

    @property
    def now(self) -> int:
        return self.counts[-1]


@dataclass(frozen=True)
class Outcome:
    """One of the four, and what shows it."""

    key: str
    name: Text
    asks: Text
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Outcomes:
    """All four, over the years; no years when nothing was published."""

    years: tuple[int, ...]
    outcomes: tuple[Outcome, ...]


def outcomes(place: Place | None, *, invented: bool = False) -> Outcomes:
    """The four outcomes of a place, or of everywhere.

    A finding counts once, however many releases its study has, from the year of the first. What was
    withdrawn does not count; neither does an invented example, unless it is asked for.
    """
    found = _findings(place, invented)
    days = [row[0] for row in found.values_list("release__published_at")]
    if not days:
        return Outcomes((), ())
    last = max(day.year for day in days)
    years = tuple(range(max(min(day.year for day in days), last - MOST_YEARS + 1), last + 1))
    releases = Release.objects.filter(findings__in=found).distinct()
    told = (
        _coverage(found, years),
        _comparability(found, years),
        _credibility(releases, years),
        _campaigning(releases, years),
    )
    return Outcomes(years, told)


def _findings(place: Place | None, invented: bool) -> QuerySet[Finding]:
    standing = catalogue.releases().filter(withdrawn_at=None, invented=invented)
    found = Finding.objects.filter(release__in=standing.order_by()).order_by()
    if place is None:
        return found
    code = place.area.code if place.area is not None else "-"
    return found.filter(Q(country=code) | Q(country="", place__in=place.spellings))


def _coverage(found: QuerySet[Finding], years: Sequence[int]) -> Outcome:
    same = ("release__study_id", "key")
    when = "release__published_at"
    areas = FindingArea.objects.filter(finding__in=found).order_by()
    lines = (
        _line(_("findings"), found.values_list(when, *same), years),
        _line(_("SDG indicators"), found.exclude(sdg="").values_list(when, "sdg"), years),
        _line(
            _("countries"), found.exclude(country="", place="").values_list(when, "country"), years
        ),
        _line(
            _("areas within them, with a figure of their own"),
            areas.exclude(value=None).values_list(f"finding__{when}", "finding__country", "code"),
            years,
        ),
        _line(
            _("organisations"), found.values_list(when, "release__study__organisation_id"), years
        ),
    )
    return Outcome("coverage", _("Coverage"), _("Is more of what matters counted?"), lines)


def _comparability(found: QuerySet[Finding], years: Sequence[int]) -> Outcome:
    same = ("release__published_at", "release__study_id", "key")
    matches = {
        "direct": _("findings that measure just what the indicator means"),
        "partial": _("findings that measure a part of it"),
        "proxy": _("findings that measure something near it"),
    }
    lines = tuple(
        _line(words, found.filter(match=match).exclude(sdg="").values_list(*same), years)
        for match, words in matches.items()
    )
    ticked = (
        Release.objects.filter(findings__in=found, study__ticks__ticked=True)
        .order_by()
        .values_list("study__ticks__at", "study_id")
    )
    looked = _line(_("studies held against the official definition, point by point"), ticked, years)
    return Outcome(
        "comparability",
        _("Comparability"),
        _("Can it stand beside the official figure?"),
        (*lines, looked),
    )


def _credibility(releases: QuerySet[Release], years: Sequence[int]) -> Outcome:
    confirmed = Confirmation.objects.filter(answer__assessment__run__release__in=releases)
    reached = [
        (one.last or release.published_at, release.study_id)
        for release in releases.filter(run__assessments__answers__confirmation__isnull=False)
        .distinct()
        .select_related("run", "study")
        for one in card_of(release).assessments
        if one.verdict.accepted
    ]
    rulings = Ruling.objects.filter(assessment__run__release__in=releases).order_by()
    lines = (
        _line(
            _("studies judged by two people, in a framework an office uses"),
            confirmed.order_by().values_list("at", "answer__assessment__run__study_id"),
            years,
        ),
        _line(_("of them, studies that reach its threshold"), reached, years),
        _line(
            _("studies that a statistical office has accepted"),
            rulings.filter(accepted=True).values_list("at", "assessment__run__study_id"),
            years,
        ),
    )
    return Outcome("credibility", _("Credibility"), _("Is it believed, and rightly?"), lines)


def _campaigning(releases: QuerySet[Release], years: Sequence[int]) -> Outcome:
    studies = releases.order_by().values("study")
    invited = Assessor.objects.filter(study__in=studies).order_by()
    asked = Question.objects.filter(study__in=studies).order_by()
    rulings = Ruling.objects.filter(assessment__run__release__in=releases).order_by()
    lines = (
        _line(
            _("offices asked to look"), invited.values_list("invited_at", "study", "office"), years
        ),
        _line(_("questions that offices asked"), asked.values_list("asked_at", "pk"), years),
        _line(
            _("questions answered"),
            asked.exclude(answered_at=None).values_list("answered_at", "pk"),
            years,
        ),
        _line(
            _("decisions by offices, with their reasons"), rulings.values_list("at", "pk"), years
        ),
    )
    return Outcome("campaigning", _("Campaigning"), _("Does anybody act on it?"), lines)


def _line(words: Text, rows: Iterable[Sequence[Any]], years: Sequence[int]) -> Line:
    """How many different things there were at the end of each year; a row is a day and a thing."""
    first: dict[tuple[Any, ...], int] = {}
    for day, *thing in rows:
        year = day.year
        known = first.setdefault(tuple(thing), year)
        first[tuple(thing)] = min(known, year)
    return Line(words, tuple(sum(year <= end for year in first.values()) for end in years))
