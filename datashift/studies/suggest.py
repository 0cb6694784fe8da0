"""A draft study for a file: every line that is a guess says so, how sure it is, and why."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datashift.kit.progress import Progress, silent
from datashift.kit.text import fold
from datashift.studies.dump import inline
from datashift.tables import Flag, Repair, Severity, Table, read

if TYPE_CHECKING:
    from datashift.harmonise import Suggestion

_DIMENSIONS = ("SEX", "AGE", "URBANISATION")
_MOST_OUTCOMES = 5
_NOWHERE = "coordinates.null_island"
_ENOUGH = 0.5  # a place, time or dimension below this score is left for the reader to add


@dataclass(frozen=True)
class Seen:
    """What was made out in a table: its suggestions by role, best first."""

    table: Table
    roles: Mapping[str, tuple[Suggestion, ...]]

    def best(self, role: str) -> Suggestion | None:
        found = [one for one in self.roles.get(role, ()) if one.score >= _ENOUGH]
        return found[0] if found else None

    @property
    def country(self) -> str | None:
        """Alpha-2 code of the likely country."""
        one = self.best("country")
        place = self.best("place")
        code = (one.detail.get("country") if one else None) or (
            place.detail.get("country") if place else None
        )
        return str(code) if code else None

    @property
    def placed(self) -> bool:
        """Whether the draft can say where rows belong with what we know of the country."""
        points = self.best("longitude") is not None and self.best("latitude") is not None
        return self.country is not None and (points or self.best("place") is not None)


def suggest(
    path: Path,
    *,
    beside: Path | None = None,
    country: str | None = None,
    sheet: str | None = None,
    today: date,
    progress: Progress = silent,
) -> str:
    """Draft the text of a study.yaml for a file.

    Args:
        path: the file with the rows.
        beside: folder where the study will lie; the file's own folder if omitted.
        country: where the rows are, when it is known.
        sheet: sheet of a spreadsheet.
        today: no date in the data can be later.

    Raises:
        Problem: the file cannot be read.
    """
    table = read(path, sheet=sheet, progress=progress)
    return draft(
        table,
        file=_written(path, beside),
        country=country,
        sheet=sheet,
        today=today,
        progress=progress,
    )


def draft(
    table: Table,
    *,
    file: str,
    country: str | None = None,
    sheet: str | None = None,
    today: date,
    progress: Progress = silent,
) -> str:
    """Draft the text of a study.yaml for a table that was read from `file`."""
    from datashift.harmonise import Suggestion, suggest_columns
    from datashift.quality import check

    progress("Looking at the columns", 0, len(table.columns))
    suggestions = list(suggest_columns(table))
    if country is not None:
        known = Suggestion("", "country", {"country": country}, 0.99, "it was given")
        suggestions.insert(0, known)
    seen = Seen(table, _by_role(suggestions))
    progress("Checking rows", 0, len(table))
    noticed = check(table, country=seen.country, today=today)
    lines = [
        f"# A draft made by looking at {table.source.name}. Lines marked `guess` are guesses:",
        "# read them, correct them, then run the study.",
        "study: 1",
        f"title: {inline(_title(table))}  # guess: from the file's name; say what and where",
        "producer: ''  # who counted",
        "licence: ''  # such as CC-BY-4.0",
        "language: ''  # of the titles you write here: en, es, sw, ne, fr ...",
        "unit: row  # what one row is: household, water point, report ...",
        "data:",
        f"  file: {inline(file)}",
        *([f"  sheet: {inline(sheet)}"] if sheet else []),
        "design:",
        "  sampling: volunteer  # guess: the most careful; or census, register, sensor, probability",
        *_design(seen),
        *_place(seen),
        *_time(seen),
        *_variables(seen),
        "indicators:",
        *_indicators(seen),
        "protect: {minimum: 10}",
        *_repairs(noticed),
    ]
    return "\n".join(lines) + "\n"


def _by_role(suggestions: Sequence[Suggestion]) -> dict[str, tuple[Suggestion, ...]]:
    ordered = sorted(suggestions, key=lambda one: -one.score)
    roles = dict.fromkeys(one.role for one in ordered)
    return {role: tuple(one for one in ordered if one.role == role) for role in roles}


def _guess(one: Suggestion) -> str:
    why = re.sub(r"\s+", " ", one.why).strip().rstrip(".")
    return f"  # guess (score {one.score:.1f}): {why}"


def _design(seen: Seen) -> Iterator[str]:
    """A weight or strata hint at a sample; they only count once the reader says it is one."""
    for role in ("weight", "strata", "cluster"):
        if (one := seen.best(role)) is not None:
            value = f"[{inline(one.column)}]" if role == "cluster" else inline(one.column)
            yield f"  # {role}: {value}{_guess(one)}; only for `sampling: probability`"


def _place(seen: Seen) -> Iterator[str]:
    if not seen.placed:
        if seen.country is not None:
            yield f"place: {{country: {inline(seen.country)}}}  # guess"
        return
    yield "place:"
    country = seen.best("country")
    yield f"  country: {inline(seen.country)}{_guess(country) if country else '  # guess'}"
    longitude, latitude = seen.best("longitude"), seen.best("latitude")
    column = seen.best("place")
    if column is not None:
        yield f"  column: {inline(column.column)}{_guess(column)}"
    elif longitude is not None and latitude is not None:
        yield f"  longitude: {inline(longitude.column)}{_guess(longitude)}"
        yield f"  latitude: {inline(latitude.column)}{_guess(latitude)}"
        yield "  # areas: {file: regions.geojson, name: NAME}  # boundaries to place the points in"


def _time(seen: Seen) -> Iterator[str]:
    if (one := seen.best("time")) is not None:
        period = one.detail.get("period", "year")
        yield f"time: {{column: {inline(one.column)}, period: {period}}}{_guess(one)}"


def _variables(seen: Seen) -> Iterator[str]:
    lines = [*_outcome_variables(seen), *_dimension_variables(seen)]
    if lines:
        yield "variables:"
        yield from lines


def _outcomes(seen: Seen) -> list[tuple[str, Suggestion]]:
    """Names of their own for the answers that look like yes and no."""
    chosen: list[tuple[str, Suggestion]] = []
    taken = {column.name for column in seen.table.columns}
    for one in seen.roles.get("outcome", ())[:_MOST_OUTCOMES]:
        name = f"is_{_identifier(one.column)}"
        while name in taken:
            name += "_"
        taken.add(name)
        chosen.append((name, one))
    return chosen


def _outcome_variables(seen: Seen) -> Iterator[str]:
    for name, one in _outcomes(seen):
        yield f"  {inline(name)}:{_guess(one)}"
        yield f"    from: {inline(one.column)}"
        if mapping := one.detail.get("map"):
            yield "    map:"
            yield from (f"      {inline(str(key))}: {inline(v)}" for key, v in mapping.items())


def _dimension_variables(seen: Seen) -> Iterator[str]:
    for role in _DIMENSIONS:
        one = seen.best(role)
        if one is None or role in {column.name for column in seen.table.columns}:
            continue
        mapping: Mapping[str, Any] = one.detail.get("map", {})
        pairs = {str(key): value for key, value in mapping.items()}
        said = f", map: {inline(pairs)}" if pairs else ""
        yield f"  {role}: {{from: {inline(one.column)}{said}}}{_guess(one)}"


def _groups(seen: Seen) -> str:
    groups: list[list[str]] = [[]]
    if seen.placed and seen.best("place") is not None:  # points would need boundaries
        groups.append(["place"])
    groups += [[role] for role in _DIMENSIONS if seen.best(role) is not None]
    return inline(groups)


def _indicators(seen: Seen) -> Iterator[str]:
    outcomes = _outcomes(seen)
    groups = _groups(seen)
    for name, one in outcomes:
        yield f"  - id: {inline(name)}"
        yield f"    title: {inline(one.column)}  # say it in words"
        yield from _sdg(seen, one.column)
        yield "    measure: proportion"
        yield f"    of: {inline(name)}"
        yield f"    by: {groups}"
    amounts = seen.roles.get("amount", ())[:1] if not outcomes else ()
    for one in amounts:
        yield f"  - id: mean_{_identifier(one.column)}"
        yield f"    title: {inline(f'Mean {one.column}')}{_guess(one)}"
        yield "    measure: mean"
        yield f"    of: {inline(one.column)}"
        yield f"    by: {groups}"
    if not outcomes and not amounts:
        yield "  - id: rows"
        yield "    title: Rows  # no answer that looks like yes and no was found; count rows"
        yield "    measure: count"
        yield f"    by: {groups}"


def _sdg(seen: Seen, column: str) -> Iterator[str]:
    from datashift.sdg import suggest_indicators

    words = [column, seen.table.source.name, *(one.name for one in seen.table.columns)]
    for rank, hit in enumerate(suggest_indicators(words, limit=3)):
        mark = "    sdg:" if rank == 0 else "    # or sdg:"
        yield f"{mark} {hit.code}  # guess (score {hit.score / 100:.1f}): {hit.name.text[:90]}"
        if rank == 0:
            yield "    match: proxy  # guess: direct, partial or proxy"


def _repairs(noticed: Sequence[Flag]) -> Iterator[str]:
    """The first way to answer each flag that stops publishing, and points that are nowhere."""
    lines = [
        f"  - {inline(_line(flag.repairs[0]))}  # guess: {flag.message.rstrip('.')}"
        for flag in noticed
        if flag.repairs and (flag.severity == Severity.STOPS or flag.code == _NOWHERE)
    ]
    if lines:
        yield "repairs:"
        yield from (re.sub(r"\s*\n\s*", " ", line) for line in lines)


def _line(repair: Repair) -> dict[str, Any]:
    """A repair as the study writes it, without rows: they are looked for again."""
    line: dict[str, Any]
    match repair.action:
        case "mark_missing":
            line = {"mark_missing": list(repair.values["values"])}
        case "recode":
            line = {"recode": dict(repair.values["map"])}
        case "read_dates":
            line = {"read_dates": repair.values["order"]}
        case "drop_column":
            return {"drop_column": repair.column, "flag": repair.flag}
        case named:
            line = {named: repair.flag}
            return line | ({"column": repair.column} if repair.column else {})
    return line | {"column": repair.column, "flag": repair.flag}


def _title(table: Table) -> str:
    words = re.sub(r"[_\-.]+", " ", Path(table.source.name).stem).strip()
    return words[:1].upper() + words[1:] if words else "Untitled"


def _identifier(text: str) -> str:
    return re.sub(r"[^0-9a-z]+", "_", fold(text)).strip("_") or "answer"


def _written(path: Path, beside: Path | None) -> str:
    if beside is None:
        return path.name
    return Path(os.path.relpath(path.resolve(), beside.resolve())).as_posix()
