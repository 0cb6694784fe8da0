"""What somebody asked to see of an indicator, what there is to choose from, and the picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from datashift import sdg
from datashift.figures import Quantity, Row
from datashift.figures.dots import Drawing
from datashift.figures.plot import ordered
from datashift.figures.timeline import Line, Moment, over_time
from datashift.kit.language.retold import retold
from datashift.sdg.ages import age_name
from datashift.sdg.wanted import wanted
from datashift.web.explore.queries import places
from datashift.web.explore.queries.places import Part, Place
from datashift.web.explore.queries.voices.said import heading, lead
from datashift.web.explore.queries.voices.voice import Groups, Seen, Voice

_MOST_OFFICES = 3  # lines of offices in one picture; the table has them all
_MOST_GROUPS = 14
_MOST_VOICES = 6
_NEAR = 1.4  # a target further up than this would press all figures to the ground


@dataclass(frozen=True)
class Asked:
    """A state of the page, as its address has it; empty for what is shown by itself.

    Args:
        place: slug of a place.
        area: slug of a part of it.
        group: dimension and code, "SEX:F"; several with ";" between them, "AGE:Y15T49;SEX:F".
        unit: code of the unit of the figures.
        since, until: years.
    """

    place: str = ""
    area: str = ""
    group: str = ""
    unit: str = ""
    since: int | None = None
    until: int | None = None

    @classmethod
    def of(cls, said: Mapping[str, str]) -> Asked:
        """The state that an address asks for; what makes no sense is passed over."""
        years = {
            name: int(said[name])
            for name in ("since", "until")
            if said.get(name, "").isdecimal() and len(said[name]) == 4
        }
        words = {name: said.get(name, "")[:100] for name in ("place", "area", "group", "unit")}
        if not all(words["group"].partition(":")):
            words["group"] = ""  # nor is it in the address that is cited
        return cls(**words, **years)  # type: ignore[arg-type]

    @property
    def query(self) -> str:
        """The state as an address has it, in one order, without what is empty."""
        return urlencode({name: value for name, value in asdict(self).items() if value})

    @property
    def groups(self) -> Groups:
        found = [part.partition(":") for part in self.group.split(";")]
        if not all(map(all, found)):  # a code with a semicolon of its own
            found = [self.group.partition(":")]
        return tuple((dimension, code) for dimension, _, code in found if dimension and code)


@dataclass(frozen=True)
class Choice:
    """Something to choose: its value in the address, its words, whether it is chosen."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True)
class Beside:
    """Groups side by side: in order as SVG, and as rows with the official one where there is one."""

    title: str
    plot: str
    quantity: Quantity
    unit_words: str
    rows: tuple[tuple[Row, Row | None], ...]


@dataclass(frozen=True)
class Picture:
    """One state of the page.

    Args:
        place: where.
        part: the part of it, None for the whole.
        heading: what the picture says, one sentence.
        chart: voices over time; None where no figure has a year.
        goal: the target on its scale, None without one.
        goal_drawn: whether the target is in it.
        voices: those of the unit, area and group, each with its figures of that state only.
        every: all voices of the place.
        groups, units, years: what there is to choose.
        asked: the state that was asked for, with the group that is shown where nobody has a figure
            of everybody.
        by_group: groups of people side by side, newest figures.
        of_everybody: whether anybody has a figure that is of no group.
    """

    place: Place
    part: Part | None
    heading: str
    chart: Drawing | None
    goal: float | None
    goal_drawn: bool
    voices: tuple[Voice, ...]
    every: tuple[Voice, ...]
    groups: tuple[Choice, ...]
    units: tuple[Choice, ...]
    years: tuple[int, ...]
    by_group: tuple[Beside, ...]
    asked: Asked
    of_everybody: bool

    @property
    def lead(self) -> Voice | None:
        """The citizens' voice that the heading speaks of."""
        return lead(self.voices)

    @property
    def shown(self) -> tuple[Voice, ...]:
        """The voices that the page writes out; the table to take away has them all."""
        return self.voices[:_MOST_VOICES]

    @property
    def others(self) -> int:
        """How many more there are."""
        return max(0, len(self.voices) - _MOST_VOICES)

    @cached_property
    def areas(self) -> tuple[Choice, ...]:
        """The parts of the place to choose from; a page of files offers none."""
        unit = next((one.value for one in self.units if one.chosen), "")
        return _areas(self.place, (one for one in self.every if one.unit == unit), self.asked)

    @property
    def chooses(self) -> bool:
        """Whether there is anything to choose beside the place."""
        return len(self.years) > 2 or any(
            len(each) > 1 for each in (self.areas, self.groups, self.units)
        )


