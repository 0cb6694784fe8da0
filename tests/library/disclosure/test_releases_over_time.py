"""Subtracting one release from another isolates nobody."""

from __future__ import annotations

import json

import pytest
from library.disclosure.attacker import Group
from library.disclosure.people import estimates
from library.disclosure.weekly import BY, CELLS, Reader, grown, releases

from datashift.disclosure import Ledger, ledger, newcomers, protect

MINIMUM = 10


def _everywhere(people: int) -> dict[Group, int]:
    return {(("SEX", sex), ("place", place)): people for place, sex in CELLS}


def _groups() -> list[dict[str, str]]:
    places = sorted({place for place, _ in CELLS})
    sexes = sorted({sex for _, sex in CELLS})
    return [
        {},
        *[{"place": place} for place in places],
        *[{"SEX": sex} for sex in sexes],
        *[{"place": place, "SEX": sex} for place, sex in CELLS],
    ]


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_nobody_is_isolated_by_weekly_releases(seed: int) -> None:
    new = grown(seed, weeks=4, first=220.0, more=14.0)
    published, _ = releases(new, MINIMUM)
    reader = Reader(published)
    for until in range(len(new)):
        for since in range(1, until + 1):
            for group in _groups():
                true = int(reader.people(group, since, until) @ new.ravel())
                if 0 < true < MINIMUM:
                    low, high = reader.range(group, since, until)
                    assert high - low >= MINIMUM, (group, since, until)


def test_without_memory_three_new_people_are_found() -> None:
    """The reader can win: two releases that are each safe give the newcomers away."""
    people = _everywhere(100)
    more = dict(people)
    more[("SEX", "F"), ("place", "P0")] += 3
    before, now = estimates(people, BY), estimates(more, BY)
    first = protect(before, minimum=MINIMUM)
    careless = protect(now, minimum=MINIMUM)
    careful = protect(now, minimum=MINIMUM, earlier=[ledger(before, first)])
    assert not any(cell.hidden for cell in (*first.cells, *careless.cells))
    hidden = {tuple(c.estimate.domain.values()) for c in careful.cells if c.hidden}
    assert {(), ("F", "P0"), ("P0",), ("F",)} <= hidden
    assert newcomers(now, ledger(before, first)) == 3


def test_what_has_not_changed_is_shown_again() -> None:
    figures = estimates(_everywhere(100), BY)
    first = protect(figures, minimum=MINIMUM)
    again = protect(figures, minimum=MINIMUM, earlier=[ledger(figures, first)])
    assert [cell.status for cell in again.cells] == [cell.status for cell in first.cells]


def test_what_was_hidden_is_not_told_by_the_next_release() -> None:
    """A cell of nine was hidden with its neighbour; now the neighbour alone is as it was."""
    people = _everywhere(100)
    people[("SEX", "F"), ("place", "P0")] = 9
    figures = estimates(people, BY)
    first = protect(figures, minimum=MINIMUM)
    people[("SEX", "F"), ("place", "P0")] = 40
    later = estimates(people, BY)
    second = protect(later, minimum=MINIMUM, earlier=[ledger(figures, first)])
    reader = Reader([first, second])
    low, high = reader.range({"place": "P0", "SEX": "F"}, 0, 0)
    assert high - low >= MINIMUM


def test_a_ledger_comes_back_from_its_file() -> None:
    figures = estimates(_everywhere(12), BY)
    kept = ledger(figures, protect(figures, minimum=15))
    assert Ledger.from_json(json.loads(json.dumps(kept.as_json()))) == kept
