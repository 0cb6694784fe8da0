"""Protect a table by one of three methods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from datashift.disclosure.policy import Policy
from datashift.disclosure.tables.cell_key import Noise, cell_keys, record_keys
from datashift.disclosure.tables.cube import Cube, Integers, Mask
from datashift.disclosure.tables.hide import Hidden, Relief, hide_cheapest
from datashift.disclosure.tables.reading import Counted
from datashift.disclosure.tables.rounding import rounded
from datashift.disclosure.tables.rules import everybody, few, loss, promises
from datashift.disclosure.tables.totals import dominated, total_promise
from datashift.kit.progress import Progress, silent

Method = Literal["suppress", "round", "cell-key"]


@dataclass(frozen=True)
class Loss:
    """What usefulness was lost.

    Args:
        cells: cells about somebody, published or not.
        cells_hidden: those whose number is hidden.
        people: sum of the inner cells.
        people_hidden: those of inner cells that are hidden.
        mean_change: mean absolute change of shown cells.
    """

    cells: int
    cells_hidden: int
    people: int
    people_hidden: int
    mean_change: float


@dataclass(frozen=True)
class Findings:
    """What an attacker could still find out about hidden cells.

    Args:
        primary: cells that a rule hides.
        complementary: cells hidden so that those cannot be worked out.
        determined: cells of which a promise cannot be kept, whatever is hidden.
        narrowest: of the hidden counts that a rule hides, the narrowest range that possible tables
            were found for; None when there is none.
        promised: the range promised.
        told: of those, how many somebody could work out who is told which of them are small.
        tried: searches made.
        zeros: hidden cells may be nobody.
    """

    primary: int
    complementary: int
    determined: int
    narrowest: int | None
    promised: int
    told: int
    tried: int
    zeros: bool


@dataclass(frozen=True, eq=False)
class Protected:
    """A table as it may leave. Arrays are flat, one entry per cell of the cube.

    Args:
        cube: the cells; those not to be published are left out by `shown`.
        method: how it was protected.
        policy: the rules.
        counts: the numbers that may leave; only those of cells that are not hidden.
        amounts: totals in units of the last decimal, or None.
        hidden: cells whose numbers may not leave.
        status: SDMX CL_OBS_STATUS: A as counted, E changed on purpose, Q hidden.
        findings: what could still be found out, where cells are hidden.
        loss: what usefulness was lost.
        notes: what else a reader of the report must know.
    """

    cube: Cube
    method: Method
    policy: Policy
    counts: Integers
    amounts: Integers | None
    decimals: int
    hidden: Mask
    status: np.ndarray[tuple[int], np.dtype[np.object_]]
    findings: Findings | None
    loss: Loss
    notes: tuple[str, ...]


def suppressed(
    counted: Counted, policy: Policy, *, attribute: str = "", progress: Progress = silent
) -> Protected:
    """Hide cells by the rules, and as many others as keep those from being worked out.

    Args:
        counted: the table.
        policy: the rules.
        attribute: column of what must not be known of a person, where a whole group may be one.
        progress: told how far the search is.
    """
    cube, counts = counted.cube, counted.counts
    primary = few(cube, counts, policy.minimum)
    groups = np.zeros_like(primary)
    for at, each in enumerate(cube.axes):
        if attribute and attribute in each.names:
            groups |= everybody(cube, counts, at)
    zeros = bool(groups.any())
    primary |= groups
    asked = promises(cube, counts, primary, policy.minimum, zeros=zeros)
    further = promises(cube, counts, primary, policy.minimum, zeros=True)
    if counted.amounts is not None:
        primary = primary | dominated(cube, counted.amounts, policy)
        of_totals = total_promise(cube, counted.amounts, primary, policy)
        asked, further = (*asked, of_totals), (*further, of_totals)
    found = hide_cheapest(
        cube,
        asked,
        primary,
        loss(cube, counts, zeros=zeros),
        relief=None if zeros else Relief(further, loss(cube, counts, zeros=True)),
        progress=progress,
    )
    zeros = zeros or found.relieved
    return Protected(
        cube=cube,
        method="suppress",
        policy=policy,
        counts=np.where(found.cells, 0, counts.ravel()),
        amounts=None
        if counted.amounts is None
        else np.where(found.cells, 0, counted.amounts.total.ravel()),
        decimals=counted.decimals,
        hidden=found.cells,
        status=np.where(found.cells, "Q", "A").astype(object),
        findings=_findings(found, policy, zeros=zeros),
        loss=_loss(counted, found.cells, counts.ravel()),
        notes=_notes(found, counted, zeros=zeros),
    )


def rounded_off(counted: Counted, policy: Policy, *, base: int) -> Protected:
    """Round every cell to a base so that all sums are kept."""
    result = rounded(counted.cube, counted.counts, base)
    note = (
        f"Every cell is at one of the two multiples of {base} next to it, and all sums are kept."
        if result.restricted
        else f"All sums are kept; for that some cells are up to {result.furthest} off."
    )
    return _changed(counted, policy, "round", result.cells.ravel(), (note,))


def blurred(
    counted: Counted, policy: Policy, *, secret: bytes, noise: Noise | None = None
) -> Protected:
    """Add noise that depends on who is in a cell, and on a secret, and on nothing else."""
    noise = noise or Noise()
    cube = counted.cube
    names = [
        repr([(each.names, each.codes[node]) for each, node in zip(cube.axes, place, strict=True)])
        for place in np.ndindex(*[each.leaves for each in cube.axes])
    ]
    inner = record_keys(secret, names).reshape([each.leaves for each in cube.axes])
    people = np.where(cube.inner(counted.counts) > 0, inner, 0)
    keys = cell_keys(cube.summed(people)).ravel()
    flat = counted.counts.ravel()
    note = (
        f"Noise of variance {noise.variance:g}, at most {noise.deviation} up or down; the same cell "
        "always gets the same. Sums are not kept: every cell is changed by itself."
    )
    return _changed(counted, policy, "cell-key", flat + noise.added(flat, keys), (note,))


def _changed(
    counted: Counted, policy: Policy, method: Method, cells: Integers, notes: tuple[str, ...]
) -> Protected:
    nothing = np.zeros(len(cells), dtype=np.bool_)
    return Protected(
        cube=counted.cube,
        method=method,
        policy=policy,
        counts=cells,
        amounts=None,
        decimals=0,
        hidden=nothing,
        status=np.where(counted.counts.ravel() == 0, "A", "E").astype(object),
        findings=None,
        loss=_loss(counted, nothing, cells),
        notes=notes,
    )


def _findings(found: Hidden, policy: Policy, *, zeros: bool) -> Findings:
    reader = found.seen[0]
    asks = reader.promise.asks
    widths = (reader.high - reader.low)[asks]
    told = [seen for seen in found.seen if seen.promise.name == "insider"]
    return Findings(
        primary=int(found.primary.sum()),
        complementary=int((found.cells & ~found.primary).sum()),
        determined=len(_broken(found)),
        narrowest=int(widths.min()) if len(widths) else None,
        promised=policy.minimum,
        told=sum(int((seen.promise.asks & ~seen.kept).sum()) for seen in told),
        tried=found.tried,
        zeros=zeros,
    )


def _broken(found: Hidden) -> set[int]:
    """Cells of which a promise cannot be kept."""
    return {int(cell) for cells in found.broken for cell in cells}


def _loss(counted: Counted, hidden: Mask, after: Integers) -> Loss:
    cube, flat = counted.cube, counted.counts.ravel()
    somebody = cube.shown.ravel() & (flat > 0)
    inner = cube.inner(np.arange(flat.size).reshape(cube.shape)).ravel()
    shown = somebody & ~hidden
    return Loss(
        cells=int(somebody.sum()),
        cells_hidden=int((hidden & cube.shown.ravel()).sum()),
        people=int(flat[inner].sum()),
        people_hidden=int(flat[inner][hidden[inner]].sum()),
        mean_change=float(np.abs(after - flat)[shown].mean()) if shown.any() else 0.0,
    )


def _notes(found: Hidden, counted: Counted, *, zeros: bool) -> tuple[str, ...]:
    notes = []
    if zeros:
        notes.append(
            "Hidden cells may be nobody, and some zeros are hidden: without that, the others "
            "would tell what a hidden cell is."
        )
    if counted.amounts is not None and not counted.amounts.largest.any():
        notes.append(
            "The largest contributions are not known, so no rule of dominance could be applied."
        )
    if _broken(found):
        notes.append("Some promises cannot be kept whatever is hidden; do not publish this table.")
    return tuple(notes)
