"""Somebody with a list of everybody looks for them in what was released."""

from __future__ import annotations

from datetime import date

from library.disclosure.microdata.town import KEYS, attack, land, sample

from datashift.disclosure.microdata.protect import Parts, look_at, protect_records

PARTS = Parts(KEYS, sensitive=("ILLNESS",), weight="WEIGHT")


def test_at_most_one_record_in_a_thousand_is_rightly_named() -> None:
    everybody = land(200_000, seed=1)
    table, person = sample(everybody, every=50, seed=2)
    assert not look_at(table, PARTS).passes
    released = protect_records(table, PARTS, today=date(2026, 1, 1))
    found = attack(everybody, table, person, PARTS, released)
    assert released.proposal.verdict.passes
    assert found.records > 0.99 * len(table)
    assert found.share_right <= 0.001
    assert found.sure == 0
    assert released.proposal.usefulness > 0.5


def test_the_risk_that_is_stated_is_the_risk_that_is_run() -> None:
    """Expected by the model from weights alone, beside what a list of everybody finds."""
    everybody = land(50_000, seed=3)
    table, person = sample(everybody, every=10, seed=4)
    released = protect_records(table, PARTS, today=date(2026, 1, 1))
    found = attack(everybody, table, person, PARTS, released)
    assert found.right <= 1.1 * released.proposal.verdict.expected
