"""All checks of fieldwork over one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from datashift.kit.problem import Problem
from datashift.quality.fieldwork import digits, impossible, scores
from datashift.quality.fieldwork.calibration import Calibrated, calibrate
from datashift.quality.fieldwork.signals import Fieldwork, Impossible, Signal
from datashift.tables.arrays import Coded, Integers, Numbers, coded, column, numbers

if TYPE_CHECKING:
    import pyarrow as pa

FALSE_ALARMS = 0.05
_FEWEST = 5  # interviews per interviewer

# What a signal says: their value, the others' value.
_WORDS: dict[str, str] = {
    "likeness": "Interviews of {who} are {mine:.0%} like another one of the place at the closest, on average; the others' {others:.0%}.",
    "commonness": "Interviews of {who} give the usual answer more often: {mine:.0%} of people in the place give it, {others:.0%} in the others' interviews.",
    "straightness": "In interviews of {who} {mine:.0%} of neighbouring answers on a scale are equal; in the others' {others:.0%}.",
    "unanswered": "Interviews of {who} leave {mine:.0%} of the questions open; the others' {others:.0%}.",
    "haste": "Interviews of {who} take {mine:.0f} minutes on average; the others' {others:.0f}.",
    "ages": "In interviews of {who} {mine:.0%} of the ages end in 0 or 5; in the others' {others:.0%}.",
    "roundness": "In interviews of {who} {mine:.0%} of the numbers are round; in the others' {others:.0%}.",
    "same_point": "{mine:.0%} of the interviews of {who} share their point with another one; of the others' {others:.0%}.",
    "effect": "The answers in interviews of {who} differ from those of the others in the same places more than chance explains.",
}


@dataclass(frozen=True)
class Look:
    """What the fieldwork checks saw.

    Args:
        interviews, interviewers: that could be compared.
        checks: names of the checks that had what they need.
        signals: by interviewer, who stands out most first.
        impossible: what cannot have been as recorded.
        false_alarms: share of honest surveys in which at least one signal appears.
        whipple, myers: digit preference of ages over the whole table; None without ages.
        benford: of each column of amounts for which the law can be expected.
        notes: what could not be checked and why, plain sentences.
    """

    interviews: int
    interviewers: int
    checks: tuple[str, ...]
    signals: tuple[Signal, ...]
    impossible: tuple[Impossible, ...]
    false_alarms: float
    whipple: float | None
    myers: float | None
    benford: dict[str, digits.Leading]
    notes: tuple[str, ...]

    @property
    def public(self) -> str:
        """What may be said to everybody: how many stand out, and nobody's name."""
        rate = f"{self.false_alarms:.0%} of honest surveys would raise an alarm"
        concerned = {signal.interviewer for signal in self.signals}
        concerned |= {one.interviewer for one in self.impossible}
        if not concerned:
            return f"No interviewer's work stands out in {len(self.checks)} checks ({rate})."
        return f"The work of {len(concerned)} of {self.interviewers} interviewers was looked at again after {len(self.checks)} checks ({rate})."


