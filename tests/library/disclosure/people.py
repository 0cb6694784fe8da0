"""Populations made up for the attacker: sparse, uneven, with answers missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
from hypothesis import strategies as st
from library.disclosure.attacker import Group, Row

from datashift.disclosure import Protection
from datashift.estimates.estimate import Estimate

By = tuple[tuple[str, ...], ...]


def population(seed: int, codes: Mapping[str, int], mean: float) -> dict[Group, int]:
    """People per combination of codes, gamma-Poisson: many cells empty or small, some large."""
    rng = np.random.default_rng(seed)
    spread = 0.5
    people = {}
    for at in np.ndindex(*codes.values()):
        group = tuple(sorted((name, f"{name}{i}") for name, i in zip(codes, at, strict=True)))
        people[group] = int(rng.poisson(rng.gamma(spread, mean / spread)))
    return people


def estimates(
    people: Mapping[Group, int], by: By, answers: Mapping[str, Mapping[Group, int]] | None = None
) -> list[Estimate]:
    """Figures of each measure in each cross-classification, as `estimates` would give them."""
    answers = answers or {"works": people}
    made = []
    for measure, usable in answers.items():
        for names in by:
            rows: dict[Group, int] = {}
            n: dict[Group, int] = {}
            for group, number in people.items():
                if any(code == "?" for name, code in group if name in names):
                    continue
                domain = tuple(item for item in group if item[0] in names)
                rows[domain] = rows.get(domain, 0) + number
                n[domain] = n.get(domain, 0) + usable[group]
            for domain, number in rows.items():
                if number:
                    made.append(
                        Estimate(
                            measure=measure,
                            domain=dict(domain),
                            value=0.5 if n[domain] else None,
                            n=n[domain],
                            missing=number - n[domain],
                            numerator=n[domain] // 2,
                        )
                    )
    return made


def published(protection: Protection) -> list[Row]:
    """What leaves, as the attacker sees it."""
    return [
        Row(
            measure=cell.estimate.measure,
            group=tuple(sorted(cell.estimate.domain.items())),
            n=None if cell.hidden else cell.estimate.n,
            missing=None if cell.hidden else cell.estimate.missing,
        )
        for cell in protection.cells
    ]


def naive(figures: Sequence[Estimate], minimum: int) -> list[Row]:
    """What peers publish: small numbers hidden, nothing else."""
    return [
        Row(
            measure=figure.measure,
            group=tuple(sorted(figure.domain.items())),
            n=None if figure.n < minimum else figure.n,
            missing=None if figure.n < minimum else figure.missing,
        )
        for figure in figures
    ]


def crossings(names: Sequence[str]) -> st.SearchStrategy[By]:
    """Any choice of cross-classifications of these dimensions, mostly with the overall figure."""
    every = [each for size in range(1, len(names) + 1) for each in combinations(names, size)]
    chosen = st.lists(st.sampled_from(every), min_size=1, unique=True)
    overall = st.sampled_from([((),), ((),), ((),), ()])
    return st.builds(lambda first, rest: (*first, *rest), overall, chosen)
