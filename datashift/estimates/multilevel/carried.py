"""Whether the data carry a multilevel model; where not, it is refused and the reason said.

Sources for the bounds: Gelman & Hill (2007), *Data Analysis Using Regression and Multilevel Models*,
sections 11.5 and 12.9 (few groups); Peduzzi et al. (1996), Journal of Clinical Epidemiology 49,
1373-1379 (answers per effect); Buttice & Highton (2013), Political Analysis 21, 449-467 (limits).
"""

from __future__ import annotations

import numpy as np

from datashift.estimates.multilevel.intercepts import Fitted, Terms
from datashift.estimates.multilevel.layout import Collapsed, Layout
from datashift.estimates.paired import Paired
from datashift.kit.problem import Problem
from datashift.kit.words import how_many
from datashift.tables.arrays import Numbers, counted

FEWEST_GROUPS = 3  # categories with data, below which a spread cannot be estimated at all
FEW_GROUPS = 5  # ... or only badly
FEWEST_PER_EFFECT = 5  # answers of the rarer kind per fixed effect
FEW_PER_EFFECT = 10
TOO_UNSEEN = 0.5  # share of the population in categories without data
RANK = 1e-10


def refuse_uncarried(
    layout: Layout, cells: Collapsed, y: Numbers, binary: bool, measure: str
) -> None:
    """Raises Problem where the data do not carry the model."""
    if len(np.unique(y)) < 2:
        raise Problem(
            f'Everybody gave the same answer to "{measure}", so there is nothing to model'
            if len(y)
            else f'Nobody gave a usable answer to "{measure}"',
            do="Use the plain figure",
            code="multilevel.constant",
        )
    for group in layout.groups:
        _refuse_few(group, cells)
    rarer = min(y.sum(), len(y) - y.sum()) if binary else float(len(y))
    effects = len(layout.effects)
    if rarer < FEWEST_PER_EFFECT * effects:
        raise Problem(
            f"There are {rarer:,.0f} {'answers of the rarer kind' if binary else 'answers'} for "
            f"{how_many(effects, 'fixed effect', 'fixed effects')}, too few for a model",
            safe=f"It needs {FEWEST_PER_EFFECT * effects:,} or more",
            do="Use fewer fixed effects, or the plain figure",
            code="multilevel.too_few",
        )
    for group in layout.groups:
        _refuse_unseen(group, cells, layout.totals)
    _refuse_dependent(layout, cells.terms)


def _seen(group: Paired, cells: Collapsed) -> int:
    return len(np.unique(group.first[cells.first]))


def _refuse_few(group: Paired, cells: Collapsed) -> None:
    if (seen := _seen(group, cells)) < FEWEST_GROUPS:
        raise Problem(
            f'"{group.name}" has data in {how_many(seen, "category", "categories")} only, too few to '
            "see how much they differ",
            do="Give it a fixed effect instead, or leave it out",
            code="multilevel.few_groups",
        )


def _refuse_unseen(group: Paired, cells: Collapsed, totals: Numbers) -> None:
    share = float(unseen_of(group, cells) @ totals / totals.sum())
    if share > TOO_UNSEEN:
        raise Problem(
            f'{round(100 * share)} in 100 of the population are in categories of "{group.name}" '
            "without any data",
            safe="A model of the others says little about them",
            do="Speak only of the places that the data reach, or use larger ones",
            code="multilevel.unseen",
        )


def unseen_of(group: Paired, cells: Collapsed) -> Numbers:
    """1 for each population cell whose category of the group has no data, else 0."""
    seen = counted(group.first[cells.first], len(group.labels)) > 0
    return np.asarray(~seen[group.second], dtype=np.float64)


def _refuse_dependent(layout: Layout, terms: Terms) -> None:
    scaled = terms.x / np.sqrt((terms.x**2).sum(axis=0)).clip(1e-300)
    values, vectors = np.linalg.eigh(scaled.T @ scaled)
    if values[0] <= RANK * values[-1]:
        worst = int(np.argmax(np.abs(vectors[1:, 0]))) + 1
        raise Problem(
            f'"{layout.effects[worst]}" says nothing that the other fixed effects do not say already',
            do="Leave one of them out",
            code="multilevel.dependent",
        )


def notes_of(
    layout: Layout, cells: Collapsed, fitted: Fitted, y: Numbers, weighted: bool
) -> tuple[str, ...]:
    """What a reader of a fitted model must know."""
    notes = []
    for group, theta in zip(layout.groups, fitted.theta, strict=True):
        seen = _seen(group, cells)
        if seen < FEW_GROUPS:
            notes.append(
                f'"{group.name}" has data in {seen} categories only, so how much they differ is '
                "hardly known."
            )
        if theta == 0:
            notes.append(
                f'The data show no differences by "{group.name}" beyond chance: it adds nothing.'
            )
    rarer = min(y.sum(), len(y) - y.sum()) if fitted.binary else float(len(y))
    if rarer < FEW_PER_EFFECT * len(layout.effects):
        notes.append("There are few answers for so many fixed effects; they are rough.")
    if weighted:
        notes.append(
            "The model does not use the weights of the rows: the population cells take their place."
        )
    return tuple(notes)
