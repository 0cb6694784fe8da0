"""Who measures an indicator where, when and for whom, and where nobody does."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from datashift import sdg
from datashift.comparison.comparability.place import area_name
from datashift.comparison.complementarity.observed import Kind, Observed
from datashift.comparison.complementarity.squares import Judge, Square, State
from datashift.comparison.document import as_json
from datashift.comparison.nearest import years

Group = tuple[tuple[str, str], ...]
_AGES = 150  # more years than any series has; a period that spans more is a slip


@dataclass(frozen=True)
class Source:
    """Who measured, and how much of the grid.

    Args:
        name: as people call it.
        kind: official, citizen or big.
        squares: squares with a figure of it.
        areas: how many areas.
        first, last: periods of its first and last figure.
    """

    name: str
    kind: Kind
    squares: int
    areas: int
    first: str
    last: str


@dataclass(frozen=True)
class Complementarity:
    """The grid of one indicator in one country.

    Args:
        indicator: SDG code.
        country: alpha-2 code.
        areas, periods, groups: the frame; the squares are in its order, groups fastest. A square
            is left out where the area did not exist in that period.
        squares: every square of the frame.
        observed: the figures, as given.
        sources: who measured, most squares first.
        nowhere: areas of the frame for which nobody has a figure in any period or group.
        names: names of areas that no list of ours knows.
    """

    indicator: str
    country: str
    areas: tuple[str, ...]
    periods: tuple[str, ...]
    groups: tuple[Mapping[str, str], ...]
    squares: tuple[Square, ...]
    observed: tuple[Observed, ...]
    sources: tuple[Source, ...]
    nowhere: tuple[str, ...]
    names: Mapping[str, str] = field(default_factory=dict)

    def name(self, area: str) -> str:
        """What an area of the frame is called."""
        return self.names.get(area) or area_name(area)

    @property
    def states(self) -> Mapping[State, int]:
        """How many squares are in each state."""
        counted = Counter(each.state for each in self.squares)
        order: tuple[State, ...] = ("nobody", "one", "agree", "disagree", "unclear")
        return {state: counted[state] for state in order}

    @property
    def only(self) -> Mapping[Kind, int]:
        """How many squares only one kind of source has."""
        counted = Counter(each.kinds[0] for each in self.squares if len(each.kinds) == 1)
        kinds: tuple[Kind, ...] = ("official", "citizen", "big")
        return {kind: counted[kind] for kind in kinds}

    @property
    def disagreements(self) -> tuple[Square, ...]:
        """Squares where sources disagree beyond their uncertainty."""
        return tuple(each for each in self.squares if each.state == "disagree")

    @property
    def sentences(self) -> tuple[str, ...]:
        """The grid in plain sentences."""
        return tuple(_sentences(self))

    def square(
        self, area: str, period: str, groups: Mapping[str, str] | None = None
    ) -> Square | None:
        """One square; None outside the frame or where the area did not exist."""
        wanted = dict(groups or {})
        return next(
            (
                each
                for each in self.squares
                if (each.area, each.period) == (area, period) and dict(each.groups) == wanted
            ),
            None,
        )

    def to_json(self) -> str:
        """The public form: frame, squares with their figures, sources and sentences."""
        return as_json(
            "complementarity/1",
            self,
            {
                "observed": [_published(one) for one in self.observed],
                "states": self.states,
                "only": self.only,
                "sentences": self.sentences,
                "area_names": {area: self.name(area) for area in self.areas},
            },
        )


def complementarity(
    indicator: str,
    country: str,
    observed: Iterable[Observed],
    *,
    areas: Sequence[str] = (),
    periods: Sequence[str] = (),
    groups: Sequence[Mapping[str, str]] = (),
    level: int = 1,
    names: Mapping[str, str] | None = None,
) -> Complementarity:
    """Lay published figures on the grid of area, period and group.

    A figure of several years stands in each of them. Figures outside the country or the frame are
    left out. Nothing is added, averaged or corrected.

    Args:
        indicator: SDG code that all of it is about.
        country: alpha-2, alpha-3, M49 code or name; with `names`, any code of the whole.
        observed: published figures, of `of_cells` and `of_series`.
        areas: codes of the frame; the country, its areas of that level and those observed if not
            given.
        periods: years of the frame; every year from the first to the last observed if not given.
        groups: groups of the frame; everybody and those observed if not given.
        level: level of the country's areas in the frame.
        names: code to name of the whole and its areas, of a place that is no country of ISO 3166.

    Raises:
        KeyError: no country is called that.
    """
    code = sdg.country(country).code if names is None else country
    inside = tuple(
        one for one in observed if (_in(one.area, code) if names is None else one.area in names)
    )
    frame_periods = tuple(periods) or _every_year(inside)
    frame_areas = tuple(areas) or tuple(names or _areas(code, level, inside, frame_periods))
    frame_groups = [_key(one) for one in groups] or _groups(inside)
    placed: defaultdict[tuple[str, str, Group], list[tuple[int, Observed]]] = defaultdict(list)
    for at, one in enumerate(inside):
        for period in _spans(one.period):
            placed[one.area, period, _key(one.groups)].append((at, one))
    judge = Judge()
    squares = tuple(
        judge.square(area, period, dict(group), placed.get((area, period, group), ()))
        for area in frame_areas
        for period in frame_periods
        if names is not None or _existed(area, period, code)
        for group in frame_groups
    )
    seen = {each.area for each in squares if each.state != "nobody"}
    return Complementarity(
        indicator=indicator,
        country=code,
        areas=frame_areas,
        periods=frame_periods,
        groups=tuple(dict(group) for group in frame_groups),
        squares=squares,
        observed=inside,
        sources=_sources(squares, inside),
        nowhere=tuple(area for area in frame_areas if area not in seen),
        names=names or {},
    )


def _published(one: Observed) -> dict[str, object]:
    return {
        "kind": one.kind,
        "source": one.source,
        "area": one.area,
        "period": one.period,
        "groups": one.groups,
        "value": one.figure.value,
        "lower": one.figure.lower,
        "upper": one.figure.upper,
        "hidden": one.hidden,
        "link": one.link,
    }


def _in(area: str, country: str) -> bool:
    return area == country or area.startswith(f"{country}-")


def _key(groups: Mapping[str, str]) -> Group:
    return tuple(sorted((d, c) for d, c in groups.items() if c != sdg.TOTAL))


def _spans(period: str) -> tuple[str, ...]:
    named = years(period)
    if not named or named[-1] - named[0] > _AGES:
        return (period,)
    return tuple(str(year) for year in range(named[0], named[-1] + 1))


def _every_year(observed: Sequence[Observed]) -> tuple[str, ...]:
    named = sorted({year for one in observed for year in years(one.period)})
    return tuple(str(year) for year in range(named[0], named[-1] + 1)) if named else ()


def _areas(
    country: str, level: int, observed: Sequence[Observed], periods: Sequence[str]
) -> tuple[str, ...]:
    known = [area.code for area in sdg.all_areas(country, level) if _counts(area, periods)]
    return tuple(dict.fromkeys((country, *known, *sorted({one.area for one in observed}))))


def _counts(area: sdg.Area, periods: Sequence[str]) -> bool:
    """Whether an area existed in one of the periods; today's where there are none."""
    named = [year for period in periods for year in years(period)]
    return any(area.exists(year) for year in named) if named else area.valid_until is None


