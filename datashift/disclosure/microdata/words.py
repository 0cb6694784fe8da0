"""What was done to records, for people and for machines."""

from __future__ import annotations

from typing import Any

from datashift.disclosure.microdata.gate import Verdict
from datashift.disclosure.microdata.protect import ProtectedRecords


def sentences(protected: ProtectedRecords) -> dict[str, list[str]]:
    """What was found, hidden, left to an attacker and lost, by heading."""
    return {
        "As it came": list(protected.before.reasons) or ["It could have left as it was."],
        "What was changed": _changed(protected),
        "What somebody could still do": _still(protected),
        "What it cost": _cost(protected),
    }


def as_json(protected: ProtectedRecords) -> dict[str, Any]:
    """The report for machines."""
    proposal = protected.proposal
    return {
        "format": "datashift-protected-records/1",
        "before": _verdict(protected.before),
        "after": _verdict(proposal.verdict),
        "recodings": {
            name: None if recoding is None else recoding.words
            for name, recoding in zip(protected.keys, proposal.recodings, strict=True)
        },
        "values_taken_out": proposal.suppression.removed,
        "records_kept_back": proposal.suppression.records_withheld,
        "columns_left_out": {each.column: each.why for each in protected.left_out},
        "information_kept": dict(zip(protected.keys, proposal.kept, strict=True)),
        "amounts_variance_lost": protected.amounts_lost,
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "passes": verdict.passes,
        "reasons": list(verdict.reasons),
        "records": verdict.records,
        "smallest_k": verdict.smallest_k,
        "expected_found": verdict.expected,
        "global_risk": verdict.overall,
        "largest_risk": verdict.largest,
    }


def _changed(protected: ProtectedRecords) -> list[str]:
    proposal = protected.proposal
    found = [f'"{each.column}" is left out. {each.why}' for each in protected.left_out]
    found += [
        f'"{name}": {recoding.words}.'
        for name, recoding in zip(protected.keys, proposal.recodings, strict=True)
        if recoding is not None
    ]
    if proposal.suppression.removed:
        asked = proposal.recoded.total * len(protected.keys)
        found.append(
            f"{proposal.suppression.removed:,} of {asked:,} identifying answers are taken out."
        )
    if proposal.suppression.records_withheld:
        found.append(f"{proposal.suppression.records_withheld:,} records stay back whole.")
    if protected.amounts_lost is not None:
        found.append("Amounts are the means of small groups of records that are close.")
    found.append("The records are sorted anew, so that their order says nothing.")
    return found


def _still(protected: ProtectedRecords) -> list[str]:
    verdict = protected.proposal.verdict
    who = "Somebody who knows the identifying answers of everybody"
    if not protected.proposal.recoded.sample:
        who += ", and that each of them is in the file,"
    named = (
        f"{who} would name about {verdict.expected:,.1f} of {verdict.records:,} records rightly, and "
        f"none with more than {100 * verdict.largest:.2g} in 100 certainty."
    )
    return [f"Every record looks like at least {verdict.smallest_k - 1:,} others.", named]


def _cost(protected: ProtectedRecords) -> list[str]:
    found = [
        f'"{name}" keeps {100 * kept:.0f} % of what it told.'
        for name, kept in zip(protected.keys, protected.proposal.kept, strict=True)
    ]
    if protected.amounts_lost is not None:
        found.append(f"Amounts lose {100 * protected.amounts_lost:.1f} % of their variance.")
    return found