def pictured(indicator: str, place: Place, every: tuple[Voice, ...], asked: Asked) -> Picture:
    """The state of the page that was asked for."""
    units = _units(every, asked)
    unit = next((one.value for one in units if one.chosen), "")
    of_unit = tuple(one for one in every if one.unit == unit)
    part = _part(place, asked)
    codes = _codes(part)
    choices = _groups(of_unit, codes)
    often = Counter(one.groups for each in of_unit for one in each.seen if one.area in codes)
    everybody = () in often or not choices
    if not everybody and not asked.group:
        most = max(choices, key=lambda one: often[replace(asked, group=one.value).groups])
        asked = replace(asked, group=most.value)
    choices = tuple(replace(one, chosen=one.value == asked.group) for one in choices)
    groups = asked.groups
    voices = tuple(
        replace(voice, seen=seen)
        for voice in of_unit
        if (seen := _kept(voice, codes, groups, asked))
    )
    name = part.name if part is not None else place.called
    of_whom = next((one.words for one in choices if one.chosen), "")
    if of_whom:  # or the sentence, and its card, would be taken for one of everybody
        name = f"{name} ({of_whom})"
    in_groups = (asked.since, asked.until) == (None, None) and any(
        one.area in codes for each in of_unit if each.kind == "official" for one in each.seen
    )
    said = heading(voices, place=name, in_groups=in_groups)
    goal = _goal(indicator, voices)
    near = goal is not None and goal <= _NEAR * _largest(voices)
    leading = lead(voices)
    return Picture(
        place=place,
        part=part,
        heading=said,
        chart=_chart(voices, said, goal if near else None),
        goal=goal,
        goal_drawn=near,
        voices=tuple(sorted(voices, key=lambda one: one is not leading)),
        every=every,
        groups=choices,
        units=units,
        years=_years(of_unit),
        by_group=() if groups else tuple(_by_group(of_unit, codes, name)),
        asked=asked,
        of_everybody=everybody,
    )


def areas_of(place: Place, asked: Asked) -> frozenset[str]:
    """What figures are asked for of: a part of the place as sources write it, "" for the whole."""
    return _codes(_part(place, asked))


def _part(place: Place, asked: Asked) -> Part | None:
    return places.part(place, asked.area) if asked.area else None


def _codes(part: Part | None) -> frozenset[str]:
    """The codes of an area as sources write them; "" for the whole."""
    if part is None:
        return frozenset({""})
    written = {code for code, _ in part.written}
    return frozenset(written | ({part.area.code} if part.area is not None else set()))


def _kept(voice: Voice, codes: frozenset[str], groups: Groups, asked: Asked) -> tuple[Seen, ...]:
    return tuple(
        one
        for one in voice.seen
        if one.area in codes
        and one.groups == groups
        and (asked.since is None or (one.at or 0) >= asked.since)
        and (asked.until is None or (one.at or 0) < asked.until + 1)
    )


def _goal(indicator: str, voices: Sequence[Voice]) -> float | None:
    """The number to be reached, where it has its place on the scale of the picture."""
    goal = wanted(indicator)
    if goal is None or goal.limit != 100 or not voices:
        return None
    percent = all(voice.quantity == "proportion" for voice in voices)
    return goal.value if percent else None


def _largest(voices: Iterable[Voice]) -> float:
    return max((one.row.value or 0.0 for voice in voices for one in voice.seen), default=0.0)


def _chart(voices: Sequence[Voice], said: str, goal: float | None) -> Drawing | None:
    lines = []
    offices = 0
    for voice in voices:
        moments = tuple(
            Moment(one.at, one.row.value, one.row.lower, one.row.upper, one.row.conditional)
            for one in voice.seen
            if one.at is not None and one.row.value is not None
        )
        if voice.kind != "citizen":
            offices += 1
        if moments and (voice.kind == "citizen" or offices <= _MOST_OFFICES):
            lines.append(Line(voice.kind, moments))
    if not lines:
        return None
    percent = all(voice.quantity == "proportion" for voice in voices)
    lines.sort(key=lambda line: line.kind == "citizen")  # drawn last, above the others
    return over_time(lines, text=said, percent=percent, target=goal)


