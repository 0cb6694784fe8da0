"""Who measures what in a place: the grid of each indicator, from what is public here and official."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from datashift import sdg
from datashift.comparison.comparability.people import group_name
from datashift.comparison.complementarity import (
    Complementarity,
    Observed,
    Square,
    complementarity,
)
from datashift.comparison.nearest import years
from datashift.kit.language.retold import retold
from datashift.web.evidence.models import Finding
from datashift.web.explore.queries import voices
from datashift.web.explore.queries.places import Place, findings_of
from datashift.web.explore.queries.spoken import Frame, frame_of, observed, spellings
from datashift.web.official import queries as official

MOST_YEARS = 12
MOST_GROUPS = 8


@dataclass(frozen=True)
class Line:
    """One area, or a group in it, its squares in the order of the years.

    Args:
        group: in words; "" for everybody.
        squares: None where the area did not exist.
    """

    area: str
    group: str
    squares: tuple[Square | None, ...]


@dataclass(frozen=True)
class Grid:
    """One indicator's grid, the last years of it, the newest first: a phone shows those."""

    indicator: sdg.Indicator
    whole: Complementarity
    years: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def apart(self) -> list[tuple[str, Square]]:
        """Where they disagree, with the name of the area, the newest first."""
        return self._told("disagree")

    @property
    def unclear(self) -> list[tuple[str, Square]]:
        """Where several measured and nobody can say whether they agree."""
        return self._told("unclear")

    def _told(self, state: str) -> list[tuple[str, Square]]:
        found = [(self._of(one), one) for one in self.whole.squares if one.state == state]
        return sorted(found, key=lambda each: each[1].period, reverse=True)

    def _of(self, square: Square) -> str:
        groups = (retold(group_name(*one)) for one in square.groups.items())
        return ", ".join((self.whole.name(square.area), *groups))


def goals_of(place: Place) -> list[int]:
    """Goals of which somebody has a figure of a place."""
    found = findings_of(place).exclude(goal=None).order_by().values_list("goal", flat=True)
    held = (code.partition(".")[0] for code in _held(place))
    return sorted({goal for goal in found if goal} | {int(goal) for goal in held if goal.isdigit()})


def grids(place: Place, goal: int) -> list[Grid]:
    """The grid of each indicator of a goal of which somebody has a figure."""
    told: dict[str, list[Finding]] = {}
    found = findings_of(place).filter(goal=goal).exclude(sdg="").order_by("sdg", "position")
    for one in found:
        told.setdefault(one.sdg, []).append(one)
    held = {code for code in _held(place) if code.partition(".")[0] == str(goal)}
    frame = frame_of(place, [one for each in told.values() for one in each])
    made = (
        _grid(code, frame, tuple(observed(code, voices.of_place(code, place), frame)))
        for code in sdg_order({*told, *held})
    )
    return [one for one in made if one is not None]


def sdg_order(codes: Iterable[str]) -> list[str]:
    """Indicators as the framework lists them: 6.2.1 before 6.10.1."""
    return sorted(codes, key=lambda code: [(len(part), part) for part in code.split(".")])


def _held(place: Place) -> list[str]:
    """Indicators of which official figures of the place are held."""
    if place.area is not None:
        return official.indicators_of(within=place.area.code)
    return official.indicators_of(areas=spellings(place))


def _grid(code: str, frame: Frame, figures: Sequence[Observed]) -> Grid | None:
    """The grid of one indicator; None when nobody has a figure."""
    named = sorted({year for one in figures for year in years(one.period)})
    if not named:
        return None
    shown = tuple(str(year) for year in range(named[-1], named[0] - 1, -1))[:MOST_YEARS]
    groups = [{}, *_groups(figures)]
    whole = complementarity(
        code, frame.whole, figures, periods=shown, groups=groups, names=frame.names
    )
    return Grid(sdg.indicator(code), whole, shown, tuple(_lines(whole, groups)))


def _groups(figures: Iterable[Observed]) -> list[dict[str, str]]:
    """The groups of one dimension that figures are most often of."""
    counted: Counter[tuple[str, str]] = Counter()
    for one in figures:
        group = [(key, value) for key, value in one.groups.items() if value != sdg.TOTAL]
        if len(group) == 1:
            counted[group[0]] += 1
    return [dict([group]) for group in sorted(dict(counted.most_common(MOST_GROUPS)))]


def _lines(whole: Complementarity, groups: Sequence[Mapping[str, str]]) -> Iterator[Line]:
    """Every area for everybody; of groups those areas in which somebody has a figure."""
    at = {(one.area, one.period, tuple(one.groups.items())): one for one in whole.squares}
    for area in whole.areas:
        for group in groups:
            squares = tuple(at.get((area, year, tuple(group.items()))) for year in whole.periods)
            if not group or any(one and one.kinds for one in squares):
                words = ", ".join(retold(group_name(*one)) for one in group.items())
                yield Line(whole.name(area), words, squares)