def look(
    data: pa.Table,
    fieldwork: Fieldwork,
    *,
    chance: np.random.Generator,
    false_alarms: float = FALSE_ALARMS,
    draws: int = 999,
) -> Look:
    """Run the checks for which the table has what they need.

    Whoever stands out most is set aside before the rest are compared again, so that made-up
    interviews do not make the honest ones beside them look strange.

    Args:
        data: one row per interview.
        chance: of the deals that calibrate the checks.
        false_alarms: share of honest surveys in which any signal may appear.
        draws: deals; a chance is never smaller than 1 / (draws + 1).

    Raises:
        Problem: a column is absent, or fewer than two interviewers have five interviews.
    """
    who = coded(data, fieldwork.interviewer)
    rows, kept, notes = _usable(who, data, fieldwork)
    place = _place(data, fieldwork, rows)
    answers = _answers(data, fieldwork.answers, rows)
    signals: list[Signal] = []
    checks: tuple[str, ...] = ()
    here = np.arange(len(rows))
    while len(np.unique(kept.codes[here])) > 1:
        scores_ = _scores(data, fieldwork, rows[here], answers[here], place[here], checks)
        left = Coded(kept.codes[here], kept.labels)
        found = calibrate(
            list(scores_.values()),
            answers[here],
            left.codes,
            place[here],
            draws=draws,
            chance=chance,
        )
        if not checks:
            checks = (*scores_, *(("effect",) if answers.shape[1] else ()))
            notes += _unjudged(found, kept)
        worst = _worst(found, false_alarms)
        if worst is None:
            break
        signals += _signals(checks, scores_, left, found, worst, false_alarms)
        here = here[left.codes != worst]
    ages = numbers(data, fieldwork.age) if fieldwork.age else np.zeros(0)
    leading = {name: digits.benford(numbers(data, name)) for name in fieldwork.amounts}
    return Look(
        interviews=len(rows),
        interviewers=len(kept.labels),
        checks=checks,
        signals=tuple(signals),
        impossible=tuple(_impossible(data, fieldwork, who)),
        false_alarms=false_alarms,
        whipple=digits.whipple(ages),
        myers=digits.myers(ages),
        benford={name: one for name, one in leading.items() if one is not None},
        notes=tuple(notes),
    )


def _worst(found: Calibrated, false_alarms: float) -> int | None:
    """The interviewer whose strongest signal is the least likely by chance; None without any."""
    chances = np.where(np.isnan(found.chance), 2.0, found.chance)
    lowest = chances.min(axis=0)
    if not (lowest <= false_alarms).any():
        return None
    strengths = np.where(chances <= false_alarms, np.nan_to_num(found.strength), -np.inf)
    return int(np.lexsort((-strengths.max(axis=0), lowest))[0])


def _signals(
    checks: tuple[str, ...],
    scores_: dict[str, Numbers],
    who: Coded,
    found: Calibrated,
    number: int,
    false_alarms: float,
) -> list[Signal]:
    """One interviewer's signals, the strongest first."""
    mine = who.codes == number
    label = who.labels[number]
    signals = []
    for at, check in enumerate(checks):
        likely = float(found.chance[at, number])
        if not likely <= false_alarms:
            continue
        value, others = _means(check, scores_.get(check), mine)
        message = _WORDS[check].format(who=label, mine=value, others=others)
        signals.append(Signal(check, label, int(mine.sum()), value, others, likely, message))
    return sorted(signals, key=lambda one: one.chance)


def _unjudged(found: Calibrated, kept: Coded) -> list[str]:
    alone = int(np.isnan(found.strength).all(axis=0).sum())
    if not alone:
        return []
    return [
        f"{alone} of {len(kept.labels)} interviewers worked where no other did; they cannot be told from the place."
    ]


def _usable(who: Coded, data: pa.Table, fieldwork: Fieldwork) -> tuple[Integers, Coded, list[str]]:
    """The rows of interviewers with enough interviews, and those interviewers renumbered."""
    counts = np.bincount(who.codes[who.codes >= 0], minlength=len(who.labels))
    enough = np.flatnonzero(counts >= _FEWEST)
    if len(enough) < 2:
        raise Problem(
            f"Fewer than two interviewers have {_FEWEST} interviews",
            column=fieldwork.interviewer,
            safe="No check was run",
            do="Check the fieldwork later, when there is more to compare",
            code="fieldwork.too_few",
        )
    number = np.full(len(who.labels) + 1, -1)
    number[enough] = np.arange(len(enough))
    rows = np.flatnonzero(number[who.codes] >= 0)
    notes = []
    if few := len(who.labels) - len(enough):
        notes.append(
            f"{few} of {len(who.labels)} interviewers have fewer than {_FEWEST} interviews."
        )
    if nameless := int((who.codes < 0).sum()):
        notes.append(f"{nameless} of {data.num_rows} interviews do not say who made them.")
    labels = tuple(who.labels[one] for one in enough.tolist())
    return rows, Coded(number[who.codes[rows]].astype(np.int64), labels), notes


