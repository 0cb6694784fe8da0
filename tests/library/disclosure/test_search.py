"""Two ways to search, paths in a network and linear programmes, find the same ranges."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from library.disclosure.people import estimates, population

from datashift.disclosure.joint import ring
from datashift.disclosure.network import Network
from datashift.disclosure.programme import Programme
from datashift.disclosure.reading import read_counts

BY = ((), ("place",), ("SEX",), ("place", "SEX"))


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
def test_a_network_and_a_programme_find_the_same_ranges(seed: int, hiding: int) -> None:
    figures = estimates(population(seed, {"place": 4, "SEX": 3}, 15.0), BY)
    for linked in read_counts(figures, 10, {}):
        counts = linked.counts
        size = len(counts.truth)
        fixed = {count for count in range(size) if not hiding >> (count % 32) & 1} | {0}
        network = Network.of(counts, fixed)
        assert network is not None
        programme = Programme(counts)
        for count in sorted(set(range(size)) - fixed)[:6]:
            for sign in (1, -1):
                one = network.furthest(count, sign, fixed)
                other = programme.furthest(count, sign, fixed)
                assert counts.possible(one)
                assert one.get(count, 0) == round(other.get(count, 0))


def _ring(*tables: str) -> str:
    return "".join(sorted(ring([frozenset(table) for table in tables])))


def test_tables_that_close_a_ring_are_told_from_those_that_branch() -> None:
    assert _ring("", "a", "ab", "ac") == ""
    assert _ring("ab", "bc", "cd") == ""
    assert _ring("abc", "ab", "bc", "ca") == ""
    assert _ring("ab", "bc", "ca") == "abc"
    assert _ring("ab", "bc", "ca", "cd", "e") == "abc"
    assert _ring("ab", "bc", "cd", "da") == "abcd"