def _existed(code: str, period: str, country: str) -> bool:
    named = years(period)
    known = _known_areas(country).get(code)
    return not named or known is None or known.exists(named[-1])


@cache
def _known_areas(country: str) -> Mapping[str, sdg.Area]:
    return {area.code: area for level in (1, 2) for area in sdg.all_areas(country, level)}


def _groups(observed: Sequence[Observed]) -> list[Group]:
    return sorted({(), *(_key(one.groups) for one in observed)})


def _sources(squares: Sequence[Square], observed: Sequence[Observed]) -> tuple[Source, ...]:
    by: defaultdict[tuple[str, Kind], list[Square]] = defaultdict(list)
    for square in squares:
        for key in dict.fromkeys(
            (observed[at].source, observed[at].kind) for at in square.observed
        ):
            by[key].append(square)
    found = [
        Source(
            name=name,
            kind=kind,
            squares=len(held),
            areas=len({each.area for each in held}),
            first=min(each.period for each in held),
            last=max(each.period for each in held),
        )
        for (name, kind), held in by.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.squares, one.name)))


def _sentences(grid: Complementarity) -> Iterable[str]:
    total = len(grid.squares)
    states, only = grid.states, grid.only
    if not total:
        yield "Nobody has published a figure."
        return
    yield (
        f"Of {total:,} squares of area, year and group, {total - states['nobody']:,} have a figure "
        f"and {states['nobody']:,} have none."
    )
    yield (
        f"Only the office measured {only['official']:,}, only citizens {only['citizen']:,}, only "
        f"instruments {only['big']:,}."
    )
    if states["agree"] or states["disagree"] or states["unclear"]:
        yield (
            f"Where several measured, they agree in {states['agree']:,}, disagree by more than "
            f"chance explains in {states['disagree']:,}, and nobody can say in "
            f"{states['unclear']:,}."
        )
    if grid.nowhere:
        names = ", ".join(grid.name(area) for area in grid.nowhere[:8])
        more = f" and {len(grid.nowhere) - 8} more" if len(grid.nowhere) > 8 else ""
        yield f"Nobody measures it in {names}{more}."
