"""Which pinned packages are known to be vulnerable, by a copy of a database of advisories.

The copy is in OSV's format (https://ossf.github.io/osv-schema/), brought by whoever runs the
platform, which asks no service itself. What cannot be understood of an advisory counts against the
package.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from datashift.kit.documents import json_of
from datashift.kit.problem import Problem
from datashift.kit.zipped import DAMAGED
from datashift.web.site.management.packages.bill import PINNED

ECOSYSTEMS = {"pypi": "PyPI", "npm": "npm"}
_SUMMARY = 160  # letters
_SEMVER = re.compile(
    r"[v=]?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?(?:\+\S*)?", re.ASCII
)
_KINDS = {"fixed": 0, "introduced": 1, "last_affected": 2}  # of events at one version


@dataclass(frozen=True)
class Package:
    """A package of the bill.

    Args:
        where: the files that pin it, with their conditions.
    """

    ecosystem: str
    name: str
    version: str
    where: tuple[str, ...]


@dataclass(frozen=True)
class Known:
    """A package that is known to be vulnerable.

    Args:
        names: of the advisories that tell of the same, the aliases included.
        since: when the first of them came out; None if none says.
        mended: versions in which it is mended.
        sure: whether the advisory's versions could be understood.
    """

    package: Package
    names: tuple[str, ...]
    since: date | None
    mended: tuple[str, ...]
    summary: str
    sure: bool

    def days(self, today: date) -> int | None:
        return None if self.since is None else (today - self.since).days


@dataclass(frozen=True)
class Told:
    """What a database says of the packages.

    Args:
        advisories: how many it holds, by ecosystem.
        newest: the day of its latest, by ecosystem.
    """

    known: tuple[Known, ...]
    advisories: Mapping[str, int]
    newest: Mapping[str, date]


def packages(bill: Mapping[str, Any]) -> tuple[Package, ...]:
    """The packages of a bill of materials of ours."""
    return tuple(
        Package(
            ecosystem=ECOSYSTEMS[each["purl"].removeprefix("pkg:").partition("/")[0]],
            name=each["name"],
            version=each["version"],
            where=tuple(one["value"] for one in each["properties"] if one["name"] == PINNED),
        )
        for each in bill["components"]
    )


def known(pinned: Sequence[Package], paths: Sequence[Path]) -> Told:
    """What advisories say of packages, those first that have been known longest.

    Args:
        paths: folders or ZIP files of JSON files, or JSON files; one advisory in each.

    Raises:
        Problem: a file cannot be read.
    """
    by_name: dict[tuple[str, str], list[Package]] = {}
    for package in pinned:
        by_name.setdefault((package.ecosystem, package.name), []).append(package)
    found: dict[Package, list[Known]] = {package: [] for package in pinned}
    ecosystems = sorted({package.ecosystem for package in pinned})
    advisories, newest = dict.fromkeys(ecosystems, 0), dict[str, date]()
    for path in paths:
        for name, document in _documents(path):
            advisory = _advisory(document, name)
            day = _day(advisory.get("modified")) or _day(advisory.get("published"))
            about = _about(advisory)
            for ecosystem in {kind for kind, _ in about} & advisories.keys():
                advisories[ecosystem] += 1
                if day:
                    newest[ecosystem] = max(day, newest.get(ecosystem, day))
            if advisory.get("withdrawn"):
                continue
            for key, affected in about.items():
                for package in by_name.get(key, ()):
                    if told := _judged(package, advisory, affected):
                        _add(found[package], told)
    every = [each for of_one in found.values() for each in of_one]
    every.sort(key=lambda each: (each.since or date.min, each.package.name, each.package.version))
    return Told(tuple(every), advisories, newest)


def _documents(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        if path.is_dir():
            for file in sorted(path.rglob("*.json")):
                yield file.name, file.read_bytes()
        elif zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    if name.endswith(".json"):
                        yield name, archive.read(name)
        else:
            yield path.name, path.read_bytes()
    except DAMAGED as error:
        raise _unreadable(path.name) from error
    except RuntimeError as error:  # zipfile's way of saying that a password is needed
        raise _unreadable(path.name) from error


def _advisory(document: bytes, name: str) -> dict[str, Any]:
    try:
        advisory = json_of(document)
    except (ValueError, RecursionError) as error:
        raise _unreadable(name) from error
    if not isinstance(advisory, dict) or not isinstance(advisory.get("id"), str):
        raise _unreadable(name)
    return advisory


def _unreadable(name: str) -> Problem:
    return Problem(
        "This cannot be read as advisories in OSV's format",
        file=name,
        do="Give a folder or a ZIP file of JSON files, as OSV offers them",
        code="packages.advisories",
    )


def _about(advisory: Mapping[str, Any]) -> dict[tuple[str, str], list[Mapping[str, Any]]]:
    """What an advisory says of each package, by ecosystem and name."""
    found: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for each in _list(advisory.get("affected")):
        package = each.get("package") if isinstance(each, dict) else None
        if not isinstance(package, dict):
            continue
        ecosystem, name = str(package.get("ecosystem")), str(package.get("name"))
        if ecosystem == "PyPI":
            name = canonicalize_name(name)
        found.setdefault((ecosystem, name), []).append(each)
    return found


def _judged(
    package: Package, advisory: Mapping[str, Any], affected: Sequence[Mapping[str, Any]]
) -> Known | None:
    try:
        hit = any(is_in(package.version, each, package.ecosystem) for each in affected)
        sure = True
    except (ValueError, TypeError, AttributeError, LookupError):  # not as the format says
        hit, sure = True, False
    if not hit:
        return None
    told = json.dumps([each.get("ranges") for each in affected])
    return Known(
        package=package,
        names=tuple(map(_plain, (advisory["id"], *_list(advisory.get("aliases"))))),
        since=_day(advisory.get("published")),
        mended=tuple(dict.fromkeys(map(_plain, re.findall(r'"fixed": "([^"]*)"', told)))),
        summary=_plain(advisory.get("summary") or advisory.get("details") or "")[:_SUMMARY],
        sure=sure,
    )


def is_in(version: str, affected: Mapping[str, Any], ecosystem: str) -> bool:
    """Whether a version is among those of one entry of "affected", as the format evaluates it.

    Raises:
        ValueError, TypeError, AttributeError, LookupError: the entry names no version, or is not as
            the format says.
    """
    key = _ORDERS[ecosystem]
    listed = affected.get("versions") or []
    ranges = [each for each in affected.get("ranges") or [] if each["type"] != "GIT"]
    if version in listed or any(_same(version, each, key) for each in listed):
        return True
    if not listed and not ranges:
        raise ValueError
    return any(_is_in_range(key(version), each["events"], key) for each in ranges)


def _same(version: str, other: str, key: Callable[[str], Any]) -> bool:
    try:
        return bool(key(version) == key(other))
    except ValueError:  # versions that PyPI took before there was an order; ours is none of these
        return False


def _is_in_range(
    version: Any, events: Sequence[Mapping[str, str]], key: Callable[[str], Any]
) -> bool:
    limits = [each["limit"] for each in events if "limit" in each]
    if limits and not any(each == "*" or version < key(each) for each in limits):
        return False
    points = [
        (None if at == "0" else key(at), kind)
        for each in events
        for kind, at in each.items()
        if kind in _KINDS
    ]
    if not points:
        raise ValueError
    first = [each for each in points if each[0] is None]
    later = sorted(
        (each for each in points if each[0] is not None), key=lambda at: (at[0], _KINDS[at[1]])
    )
    hit = any(kind == "introduced" for _, kind in first)
    for at, kind in later:
        if kind == "introduced":
            hit |= version >= at
        elif version > at or (kind == "fixed" and version == at):
            hit = False
    return hit


def _python(version: str) -> Version:
    try:
        return Version(version)
    except InvalidVersion as error:
        raise ValueError(version) from error


def _semver(version: str) -> tuple[Any, ...]:
    """As https://semver.org/#spec-item-11 orders it.

    >>> _semver("1.0.0-rc.2") < _semver("1.0.0-rc.10") < _semver("1.0.0-rc.x") < _semver("1.0.0")
    True
    """
    found = _SEMVER.fullmatch(version)
    if found is None:
        raise ValueError(version)
    numbers = tuple(int(each or 0) for each in found.groups()[:3])
    before = [
        (0, int(each), "") if each.isdigit() else (1, 0, each)
        for each in (found[4] or "").split(".")
        if each
    ]
    return (*numbers, not before, before)


_ORDERS: Mapping[str, Callable[[str], Any]] = {"PyPI": _python, "npm": _semver}


def _add(found: list[Known], told: Known) -> None:
    """The same under another name is not another."""
    same = [each for each in found if set(each.names) & set(told.names)]
    found[:] = [each for each in found if each not in same]
    every = [told, *same]
    days = [each.since for each in every if each.since]
    found.append(
        replace(
            told,
            names=tuple(dict.fromkeys(name for each in every for name in each.names)),
            since=min(days, default=None),
            mended=tuple(dict.fromkeys(name for each in every for name in each.mended)),
            summary=next((each.summary for each in every if each.summary), ""),
            sure=any(each.sure for each in every),
        )
    )


def _day(text: object) -> date | None:
    try:
        return datetime.fromisoformat(str(text)).date()
    except ValueError:
        return None


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _plain(text: object) -> str:
    """Without what a terminal would obey."""
    return " ".join("".join(at if at.isprintable() else " " for at in str(text)).split())
