"""What a study's parts must be to each other, before any data are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from datashift.kit.language.tags import is_tag
from datashift.kit.problem import Problem
from datashift.studies.differences import checked as differences
from datashift.studies.document import Node, Path
from datashift.studies.faults import Fault
from datashift.studies.messages import nearest
from datashift.studies.modelled import checked as modelled
from datashift.studies.specification import Indicator, RepairLine, Specification
from datashift.studies.weighting import checked as weighting
from datashift.tables.flag import Action

_ACTIONS: tuple[Action, ...] = (
    "set_aside",
    "mark_missing",
    "recode",
    "drop_column",
    "read_dates",
    "swap_coordinates",
    "keep",
)
_SHARES = ("proportion", "median", "quantile")
_NEED_COLUMN = frozenset({"mark_missing", "recode", "read_dates"})


def crosscheck(study: Specification, top: Node, *, name: str) -> tuple[Problem, ...]:
    """Every contradiction, in the order of the lines."""
    faults = (
        *_language(study),
        *weighting.faults(study.design),
        *_place_and_time(study),
        *_points(study),
        *_variables(study),
        *_indicators(study),
        *_repairs(study),
    )
    problems = [
        Problem(
            fault.what, file=name, line=top.find(fault.path).key_line, do=fault.do, code=fault.code
        )
        for fault in faults
    ]
    return (
        *sorted(problems, key=lambda problem: problem.line or 0),
        *_expressions(study, top, name),
    )


def _language(study: Specification) -> Iterator[Fault]:
    if study.language and not is_tag(study.language):
        yield Fault(
            ("language",),
            f"`{study.language}` is no code of a language",
            "Write a code such as en, es, sw, ne, fr or luo, or leave it out",
        )


def _place_and_time(study: Specification) -> Iterator[Fault]:
    place, time = study.place, study.time
    if place is not None:
        if (place.longitude is None) != (place.latitude is None):
            there, lacking = (
                ("longitude", "latitude") if place.longitude else ("latitude", "longitude")
            )
            yield Fault(
                ("place", there),
                f"A point needs both columns: `{there}` is given and `{lacking}` is not",
            )
        if (place.country or place.areas or place.name) is None and (
            place.column or place.longitude
        ):
            yield Fault(
                ("place",),
                "Nothing says which areas are meant",
                "Give the `country`, or a file with `areas`",
            )
        if place.country is not None:
            yield from _country(place.country)
    if time is not None:
        if (time.column is None) == (time.value is None):
            yield Fault(
                ("time",), "`time` is either a `column` or one `value` for all rows, exactly one"
            )
        if time.period is not None and time.column is None:
            yield Fault(("time", "period"), "`period` says how to read a column, and none is given")


def _points(study: Specification) -> Iterator[Fault]:
    place = study.place
    placed = place is not None and place.longitude is not None and place.areas is not None
    if study.protect.points is not None and not placed:
        yield Fault(
            ("protect", "points"),
            "A map of points needs coordinates and areas that each point stays within",
            "Give `longitude`, `latitude` and `areas` under `place`, or take `points` out",
        )


def _country(key: str) -> Iterator[Fault]:
    from datashift.sdg import country

    try:
        country(key)
    except KeyError:
        yield Fault(
            ("place", "country"),
            f"`{key}` is not a country that is known here",
            "Give its two-letter code, such as `KE`",
            "study.unknown_country",
        )


def _variables(study: Specification) -> Iterator[Fault]:
    for name, variable in study.variables.items():
        if (variable.source is None) == (variable.expression is None):
            yield Fault(
                ("variables", name),
                f"`{name}` comes either `from` a column or from an `expression`, exactly one",
                f"Such as `{name}: {{from: status, map: {{yes: 1, no: 0}}}}`",
            )
        elif variable.mapping is not None and variable.source is None:
            yield Fault(
                ("variables", name, "map"), f"`map` needs `from`, and `{name}` has an expression"
            )
        if name in {"REF_AREA", "TIME_PERIOD", "place", "time"}:
            part = "place" if name in {"REF_AREA", "place"} else "time"
            yield Fault(
                ("variables", name), f"`{name}` is made from `{part}:` and cannot be a variable"
            )


def _indicators(study: Specification) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, indicator in enumerate(study.indicators):
        path: Path = ("indicators", number)
        if indicator.id in seen:
            yield Fault(
                (*path, "id"),
                f"Two indicators have the id `{indicator.id}`",
                "Give each its own",
            )
        seen.add(indicator.id)
        yield from _measure(indicator, path)
        yield from _sdg_codes(indicator, path)
        for position, group in enumerate(indicator.by):
            yield from _group(study, group, (*path, "by", position))
        yield from modelled.faults(study, indicator, path)
        yield from differences.faults(indicator, path)
        for position, said in enumerate(indicator.differences):
            for group in said.by:
                here = (*path, "differences", position)
                yield from _group(study, tuple(dict.fromkeys((said.between, *group))), here)


def _measure(indicator: Indicator, path: Path) -> Iterator[Fault]:
    measure = indicator.measure
    if measure == "count" and indicator.of is not None:
        yield Fault(
            (*path, "of"),
            "A count counts rows and needs no `of`",
            "For the sum of a column use `measure: total`",
        )
    if measure not in {"count", "rate"} and indicator.of is None:
        yield Fault(path, f"The {measure} `{indicator.id}` needs `of`, the column it is made from")
    for key, owner in (("over", "ratio"), ("per", "rate")):
        given = getattr(indicator, key) is not None
        if measure == owner and not given:
            yield Fault(path, f"The {owner} `{indicator.id}` needs `{key}`, its denominator")
        elif measure != owner and given:
            yield Fault((*path, key), f"`{key}` belongs to a {owner}, and this is a {measure}")
    if indicator.per is not None and (indicator.per.column is None) == (indicator.per.file is None):
        yield Fault((*path, "per"), "`per` is a column or a `file` of populations, exactly one")
    if (indicator.at is not None) != (measure == "quantile"):
        said = f"`at` belongs to a quantile, and this is a {measure}"
        if indicator.at is None:
            said = f"The quantile `{indicator.id}` needs `at`, the share that lies below it"
        yield Fault(
            path if indicator.at is None else (*path, "at"), said, "Write `at: 0.9` for nine tenths"
        )
    if indicator.factor != 1.0 and measure != "rate":
        yield Fault((*path, "factor"), f"`factor` belongs to a rate, and this is a {measure}")
    if indicator.interval not in (None, "usual", "t") and measure not in _SHARES:
        yield Fault(
            (*path, "interval"),
            f"A {indicator.interval} interval is for proportions, and this is a {measure}",
            "Take `interval` out, or write `interval: t`",
        )
    if indicator.match is not None and indicator.sdg is None:
        yield Fault(
            (*path, "match"), "`match` says how near this is to an SDG indicator; `sdg` is missing"
        )


def _sdg_codes(indicator: Indicator, path: Path) -> Iterator[Fault]:
    if indicator.sdg is None and indicator.series is None:
        return
    from datashift import sdg

    if indicator.sdg is not None:
        try:
            sdg.indicator(indicator.sdg)
        except KeyError:
            guess = nearest(indicator.sdg, [item.code for item in sdg.indicators()])
            yield Fault(
                (*path, "sdg"),
                f"There is no SDG indicator `{indicator.sdg}`{guess}",
                "Look it up with `datashift sdg`",
                "study.unknown_indicator",
            )
    if indicator.series is not None:
        try:
            sdg.series(indicator.series)
        except KeyError:
            yield Fault(
                (*path, "series"),
                f"There is no SDG series `{indicator.series}`",
                "Look it up with `datashift sdg`",
                "study.unknown_series",
            )


def _group(study: Specification, group: Sequence[str], path: Path) -> Iterator[Fault]:
    if len(set(group)) < len(group):
        yield Fault(path, "The same word stands twice in one group of `by`")
    if "place" in group and (
        study.place is None or not (study.place.column or study.place.longitude)
    ):
        yield Fault(
            path,
            "`by` asks for places, and `place` does not say where a row belongs",
            "Give `place` a column, or longitude and latitude",
        )
    if "time" in group and study.time is None:
        yield Fault(path, "`by` asks for time, and there is no `time`", "Say which column holds it")


def _repairs(study: Specification) -> Iterator[Fault]:
    for number, line in enumerate(study.repairs):
        path: Path = ("repairs", number)
        actions = actions_of(line)
        if len(actions) != 1:
            yield Fault(
                path,
                "A repair does exactly one thing",
                f"Start it with one of {', '.join(_ACTIONS)}",
            )
        elif actions[0] in _NEED_COLUMN and line.column is None:
            yield Fault(path, f"`{actions[0]}` needs the `column` it works on")


def actions_of(line: RepairLine) -> list[Action]:
    """The actions a repair line names."""
    return [action for action in _ACTIONS if getattr(line, action) is not None]


def _expressions(study: Specification, top: Node, name: str) -> Iterator[Problem]:
    written: list[tuple[Path, str]] = [
        (("variables", key, "expression"), variable.expression)
        for key, variable in study.variables.items()
        if variable.expression is not None
    ]
    if study.data.where is not None:
        written.append((("data", "where"), study.data.where))
    if not written:
        return
    from datashift.harmonise import expression

    for path, text in written:
        line = top.find(path).line
        try:
            expression.parse(text, line=line)
        except Problem as problem:
            problem.file = problem.file or name
            problem.line = problem.line or line
            yield problem
