"""Lists made from one invented register, with slips of the pen, and who is who."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from datashift.harmonise.linkage import Field, Linkage

FIELDS = (
    Field("name", "name"),
    Field("died", "date"),
    Field("district", "place"),
    Field("age", "age"),
)
LINKAGE = Linkage(FIELDS, seed=5)
SYLLABLES = ("ka", "ro", "mi", "ten", "dal", "su", "pe", "vor", "lin", "ga", "zu", "bre")


@dataclass(frozen=True)
class Invented:
    """Lists, and for each the person of every record.

    Args:
        size: people in the register.
    """

    lists: dict[str, pa.Table]
    person: dict[str, list[int]]
    size: int


def invented(size: int, reach: dict[str, float], seed: int, slips: float = 0.1) -> Invented:
    """Lists that reach people separately and misspell, misdate or leave out some values."""
    chance = np.random.default_rng(seed)
    people = [_person(chance) for _ in range(size)]
    lists, person = {}, {}
    for name, share in reach.items():
        who = np.flatnonzero(chance.random(size) < share)
        who = chance.permutation(who)
        rows = [_slipped(people[at], chance, slips) for at in who.tolist()]
        columns = list(zip(*rows, strict=True))
        lists[name] = pa.table(
            {
                "name": pa.array(columns[0], pa.string()),
                "died": pa.array(columns[1], pa.date32()),
                "district": pa.array(columns[2], pa.string()),
                "age": pa.array(columns[3], pa.float64()),
            }
        )
        person[name] = who.tolist()
    return Invented(lists, person, size)


Row = tuple[str | None, date | None, str | None, float | None]


def _person(chance: np.random.Generator) -> Row:
    words = [
        "".join(chance.choice(SYLLABLES, int(chance.integers(2, 4)))).capitalize() for _ in range(2)
    ]
    day = date(2015, 1, 1) + timedelta(days=int(chance.integers(0, 730)))
    district = f"District {int(chance.zipf(1.6)) % 12}"
    return " ".join(words), day, district, float(chance.integers(15, 80))


def _slipped(row: Row, chance: np.random.Generator, slips: float) -> Row:
    name, day, district, age = row
    if name and chance.random() < slips:
        at = int(chance.integers(1, len(name) - 1))
        name = name[:at] + name[at + 1 :]
    if name and chance.random() < slips / 2:
        name = " ".join(reversed(name.split())).upper()
    if day and chance.random() < slips:
        day += timedelta(days=int(chance.integers(-3, 4)))
    if age and chance.random() < slips:
        age += float(chance.integers(-2, 3))
    return (
        None if chance.random() < slips / 4 else name,
        None if chance.random() < slips / 4 else day,
        district,
        None if chance.random() < slips / 2 else age,
    )