def _units(every: Iterable[Voice], asked: Asked) -> tuple[Choice, ...]:
    """Units, that of most voices first: figures of different units never share a picture."""
    counted: dict[str, tuple[int, str]] = {}
    for voice in every:
        number, _ = counted.get(voice.unit, (0, ""))
        words = "%" if voice.unit == "PT" else retold(voice.unit_words or voice.unit)
        counted[voice.unit] = (number + 1 + (voice.unit == "PT"), words)
    ordered_units = sorted(counted, key=lambda unit: (-counted[unit][0], unit))
    chosen = asked.unit if asked.unit in counted else next(iter(ordered_units), "")
    return tuple(Choice(unit, counted[unit][1], unit == chosen) for unit in ordered_units)


def _areas(place: Place, voices: Iterable[Voice], asked: Asked) -> tuple[Choice, ...]:
    codes = {area for voice in voices for area in voice.areas}
    found = [
        Choice(part.slug, part.name, part.slug == asked.area)
        for part in places.parts(place)
        if _codes(part) & codes
    ]
    if not found:
        return ()
    return (Choice("", place.called, not any(one.chosen for one in found)), *found)


def _groups(voices: Iterable[Voice], codes: frozenset[str]) -> tuple[Choice, ...]:
    """Groups to choose from: those of one dimension, and where a voice has none so wide, its widest:
    girls who were married young are of one sex and one age."""
    found: dict[Groups, str] = {}
    for voice in voices:
        here = [one for one in voice.seen if one.area in codes]
        widest = max(1, min((len(one.groups) for one in here), default=1))
        for one in here:
            if one.groups and len(one.groups) in (1, widest):
                named = voice.told is not None and one.area == "" and len(one.groups) == 1
                found[one.groups] = (one.row.name if named else "") or found.get(one.groups, "")
    return tuple(
        Choice(
            ";".join(f"{dimension}:{code}" for dimension, code in groups),
            retold(name) if name else ", ".join(retold(group_name(*one)) for one in groups),
            False,
        )
        for groups, name in sorted(found.items())
    )


def group_name(dimension: str, code: str) -> str:
    """A group in the words of the SDG code lists; its code where they do not know it."""
    try:
        known = sdg.dimension(dimension).codes.get(code)
    except KeyError:
        return code
    if known is None and dimension == "AGE":
        return age_name(code)
    return known.name if known is not None else code


def _years(voices: Iterable[Voice]) -> tuple[int, ...]:
    return tuple(sorted({year for voice in voices for year in voice.years}))


def _by_group(voices: Sequence[Voice], codes: frozenset[str], name: str) -> Iterable[Beside]:
    """The newest figures of citizens by one dimension, with the newest official ones beside."""
    ours = lead(voices)
    if ours is None or ours.told is None:
        return
    newest = _newest(ours.seen, codes)
    overall = newest.get(())
    for dimension in dict.fromkeys(groups[0][0] for groups in newest if len(groups) == 1):
        mine = {g: s for g, s in newest.items() if len(g) == 1 and g[0][0] == dimension}
        if not 1 < len(mine) <= _MOST_GROUPS or not any(s.row.value for s in mine.values()):
            continue
        theirs: dict[Groups, Seen] = {}
        for voice in voices:
            if voice.kind == "official":
                theirs |= {g: s for g, s in _newest(voice.seen, codes).items() if g in mine}
        named: dict[Groups, Row] = {
            g: replace(s.row, name=retold(s.row.name.split(", ")[0])) for g, s in mine.items()
        }
        official = [
            (named[g].name, s.row.value) for g, s in theirs.items() if s.row.value is not None
        ]
        title = next(
            (one.title for one in ours.told.breakdowns if one.by == (dimension,)), dimension
        )
        plot = ordered(
            list(named.values()),
            overall=replace(overall.row, name=name) if overall is not None else None,
            quantity=ours.quantity,
            official=official,
            unit_words=ours.unit_words,
        )
        beside = tuple((named[g], theirs[g].row if g in theirs else None) for g in mine)
        yield Beside(title, plot.svg, ours.quantity, ours.unit_words, beside)


def _newest(seen: Iterable[Seen], codes: frozenset[str]) -> dict[Groups, Seen]:
    """The last figure of each group; figures come in the order of time."""
    return {one.groups: one for one in seen if one.area in codes}
