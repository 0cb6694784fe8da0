"""Goals, targets, indicators and series of the global indicator framework."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Literal

from datashift.kit.language import current
from datashift.sdg.counted import says_count
from datashift.sdg.files import number, parts, rows

LANGUAGES = ("en", "es", "fr", "sw", "ne")
Status = Literal["official", "translation", "machine"]
_PERCENT = ("PT", "PER_100_POP", "")  # of some retired series the unit is not known


@dataclass(frozen=True)
class Text:
    """A name in one language.

    Args:
        text: the name.
        status: "official" is the wording of the United Nations; "translation" was made or changed
            by people elsewhere; "machine" was translated by a machine and read by nobody.
        language: the language the text is in: English where there is no other.
    """

    text: str
    status: Status
    language: str = "en"

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Goal:
    """One of the 17 goals. `colour` is the United Nations' colour of the goal, "#rrggbb"."""

    code: str
    colour: str
    targets: tuple[str, ...] = field(repr=False)

    def name(self, language: str | None = None) -> Text:
        """The goal's full wording."""
        return _name(self.code, language)

    def short(self, language: str | None = None) -> Text:
        """The goal's short name: "No poverty"."""
        return _name(f"{self.code}:short", language)


@dataclass(frozen=True)
class Target:
    """One of the 169 targets."""

    code: str
    goal: str
    indicators: tuple[str, ...] = field(repr=False)

    def name(self, language: str | None = None) -> Text:
        """The target's full wording."""
        return _name(self.code, language)


@dataclass(frozen=True)
class Indicator:
    """One indicator as it is listed under a target; some are listed under two or three.

    Args:
        code: "6.1.1".
        target: "6.1".
        goal: "6".
        series: codes of the SDMX series that measure it, those in use first.
        tier: "I", "II" or "I/II" as classified on 13 February 2019, "" where that no longer says
            anything: reworded since, newer, or then in tier III.
        custodians: agencies that compile it for the world, as far as known.
        since: year from which the framework lists it in this wording.
        until: year in which it was taken out, None for a current one.
        note: what changed and where that stands, "" for nothing.
    """

    code: str
    target: str
    goal: str
    series: tuple[str, ...] = field(default=(), repr=False)
    tier: str = ""
    custodians: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    note: str = field(default="", repr=False)

    def name(self, language: str | None = None) -> Text:
        """The indicator's wording."""
        return _name(self.code, language)


@dataclass(frozen=True)
class Series:
    """One SDMX series: what a number in the global database is a number of.

    Args:
        code: "VC_VAW_MARR".
        indicators: codes of the indicators it measures.
        unit: code of UNIT_MEASURE, "" where not known.
        retired: taken out of the global database.
        listed: the list that has it: "constraints" (the SDMX content constraints), "2019" (the
            series of that year), "2025" (seen in use after the 2025 review).
        title: its description.
    """

    code: str
    indicators: tuple[str, ...]
    unit: str
    retired: bool
    listed: str
    title: str = field(repr=False)

    @property
    def counted(self) -> bool:
        """Whether its percentage is one of people or things that were counted: "61 in 100"."""
        return self.unit in _PERCENT and says_count(self.title)

    def name(self, language: str | None = None) -> Text:
        """The series' description; it exists in English only, whatever the language asked for."""
        del language
        return Text(self.title, "official")


def goals() -> tuple[Goal, ...]:
    """The 17 goals, in order."""
    return tuple(_goals().values())


def targets(goal: str | int | None = None) -> tuple[Target, ...]:
    """The targets of a goal, or all 169.

    Raises:
        KeyError: there is no such goal.
    """
    if goal is None:
        return tuple(_targets().values())
    return tuple(_targets()[code] for code in _goals()[str(goal)].targets)


def indicators(
    target: str | None = None, *, goal: str | int | None = None
) -> tuple[Indicator, ...]:
    """The current indicators of a target, of a goal, or all of them, in the framework's order.

    Raises:
        KeyError: there is no such target or goal.
    """
    if target is not None:
        return tuple(_indicators()[code] for code in _targets()[target].indicators)
    if goal is not None:
        return tuple(_indicators()[code] for target in targets(goal) for code in target.indicators)
    return tuple(one for one in _indicators().values() if one.until is None)


def goal(code: str | int) -> Goal:
    """The goal of that number.

    Raises:
        KeyError: there is none.
    """
    return _goals()[str(code)]


def target(code: str) -> Target:
    """The target of that code, "6.1" or "1.a".

    Raises:
        KeyError: there is none.
    """
    return _targets()[code]


def indicator(code: str) -> Indicator:
    """The indicator of that code, also one that was taken out (see its `until`).

    Raises:
        KeyError: there is none.
    """
    return _indicators()[code]


def series(code: str) -> Series:
    """The series of that SDMX code.

    Raises:
        KeyError: there is none.
    """
    return all_series()[code]


@cache
def all_series() -> Mapping[str, Series]:
    """Every series we know, by code."""
    return MappingProxyType(
        {
            row["code"]: Series(
                row["code"],
                parts(row["indicators"]),
                row["unit"],
                bool(row["retired"]),
                row["listed"],
                row["title"],
            )
            for row in rows("series.csv")
        }
    )


@cache
def _names(language: str) -> Mapping[str, Text]:
    return {
        row["code"]: Text(row["text"], row["status"], language)  # type: ignore[arg-type]
        for row in rows(f"names.{language}.csv")
    }


def _name(code: str, language: str | None) -> Text:
    """The name in a language; without one, in the language spoken now."""
    language = language or current()
    if language not in LANGUAGES:
        language = "en"
    return _names(language).get(code) or _names("en")[code]


@cache
def _goals() -> Mapping[str, Goal]:
    children: dict[str, list[str]] = {}
    for code in _targets():
        children.setdefault(code.split(".")[0], []).append(code)
    return {
        row["code"]: Goal(row["code"], row["colour"], tuple(children[row["code"]]))
        for row in rows("goals.csv")
    }


@cache
def _targets() -> Mapping[str, Target]:
    children: dict[str, list[str]] = {}
    for one in _indicators().values():
        if one.until is None:
            children.setdefault(one.target, []).append(one.code)
    codes = [code for code in _names("en") if code.count(".") == 1]
    return {code: Target(code, code.split(".")[0], tuple(children.get(code, ()))) for code in codes}


@cache
def _indicators() -> Mapping[str, Indicator]:
    return {
        row["code"]: Indicator(
            code=row["code"],
            target=row["code"].rpartition(".")[0],
            goal=row["code"].split(".")[0],
            series=parts(row["series"]),
            tier=row["tier"],
            custodians=parts(row["custodians"]),
            since=number(row["since"]),
            until=number(row["until"]),
            note=row["note"],
        )
        for row in rows("indicators.csv")
    }
