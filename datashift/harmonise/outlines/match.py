"""The areas of a file and the areas we know: the same by name or code, in the same year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from datashift import sdg
from datashift.harmonise.rows import listed
from datashift.tables.flag import Flag, Severity


@dataclass(frozen=True)
class Matched:
    """What the areas of a file are.

    Args:
        codes: ours where the area is known, else the file's own.
        names: ours likewise.
        flags: what did not match.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    flags: tuple[Flag, ...]


def match(
    codes: Sequence[str],
    names: Sequence[str],
    *,
    country: str,
    level: int,
    at: int | None,
    file: str,
) -> Matched:
    """Find the areas of a file among those of the country in a year; None is today.

    The name decides, because numbers from 1 are in every file and mean something else in each; a
    code serves where the name says nothing. Two areas that would be the same one are neither.
    """
    known = {area.code: area for area in sdg.areas(country, level, at=at)}
    if not known:
        return Matched(tuple(codes), tuple(names), (_no_areas(country, level, file),))
    found = [
        _same(name, country, level, at) or _same(code, country, level, at)
        for code, name in zip(codes, names, strict=True)
    ]
    # Without a year the gazetteer knows past areas too; only those asked for count.
    found = [one if one in known else None for one in found]
    several = {code for code, count in Counter(found).items() if count > 1}
    found = [None if one in several else one for one in found]
    unknown = [name for name, one in zip(names, found, strict=True) if one is None]
    without = [area.name for code, area in known.items() if code not in found]
    return Matched(
        tuple(one or code for one, code in zip(found, codes, strict=True)),
        tuple(known[one].name if one else name for one, name in zip(found, names, strict=True)),
        tuple(_flags(unknown, without, country, at, file)),
    )


def likeliest_level(names: Sequence[str], country: str) -> int:
    """The level whose areas most of the names are of; the first where we know none of them."""
    hits = {
        level: sum(_same(name, country, level, None) is not None for name in names)
        for level in (1, 2)
        if sdg.areas(country, level)
    }
    return max(hits, key=lambda level: (hits[level], -level), default=1)


def _same(text: str, country: str, level: int, at: int | None) -> str | None:
    sure = [one for one in sdg.find_areas(text, country, level, at=at) if one.how != "similar"]
    if not sure or (len(sure) > 1 and sure[0].score == sure[1].score):
        return None
    return sure[0].area.code


def _flags(
    unknown: Sequence[str], without: Sequence[str], country: str, at: int | None, file: str
) -> Iterator[Flag]:
    when = f"in {at}" if at is not None else "today"
    name = sdg.country(country).name
    if unknown:
        yield Flag(
            "areas.unmatched",
            Severity.LOOK,
            f"One area of {file} is none of the areas that {name} has {when}, or cannot be told "
            f"apart: {listed(unknown)}. It keeps the code of the file."
            if len(unknown) == 1
            else f"{len(unknown):,} areas of {file} are none of the areas that {name} has {when}, "
            f"or cannot be told apart: {listed(unknown)}. They keep the code of the file.",
            count=len(unknown),
            values={"file": file, "areas": list(unknown), "at": at},
        )
    if without:
        yield Flag(
            "areas.without_outline",
            Severity.LOOK,
            f"One area that {name} has {when} is not in {file} by any name we know: "
            f"{listed(without)}."
            if len(without) == 1
            else f"{len(without):,} areas that {name} has {when} are not in {file} by any name we "
            f"know: {listed(without)}.",
            count=len(without),
            values={"file": file, "areas": list(without), "at": at},
        )


def _no_areas(country: str, level: int, file: str) -> Flag:
    return Flag(
        "areas.none_known",
        Severity.NOTE,
        f"We know no areas of {sdg.country(country).name} at level {level}; the codes and names of "
        f"{file} are kept.",
        values={"file": file, "level": level},
    )
