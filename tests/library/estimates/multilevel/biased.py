"""A population of areas, and samples of it in which some kinds of people are likelier to be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.random import Generator

from datashift.tables.arrays import Integers, Numbers

AREAS, SEXES, AGES = 30, 2, 4
SIZE = AREAS * SEXES * AGES


@dataclass(frozen=True)
class Population:
    """Cells with their people and their true share."""

    area: Integers
    sex: Integers
    age: Integers
    total: Numbers
    share: Numbers
    amount: Numbers

    @property
    def cells(self) -> pa.Table:
        return pa.table(
            {
                "area": [f"A{area:02d}" for area in self.area],
                "sex": ["FM"[sex] for sex in self.sex],
                "age": [str(15 + 20 * age) for age in self.age],
                "total": self.total,
            }
        )

    def by_area(self, values: Numbers) -> Numbers:
        return np.bincount(self.area, self.total * values) / np.bincount(self.area, self.total)


def population(chance: Generator) -> Population:
    area, sex, age = (part.reshape(-1) for part in np.indices((AREAS, SEXES, AGES)))
    total = np.round(chance.gamma(2, 500, SIZE)) + 1
    level = (
        -0.4
        + 0.8 * sex
        + np.array([-0.6, -0.1, 0.2, 0.5])[age]
        + chance.normal(0, 0.5, AREAS)[area]
    )
    return Population(area, sex, age, total, 1 / (1 + np.exp(-level)), 30 + 8 * level)


def volunteers(people: Population, rows: int, chance: Generator) -> pa.Table:
    """Men and the old come two to eight times as often, and some areas far more than others."""
    pull = people.total * np.exp(
        1.0 * people.sex + 0.4 * people.age + chance.normal(0, 0.7, AREAS)[people.area]
    )
    cell = chance.choice(SIZE, rows, p=pull / pull.sum())
    return (
        people.cells.take(cell)
        .append_column("yes", pa.array((chance.random(rows) < people.share[cell]).astype(float)))
        .append_column("amount", pa.array(chance.normal(people.amount[cell], 6.0)))
    )
