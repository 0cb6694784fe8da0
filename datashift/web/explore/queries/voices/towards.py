"""How far each voice says it is to the target, by two methods and with its uncertainty."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from datashift.comparison.apart import NORMAL
from datashift.comparison.progress import Method, Point, Progress, Target, progress
from datashift.figures import Row, numbers, words
from datashift.kit.language import in_digits
from datashift.kit.language.retold import retold
from datashift.kit.problem import Problem
from datashift.sdg.wanted import Wanted, wanted
from datashift.web.explore.queries.voices.voice import Seen, Voice

_BASE_YEAR = 2015
_METHODS: tuple[Method, ...] = ("united_nations", "statistics_canada")


@dataclass(frozen=True)
class Verdict:
    """What one method calls it."""

    method: str
    category: str
    chance: str
    growth: str


@dataclass(frozen=True)
class Assessed:
    """One voice on its way.

    Args:
        voice: whose figures.
        sentence: from where to where, and what that comes to.
        verdicts: what each method calls it.
    """

    voice: Voice
    sentence: str
    verdicts: tuple[Verdict, ...]


def assessed(indicator: str, voices: tuple[Voice, ...]) -> list[Assessed]:
    """The voices of which two years and the framework's wish are known. No proxy and no instrument
    is assessed: the target is not set for what they measure."""
    goal = wanted(indicator)
    if goal is None:
        return []
    found = [
        _assessed(voice, goal)
        for voice in voices
        if voice.kind != "big"
        and (voice.told is None or voice.told.match in ("direct", "partial"))
        and (voice.unit == "PT") == (goal.limit == 100)
    ]
    return [one for one in found if one is not None]


def _assessed(voice: Voice, goal: Wanted) -> Assessed | None:
    ends = _ends(voice.seen)
    if ends is None:
        return None
    base, latest = ends
    target = Target(goal.direction, goal.number(base.value), goal.year, goal.limit)
    try:
        made = [_progress(base, latest, target, method) for method in _METHODS]
    except Problem:
        return None  # from nothing, or below it: no rate follows
    return Assessed(voice, _sentence(voice, made[0], target), tuple(map(_verdict, made)))


@lru_cache(maxsize=1024)
def _progress(base: Point, latest: Point, target: Target, method: Method) -> Progress:
    return progress(base, latest, target, method=method)


def _ends(seen: tuple[Seen, ...]) -> tuple[Point, Point] | None:
    """The figure of 2015 or the first one after it, else the last one before; and the latest."""
    points = [
        Point(int(one.at), one.row.value, _error(one.row))
        for one in seen
        if one.at is not None and one.row.value is not None
    ]
    if not points:
        return None
    after = [one for one in points if one.year >= _BASE_YEAR]
    latest = points[-1]
    base = next((one for one in after if one.year < latest.year), None)
    if base is None:
        base = next((one for one in reversed(points) if one.year < latest.year), None)
    return (base, latest) if base is not None else None


def _error(row: Row) -> float:
    if row.lower is None or row.upper is None:
        return 0.0
    return (row.upper - row.lower) / (2 * NORMAL)


def _sentence(voice: Voice, made: Progress, target: Target) -> str:
    years = target.year - made.latest.year
    expected = made.latest.value * (1 + made.growth) ** max(years, 0)
    if target.limit is not None:
        expected = min(expected, target.limit)
    said = {
        "base": _amount(voice, made.base.value),
        "first": in_digits(str(made.base.year)),
        "latest": _amount(voice, made.latest.value),
        "last": in_digits(str(made.latest.year)),
        "expected": _amount(voice, expected),
        "year": in_digits(str(target.year)),
    }
    if target.value is None or years <= 0:
        return _("From %(base)s in %(first)s to %(latest)s in %(last)s.") % said
    said["wanted"] = _amount(voice, target.value)
    return (
        _(
            "From %(base)s in %(first)s to %(latest)s in %(last)s. At this pace it is %(expected)s in "
            "%(year)s; %(wanted)s is wanted."
        )
        % said
    )


def _amount(voice: Voice, value: float) -> str:
    return retold(words.amount(Row("", value=value), voice.quantity, voice.unit_words))


def _verdict(made: Progress) -> Verdict:
    chance = made.chances[made.category]
    exact = not made.base.standard_error and not made.latest.standard_error
    return Verdict(
        method=_method(made.method),
        category=_category(made.category),
        chance=_("not known: no ranges")
        if exact
        else _("%(number)s in 100") % {"number": retold(numbers.figure(100 * chance, 0))},
        growth=_growth(made, exact=exact),
    )


def _growth(made: Progress, *, exact: bool) -> str:
    value = retold(numbers.figure(100 * made.growth, 1))
    if exact:
        return _("%(value)s %% a year") % {"value": value}
    return _("%(value)s %% a year (%(lower)s to %(upper)s)") % {
        "value": value,
        "lower": retold(numbers.figure(100 * made.growth_lower, 1)),
        "upper": retold(numbers.figure(100 * made.growth_upper, 1)),
    }


def _method(method: Method) -> str:
    return {
        "united_nations": _("United Nations"),
        "statistics_canada": _("Statistics Canada, Open SDG"),
    }[method]


def _category(category: str) -> str:
    return {
        "achieved": _("target met"),
        "on_track": _("on track"),
        "acceleration_needed": _("moving, too slowly"),
        "limited": _("hardly moving"),
        "no_progress": _("not moving, or the wrong way"),
        "deterioration": _("moving the wrong way"),
    }[category]
