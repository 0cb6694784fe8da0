"""Keep what an office published as a new version of its source."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from datashift.comparison.holdings.declaring import check, completed
from datashift.comparison.holdings.figures import series_in, write
from datashift.comparison.holdings.versions import Version, folder, versions, write_about
from datashift.comparison.official import read_file
from datashift.comparison.series import (
    NOTHING_DECLARED,
    Declared,
    OfficialFile,
    OfficialSeries,
)
from datashift.comparison.unpacked import official_files
from datashift.kit.problem import Problem

_YEAR = re.compile(r"(1[6-9]|20|21)\d\d")
_NO_YEAR = re.compile(r"\d{5}|[^\x00-\x7f]")  # more digits, or those of another script


def load(
    path: Path,
    into: Path,
    *,
    source: str,
    today: date,
    licence: str = "",
    address: str = "",
    declared: Declared = NOTHING_DECLARED,
    big: bool = False,
) -> Version:
    """Keep a file, a folder or a ZIP of official figures as a new version of its source.

    Args:
        declared: what is said of a file that does not say it itself. Where that is a country, the
            names of its parts become codes of ISO 3166.
        big: the figures are made from sensors, satellites or traces. It holds for the source, as
            its first version says.

    Returns:
        the version; the one that is there already when the bytes, and what is said of them, are
        the same.

    Raises:
        Problem: nothing in it can be read, or there is no such indicator. Nothing is kept then.
    """
    ever = versions(into, source=source, aside=True)
    before = versions(into, source=source)
    sha256 = _hash(path)
    if before and (before[-1].sha256, before[-1].declared) == (sha256, declared):
        return before[-1]
    check(declared)
    with official_files(path) as files:
        series, refused = _read(files, source, declared)
    old = tuple(series_in(folder(into, source, before[-1].number))) if before else ()
    new, changed, gone = _differences(old, series)
    version = Version(
        source=ever[-1].source if ever else source,
        number=ever[-1].number + 1 if ever else 1,
        file=path.name,
        sha256=sha256,
        loaded=today,
        licence=licence,
        address=address,
        series=len(series),
        figures=sum(len(one.observations) for one in series),
        new=new,
        changed=changed,
        gone=gone,
        refused=refused,
        declared=declared,
        big=ever[-1].big if ever else big,
    )
    _keep(folder(into, source, version.number), path, version, series)
    return version


def _hash(path: Path) -> str:
    """SHA-256 of a file, or of the names and bytes of a folder's files."""
    if path.is_file():
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    digest = hashlib.sha256()
    for inside in sorted(each for each in path.rglob("*") if each.is_file()):
        digest.update(str(inside.relative_to(path)).encode())
        with inside.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _read(
    files: Iterator[Path], source: str, declared: Declared
) -> tuple[tuple[OfficialSeries, ...], tuple[str, ...]]:
    found: list[OfficialSeries] = []
    problems: list[Problem] = []
    for path in files:
        try:
            found += read_file(
                OfficialFile(
                    path,
                    area=declared.area,
                    period=declared.period,
                    value=declared.value,
                    source=source,
                )
            )
        except Problem as problem:
            problems.append(_to_keep(problem))
    if not found:
        raise problems[0] if len(problems) == 1 else _none_of(problems)
    refused = (Problem(one.what, file=one.file, code=one.code) for one in problems)
    unread = (*map(str, refused), *map(str, _pages_left(found)), *map(str, _doubtful(found)))
    return tuple(completed(one, declared) for one in found), unread


def _none_of(problems: Sequence[Problem]) -> Problem:
    """That no file can be read, with the reason of the first."""
    first = problems[0]
    return Problem(
        f"No file in it holds official figures that can be read. Of {first.file}: {first.what}",
        safe="Nothing was kept",
        do=first.do or "Bring SDMX, CSV or JSON as the office or its database hands it out",
        code="official.nothing",
    )


def _pages_left(found: Sequence[OfficialSeries]) -> list[Problem]:
    """That an answer of a database has more pages than were brought, for each such answer."""
    brought: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for one in found:
        for flag in one.flags:
            if flag.code == "official.page":
                brought[flag.values["pages"]][flag.values["page"]] = flag.values["file"]
    return [
        Problem(
            f"This is only {len(files)} of {pages} pages of an answer",
            file=next(iter(files.values())),
            do="Ask for all of them at once, or bring the pages together as a ZIP",
            code="official.page",
        )
        for pages, files in brought.items()
        if len(files) < pages
    ]


def _doubtful(found: Sequence[OfficialSeries]) -> Iterator[Problem]:
    """What is kept as it came and misleads: no value, no share, no year, two values of one thing."""
    for flag in (each for one in found for each in one.flags):
        if flag.code in ("official.again", "official.not_a_number", "official.no_share"):
            yield Problem(flag.message.rstrip("."))
    undated = [
        period
        for period in (seen.time_period for one in found for seen in one.observations)
        if _NO_YEAR.search(period) or not _YEAR.search(period)
    ]
    if undated:
        yield Problem(
            f"Figures without a year that can be read: {len(undated)}, as in {undated[0]}"
        )
    twice = [flag for one in found for flag in one.flags if flag.code == "official.two_values"]
    if twice:
        count, first = sum(flag.count for flag in twice), twice[0].values["first"]
        yield Problem(f"Figures given twice with different values: {count}, as of {first}")


def _to_keep(problem: Problem) -> Problem:
    """The same for somebody who keeps figures, and has no study to name columns in."""
    if problem.code != "official.layout":
        return problem
    return replace(
        problem,
        safe="Nothing was kept",
        do="Say which columns hold the place, the period and the value when you bring it again",
    )


_Key = tuple[str, str, str, str, str, str]


def _figures(series: tuple[OfficialSeries, ...]) -> dict[_Key, float | None]:
    return {
        (
            one.code,
            one.definition.indicator,
            one.title,
            seen.ref_area,
            seen.time_period,
            json.dumps(dict(seen.dimensions), sort_keys=True),
        ): seen.value
        for one in series
        for seen in one.observations
    }


def _differences(
    before: tuple[OfficialSeries, ...], now: tuple[OfficialSeries, ...]
) -> tuple[int, int, int]:
    old, new = _figures(before), _figures(now)
    changed = sum(old[key] != new[key] for key in old.keys() & new.keys())
    return len(new.keys() - old.keys()), changed, len(old.keys() - new.keys())


def _keep(place: Path, path: Path, version: Version, series: tuple[OfficialSeries, ...]) -> None:
    """Put a version in place in one step; a reader sees all of it or none."""
    place.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=place.parent, prefix=".new-"))
    try:
        original = made / "as_it_came"
        shutil.copytree(path, original) if path.is_dir() else shutil.copyfile(path, original)
        write(made, series)
        write_about(made, version)
        made.replace(place)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