def _place(data: pa.Table, fieldwork: Fieldwork, rows: Integers) -> Integers:
    if fieldwork.place is None:
        return np.zeros(len(rows), dtype=np.int64)
    codes = coded(data, fieldwork.place).codes[rows]
    return codes + 1  # interviews without a place are compared with each other


def _answers(data: pa.Table, names: tuple[str, ...], rows: Integers) -> scores.Answers:
    columns = [coded(data, name).codes[rows].astype(np.int32) for name in names]
    return np.column_stack(columns) if columns else np.zeros((len(rows), 0), dtype=np.int32)


def _scores(
    data: pa.Table,
    fieldwork: Fieldwork,
    rows: Integers,
    answers: scores.Answers,
    place: Integers,
    checks: tuple[str, ...],
) -> dict[str, Numbers]:
    """The scores of `checks`, or without any of each that has what it needs, by its name."""
    scales = _answers(data, fieldwork.scales, rows)
    minutes = _minutes(data, fieldwork.ended, rows) - _minutes(data, fieldwork.started, rows)
    wanted: dict[str, tuple[bool, Callable[[], Numbers]]] = {
        "likeness": (answers.shape[1] >= 2, lambda: scores.likeness(answers, place)),
        "commonness": (answers.shape[1] >= 1, lambda: scores.commonness(answers, place)),
        "unanswered": (bool((answers < 0).any()), lambda: scores.unanswered(answers)),
        "straightness": (scales.shape[1] >= 2, lambda: scores.straightness(scales)),
        "haste": (bool(np.isfinite(minutes).any()), lambda: scores.haste(minutes)),
        "ages": (
            fieldwork.age is not None,
            lambda: scores.roundness(_columns(data, (fieldwork.age or "",), rows), 5),
        ),
        "roundness": (
            bool(fieldwork.amounts),
            lambda: scores.roundness(_columns(data, fieldwork.amounts, rows), 10),
        ),
        "same_point": (
            fieldwork.longitude is not None and fieldwork.latitude is not None,
            lambda: scores.same_point(
                numbers(data, fieldwork.longitude or "")[rows],
                numbers(data, fieldwork.latitude or "")[rows],
            ),
        ),
    }
    return {
        name: score()
        for name, (possible, score) in wanted.items()
        if (name in checks if checks else possible)
    }


def _columns(data: pa.Table, names: tuple[str, ...], rows: Integers) -> Numbers:
    return np.column_stack([numbers(data, name)[rows] for name in names])


def _minutes(data: pa.Table, name: str | None, rows: Integers | None = None) -> Numbers:
    """A time as minutes since 1970, NaN where missing."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if name is None:
        size = data.num_rows if rows is None else len(rows)
        return np.full(size, np.nan)
    values = column(data, name)
    if not pa.types.is_timestamp(values.type):
        raise Problem(
            "The column does not hold times",
            column=name,
            do="Choose the column with date and time of the interview",
            code="fieldwork.not_times",
        )
    whole = pc.cast(pc.cast(values, pa.timestamp("ms", values.type.tz)), pa.int64())
    minutes = np.asarray(pc.cast(whole, pa.float64()).to_numpy(), dtype=np.float64) / 60_000
    return minutes if rows is None else minutes[rows]


def _impossible(data: pa.Table, fieldwork: Fieldwork, who: Coded) -> list[Impossible]:
    started, ended = _minutes(data, fieldwork.started), _minutes(data, fieldwork.ended)
    found = impossible.overlapping(who.codes, who.labels, started, ended)
    if fieldwork.longitude and fieldwork.latitude:
        longitude, latitude = numbers(data, fieldwork.longitude), numbers(data, fieldwork.latitude)
        found += impossible.too_fast(who.codes, who.labels, started, longitude, latitude)
    return found


def _means(check: str, score: Numbers | None, mine: np.ndarray) -> tuple[float, float]:
    """The check's mean in words' units, of one interviewer and of the others."""
    if score is None:
        return float("nan"), float("nan")
    sign = -1.0 if check == "haste" else 1.0
    known = np.isfinite(score)
    return (
        sign * float(score[mine & known].mean()),
        sign * float(score[~mine & known].mean()),
    )
