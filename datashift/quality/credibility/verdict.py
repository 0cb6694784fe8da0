"""Gates and scores to a verdict, exactly: an average of 3/2 is 3/2, never 1.4999."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from datashift.kit.problem import Problem
from datashift.quality.credibility.framework import SCORES, Framework


@dataclass(frozen=True)
class Verdict:
    """What a framework says of a study.

    Args:
        accepted: True or False; None while gates or scores are still to be given and nothing
            given so far settles it.
        failed: ids of gates not passed.
        goodwill: those of them that depend on an authority's goodwill.
        zeros: ids of criteria that scored 0.
        unanswered: ids of gates and criteria not yet decided.
        average: of the scores given; None without any.
        reasons: why it is not accepted (or not yet), plain sentences.
    """

    accepted: bool | None
    failed: tuple[str, ...]
    goodwill: tuple[str, ...]
    zeros: tuple[str, ...]
    unanswered: tuple[str, ...]
    average: Fraction | None
    reasons: tuple[str, ...]

    @property
    def data_accepted(self) -> bool | None:
        """The verdict were every gate of goodwill passed: what the data themselves deserve."""
        if self.accepted is not False or set(self.failed) - set(self.goodwill):
            return self.accepted
        return None if self.unanswered else not self.zeros and not self._below

    @property
    def _below(self) -> bool:
        return any(reason.startswith("The average") for reason in self.reasons)


def judge(
    framework: Framework,
    gates: Mapping[str, bool | None],
    scores: Mapping[str, int | None],
    *,
    not_applicable: Collection[str] = (),
) -> Verdict:
    """Apply a framework's rule: all gates passed, no 0, and the average reached.

    Args:
        gates: by id; absent or None is not yet decided.
        scores: by id of the criterion, 0 to 3; absent or None is not yet given.
        not_applicable: criteria left out of the average ("total points divided by the number of
            criteria applied", KeSQAF Annex 4).

    Raises:
        Problem: an id the framework does not have, a score other than 0 to 3, or no criterion left.
    """
    applied = _applied(framework, gates, scores, not_applicable)
    failed = tuple(gate.id for gate in framework.gates if gates.get(gate.id) is False)
    undecided = [gate.id for gate in framework.gates if gates.get(gate.id) is None]
    given = {key: score for key in applied if (score := scores.get(key)) is not None}
    unanswered = (*undecided, *(key for key in applied if key not in given))
    zeros = tuple(key for key, score in given.items() if score == 0)
    average = Fraction(sum(given.values()), len(given)) if given else None
    complete = len(given) == len(applied)
    below = complete and average is not None and not reached(framework, average)
    accepted: bool | None = None
    if failed or zeros or below:
        accepted = False
    elif not unanswered:
        accepted = True
    return Verdict(
        accepted=accepted,
        failed=failed,
        goodwill=tuple(key for key in failed if framework.gate(key).goodwill),
        zeros=zeros,
        unanswered=unanswered,
        average=average,
        reasons=_reasons(framework, failed, zeros, average if below else None, unanswered),
    )


def reached(framework: Framework, average: Fraction) -> bool:
    """Whether an average is enough by the framework's own comparator."""
    if framework.comparator == "at least":
        return average >= framework.average
    return average > framework.average


def _applied(
    framework: Framework,
    gates: Mapping[str, bool | None],
    scores: Mapping[str, int | None],
    not_applicable: Collection[str],
) -> tuple[str, ...]:
    known = {criterion.id for criterion in framework.criteria}
    strange = (set(scores) | set(not_applicable)) - known
    strange |= set(gates) - {gate.id for gate in framework.gates}
    if strange:
        raise Problem(
            f"{framework.name} does not ask for {', '.join(sorted(strange))}",
            code="credibility.unknown",
        )
    for key, score in scores.items():
        if score is not None and score not in SCORES:
            raise Problem(
                f"The score of {key} is {score}",
                do="Give 3, 2, 1 or 0",
                code="credibility.score",
            )
    applied = tuple(one.id for one in framework.criteria if one.id not in not_applicable)
    if not applied:
        raise Problem(
            "No criterion is left to be scored",
            do="Apply at least one criterion",
            code="credibility.nothing",
        )
    return applied


def _reasons(
    framework: Framework,
    failed: tuple[str, ...],
    zeros: tuple[str, ...],
    below: Fraction | None,
    unanswered: tuple[str, ...],
) -> tuple[str, ...]:
    reasons = [f"The gate “{framework.gate(key).name}” is not passed." for key in failed]
    reasons += [f"“{framework.criterion(key).name}” scored 0." for key in zeros]
    if below is not None:
        asked = f"{framework.comparator} {float(framework.average):g}"
        reasons.append(f"The average is {float(below):.2f}; {asked} is asked for.")
    if unanswered and not reasons:
        count = len(unanswered)
        reasons.append(f"{count} {'answer is' if count == 1 else 'answers are'} still to be given.")
    return tuple(reasons)
