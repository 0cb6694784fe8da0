"""What to change so that records pass the gate, at the least cost in what they tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from datashift.disclosure.microdata.cells import MISSING, Cells
from datashift.disclosure.microdata.gate import Rules, Verdict, gate
from datashift.disclosure.microdata.recode import Recoding
from datashift.disclosure.microdata.suppress import Answers, Suppression, punched, suppress
from datashift.tables.arrays import Integers

Ladders = Sequence[Sequence[Recoding]]


@dataclass(frozen=True)
class Proposal:
    """Recodings and local suppressions, and how records do after them.

    Args:
        recodings: for each key the recoding, None where it stays as it is.
        recoded: for each cell its codes after recoding, shape (cells, keys).
        cell: for each cell its position among the recoded ones, shape (cells,).
        suppression: what is taken out of the recoded cells.
        kept: for each key the share of its information that is left, 0-1.
        verdict: how the records do afterwards.
    """

    recodings: tuple[Recoding | None, ...]
    recoded: Cells = field(repr=False)
    cell: Integers = field(repr=False)
    suppression: Suppression
    kept: tuple[float, ...]
    verdict: Verdict

    @property
    def usefulness(self) -> float:
        """Information left, 0-1, less the records that stay back.

        The mean over keys of exponent 1/2: one key is not emptied to spare the others.
        """
        stay = self.suppression.records_withheld / max(self.recoded.total, 1)
        return float(np.mean(np.sqrt(self.kept)) ** 2) * (1 - stay)


def propose(
    cells: Cells,
    ladders: Ladders,
    rules: Rules | None = None,
    *,
    answers: Mapping[str, Answers] | None = None,
) -> Proposal | None:
    """The most useful way found to pass the gate, or None when nothing does.

    Climbs from the records as they are: at each step the one key whose next recoding leaves the
    most information once the rest is locally suppressed becomes coarser, until a step past a way
    that passes no longer helps. Information of a key is the entropy of its values.

    Args:
        cells: the combinations that occur.
        ladders: for each key its recodings, the finest first.
        rules: what is asked.
        answers: the sensitive columns by name.
    """
    rules, answers = rules or Rules(), answers or {}
    best: Proposal | None = None
    here = tuple(0 for _ in ladders)
    behind = 0
    while behind < 3:
        tried = [
            (levels, _at(cells, ladders, levels, rules, answers)) for levels in _next(here, ladders)
        ]
        if here == tuple(0 for _ in ladders):
            tried.append((here, _at(cells, ladders, here, rules, answers)))
        for _, proposal in tried:
            if proposal.verdict.passes and (best is None or proposal.usefulness > best.usefulness):
                best, behind = proposal, -1
        onward = [each for each in tried if each[0] != here]
        if not onward:
            break
        here = max(onward, key=lambda each: _promise(each[1], rules))[0]
        behind += best is not None
    return best


def _promise(proposal: Proposal, rules: Rules) -> float:
    """Usefulness, less what still stands in the way."""
    limit = rules.share(sample=proposal.recoded.sample)
    over = max(0.0, proposal.verdict.overall / limit - 1)
    return proposal.usefulness / (1 + over)


def _next(levels: tuple[int, ...], ladders: Ladders) -> Iterator[tuple[int, ...]]:
    for at, level in enumerate(levels):
        if level < len(ladders[at]):
            yield (*levels[:at], level + 1, *levels[at + 1 :])


def _at(
    cells: Cells,
    ladders: Ladders,
    levels: tuple[int, ...],
    rules: Rules,
    answers: Mapping[str, Answers],
) -> Proposal:
    recodings = tuple(
        ladder[level - 1] if level else None for ladder, level in zip(ladders, levels, strict=True)
    )
    codes = np.column_stack(
        [
            part if recoding is None else recoding.codes(part)
            for part, recoding in zip(cells.codes.T, recodings, strict=True)
        ]
    )
    recoded, cell = cells.recoded(codes)
    theirs = {name: _moved(each, cell) for name, each in answers.items()}
    found = suppress(recoded, rules.k, answers=tuple(theirs.values()))
    released, place = recoded.recoded(punched(recoded, found))
    stays = np.zeros(len(released.records), dtype=bool)
    stays[place[~found.withheld]] = True
    lost = _withheld_apart(recoded, found, released, place)
    left = {name: _moved(each, place) for name, each in theirs.items()}
    verdict = gate(lost.only(stays), rules, answers=_stay(left, stays))
    kept = tuple(_kept(cells, recoded, found, at) for at in range(len(ladders)))
    return Proposal(recodings, recoded, cell, found, kept, verdict)


def _withheld_apart(recoded: Cells, found: Suppression, released: Cells, place: Integers) -> Cells:
    """The released cells without the records that stay back."""
    out = found.withheld
    size = len(released.records)
    fewer = np.bincount(place[out], weights=recoded.records[out], minlength=size)
    lighter = np.bincount(place[out], weights=recoded.weight[out], minlength=size)
    return Cells(
        released.codes,
        released.records - np.rint(fewer).astype(np.int64),
        released.weight - lighter,
        released.sample,
    )


def _moved(answers: Answers, cell: Integers) -> Answers:
    return Answers(cell[answers.cell], answers.answer, answers.least)


def _stay(answers: Mapping[str, Answers], stays: Integers) -> dict[str, Answers]:
    place = np.where(stays, np.cumsum(stays) - 1, -1)
    return {
        name: Answers(place[each.cell][stays[each.cell]], each.answer[stays[each.cell]], each.least)
        for name, each in answers.items()
    }


def _kept(before: Cells, after: Cells, found: Suppression, at: int) -> float:
    """Share of a key's entropy that recoding leaves, times the share that no hole takes."""
    was, now = _entropy(before, at), _entropy(after, at)
    known = after.codes[:, at] != MISSING
    there = int(after.records[known].sum())
    gone = int(after.records[found.holes[:, at]].sum())
    if was == 0:
        return 1.0 if there == before.total and not gone else 0.0
    return now / was * (1 - gone / there) if there else 0.0


def _entropy(cells: Cells, at: int) -> float:
    known = cells.codes[:, at] != MISSING
    counts = np.bincount(cells.codes[known, at], weights=cells.records[known])
    share = counts[counts > 0] / max(counts.sum(), 1)
    return float(-(share * np.log(share)).sum())
