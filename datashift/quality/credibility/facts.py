"""What a machine can see of a study, and the scores it would suggest from it.

A suggestion is never a score: a person decides and a second one confirms. Where the framework's
own words for the levels are not at hand, the evidence is shown and no score suggested.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from datashift.quality.credibility.framework import Criterion, Framework

Access = Literal["open", "request", "price", "internal"]
_ACCESS: Mapping[Access, str] = {
    "open": "Aggregates and anonymised records are free to anyone.",
    "request": "It is given on request or under an agreement.",
    "price": "It is given on request and at a price.",
    "internal": "It stays inside the organisation.",
}


@dataclass(frozen=True)
class Facts:
    """What is known of a study without asking anybody.

    Args:
        match: between what was measured and the official definition; "none" when it measures no
            indicator; None when it is not said.
        period_end: last day of the period the data speak of.
        available: day the data were first available.
        access: who may have it; None when it is not said.
        documents: what is handed over: data, metadata, codebook, instruments, ethics, report.
        documented: which of objectives, sampling, collection, analysis, coverage, sampling_error
            and nonresponse are documented, with the evidence for each, a plain sentence.
    """

    match: Literal["direct", "partial", "proxy", "none"] | None = None
    period_end: date | None = None
    available: date | None = None
    access: Access | None = None
    documents: frozenset[str] = frozenset()
    documented: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Suggestion:
    """A suggested score (or, of a gate, pass) and what it rests on.

    Args:
        of: id of the criterion or gate.
        score: 0 to 3; of a gate 1 for pass and 0 for not; None when a machine cannot say.
        evidence: what was seen, plain sentences.
        raise_it: what would raise it, plain sentences.
    """

    of: str
    score: int | None
    evidence: tuple[str, ...]
    raise_it: tuple[str, ...] = ()


def suggest(framework: Framework, facts: Facts) -> tuple[Suggestion, ...]:
    """One suggestion for each gate a machine can look at and each criterion, in order."""
    gates = [
        _documents(gate.id, gate.parts, facts)
        for gate in framework.gates
        if gate.rule == "documents"
    ]
    return (*gates, *(_criterion(criterion, facts) for criterion in framework.criteria))


def _documents(of: str, parts: Mapping[str, str], facts: Facts) -> Suggestion:
    absent = [name for key, name in parts.items() if key not in facts.documents]
    present = [name for key, name in parts.items() if key in facts.documents]
    evidence = [f"Handed over: {', '.join(present)}."] if present else []
    evidence += [f"Not handed over: {', '.join(absent)}."] if absent else []
    return Suggestion(
        of, int(not absent), tuple(evidence), tuple(f"Add {name}." for name in absent)
    )


def _criterion(criterion: Criterion, facts: Facts) -> Suggestion:
    kinds = {"match": _match, "years": _years, "access": _access, "parts": _parts}
    kind = criterion.rule.get("kind")
    if kind is None:
        return Suggestion(criterion.id, None, ())
    return kinds[str(kind)](criterion, facts)


def _match(criterion: Criterion, facts: Facts) -> Suggestion:
    if facts.match is None:
        return Suggestion(
            criterion.id,
            None,
            ("The study does not say how closely it measures the indicator.",),
            ("Say whether the match is direct, partial or by proxy.",),
        )
    seen = {
        "direct": "The study says it measures the indicator directly.",
        "partial": "The study says it measures the indicator partially.",
        "proxy": "The study says it measures a proxy of the indicator.",
        "none": "The study names no indicator.",
    }[facts.match]
    more = () if facts.match == "direct" else ("Bring the question closer to the definition.",)
    return Suggestion(criterion.id, criterion.rule.get(facts.match), (seen,), more)


def _years(criterion: Criterion, facts: Facts) -> Suggestion:
    if facts.period_end is None or facts.available is None:
        return Suggestion(criterion.id, None, ("The period or the day of release is not said.",))
    end, out = facts.period_end, facts.available
    seen = (f"It speaks of the time to {end.isoformat()} and was available on {out.isoformat()}.",)
    if "high" not in criterion.rule:
        return Suggestion(criterion.id, None, seen)
    high, medium, low = (int(criterion.rule[key]) for key in ("high", "medium", "low"))
    if out <= years_after(end, high):
        return Suggestion(criterion.id, 3, seen)
    score = 2 if out < years_after(end, medium) else int(out <= years_after(end, low))
    return Suggestion(criterion.id, score, seen, ("Publish a later period, or sooner.",))


def years_after(day: date, years: int) -> date:
    """The same day some years on; of 29 February, 1 March where the year has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _access(criterion: Criterion, facts: Facts) -> Suggestion:
    if facts.access is None:
        return Suggestion(criterion.id, None, ("It is not said who may have the data.",))
    more = () if facts.access == "open" else ("Publish aggregates and anonymised records freely.",)
    return Suggestion(
        criterion.id, criterion.rule.get(facts.access), (_ACCESS[facts.access],), more
    )


def _parts(criterion: Criterion, facts: Facts) -> Suggestion:
    documented = facts.documented or {}
    present = [part for part in criterion.parts if part in documented]
    absent = [name for part, name in criterion.parts.items() if part not in documented]
    evidence = [documented[part] for part in present]
    evidence += [f"Not documented: {', '.join(absent)}."] if absent else []
    return Suggestion(
        criterion.id,
        criterion.rule.get(len(present)),
        tuple(evidence),
        tuple(f"Document {name}." for name in absent),
    )
