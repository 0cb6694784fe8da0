"""The gate: what leaves, what stays, and what is said about it."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from library.disclosure.people import estimates, population

from datashift.disclosure import Protection, protect
from datashift.estimates.estimate import Estimate


def _figure(n: int, domain: Mapping[str, str] | None = None, **more: object) -> Estimate:
    fields: dict[str, object] = {
        "measure": "works",
        "value": 0.5,
        "standard_error": 0.1,
        "lower": 0.3,
        "upper": 0.7,
        "n_effective": 0.9 * n,
        "numerator": n / 2,
        "method": "linearisation",
        "notes": ("3 of 7 said no.",),
        "sensitivity": "Between 3 and 4 of 7.",
    }
    return Estimate(domain=domain or {}, n=n, **{**fields, **more})  # type: ignore[arg-type]


def _hidden(protection: Protection) -> list[str]:
    return ["-".join(c.estimate.domain.values()) for c in protection.cells if c.hidden]


def test_a_hidden_figure_has_no_number_left() -> None:
    figures = [_figure(100)] + [_figure(n, {"SEX": c}) for n, c in ((4, "F"), (30, "M"), (66, "T"))]
    protection = protect(figures)
    assert _hidden(protection) == ["F", "M"]
    assert [cell.status for cell in protection.cells] == ["A", "Q", "Q", "A"]
    assert protection.cells[1].estimate == Estimate(
        "works", {"SEX": "F"}, None, method="linearisation", reason="Hidden to protect people."
    )
    assert protection.cells[0].estimate is figures[0]
    assert (protection.hidden_primary, protection.hidden_complementary) == (1, 1)
    assert protection.audit.narrowest_interval == 32  # 34 people in two groups of at least one


def test_nothing_small_leaves_everything_as_it_was() -> None:
    figures = [_figure(60), _figure(40, {"SEX": "F"}), _figure(20, {"SEX": "M"})]
    protection = protect(figures)
    assert [cell.estimate for cell in protection.cells] == figures
    assert protection.audit.cells_hidden == protection.audit.ways_tried == 0
    assert protection.audit.narrowest_interval is None


def test_no_solver_is_loaded_for_tables_of_two_dimensions() -> None:
    code = (
        "import sys; from datashift.disclosure import protect;"
        "from datashift.estimates.estimate import Estimate as E;"
        "n = {'a': (3, 40), 'b': (30, 50), 'c': (60, 20)};"
        "cells = [E('m', {}, .5, n=203)];"
        "cells += [E('m', {'place': p}, .5, n=sum(v)) for p, v in n.items()];"
        "cells += [E('m', {'SEX': s}, .5, n=sum(v[i] for v in n.values()))"
        "          for i, s in enumerate('FM')];"
        "cells += [E('m', {'place': p, 'SEX': s}, .5, n=v[i])"
        "          for p, v in n.items() for i, s in enumerate('FM')];"
        "assert protect(cells).audit.cells_hidden == 4;"
        "assert 'scipy.optimize' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_study_of_few_people_shows_nothing() -> None:
    protection = protect([_figure(7), _figure(3, {"SEX": "F"}), _figure(4, {"SEX": "M"})])
    assert len(_hidden(protection)) == 3
    assert protection.audit.narrowest_interval is None  # nothing shown bounds anything


def test_an_overall_figure_stays_where_its_parts_cannot_be_told() -> None:
    protection = protect([_figure(10), _figure(4, {"SEX": "F"}), _figure(6, {"SEX": "M"})])
    assert _hidden(protection) == ["F", "M"]
    assert protection.audit.narrowest_interval == 8  # 1 to 9: all that ten people leave


def test_an_overall_figure_goes_where_it_would_tell_its_only_part() -> None:
    """When all but nine did not state their sex, and that is said, the total tells the nine."""
    protection = protect([_figure(500), _figure(9, {"SEX": "F"}, unplaced=491)])
    assert _hidden(protection) == ["", "F"]


def test_nobody_there_is_nothing_to_hide() -> None:
    figures = [
        _figure(60, missing=40),
        _figure(60, {"SEX": "F"}),
        _figure(0, {"SEX": "M"}, value=None, missing=40),
    ]
    assert _hidden(protect(figures)) == []


def test_few_people_who_did_not_answer_are_hidden_too() -> None:
    figures = [
        _figure(60, missing=4),
        _figure(60, {"SEX": "F"}),
        _figure(0, {"SEX": "M"}, value=None, missing=4),
    ]
    assert "M" in _hidden(protect(figures))


def test_a_measure_does_not_show_what_another_hides() -> None:
    cells = [({}, 103), ({"SEX": "F"}, 3), ({"SEX": "M"}, 40), ({"SEX": "X"}, 60)]
    figures = [_figure(n, d, measure=m) for m in ("works", "far") for d, n in cells]
    assert _hidden(protect(figures)) == ["F", "M", "F", "M"]


def test_a_count_of_rows_does_not_show_what_unanswered_questions_hide() -> None:
    """One missing answer in all: whoever sees the rows knows the answers to within one."""
    rows = [({}, 200), ({"SEX": "F"}, 10), ({"SEX": "M"}, 90), ({"SEX": "X"}, 100)]
    answers = [({}, 199), ({"SEX": "F"}, 9), ({"SEX": "M"}, 90), ({"SEX": "X"}, 100)]
    figures = [_figure(n, d, measure="count") for d, n in rows]
    figures += [
        _figure(n, d, measure="works", missing=all_of - n)
        for (d, n), (_, all_of) in zip(answers, rows, strict=True)
    ]
    protection = protect(figures)
    hidden = {
        (c.estimate.measure, c.estimate.domain.get("SEX")) for c in protection.cells if c.hidden
    }
    assert {("works", "F"), ("count", "F")} <= hidden
    assert (protection.audit.narrowest_interval or 0) >= 10


def test_areas_within_areas_add_up() -> None:
    """A county hidden in its region is not told by the region less the other county."""
    cells = {"A": 150, "A1": 5, "A2": 145, "B": 300, "B1": 100, "B2": 200}
    figures = [_figure(450)] + [_figure(n, {"REF_AREA": code}) for code, n in cells.items()]
    parents = {"A1": "A", "A2": "A", "B1": "B", "B2": "B"}
    assert _hidden(protect(figures, parents=parents)) == ["A1", "A2"]


def test_a_minimum_of_nought_hides_nothing_and_a_negative_one_is_refused() -> None:
    assert _hidden(protect([_figure(1)], minimum=0)) == []
    with pytest.raises(ValueError, match="-1"):
        protect([_figure(1)], minimum=-1)


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 2**32 - 1), st.randoms(use_true_random=False))
def test_the_order_of_figures_does_not_matter(seed: int, chance: random.Random) -> None:
    by = ((), ("place",), ("SEX",), ("place", "SEX"))
    figures = estimates(population(seed, {"place": 5, "SEX": 3}, 20.0), by)
    mixed = list(figures)
    chance.shuffle(mixed)
    hidden = {str(c.estimate.domain) for c in protect(figures).cells if c.hidden}
    again = protect(mixed)
    assert {tuple(sorted(c.estimate.domain.items())) for c in again.cells if c.hidden} == {
        tuple(sorted(c.estimate.domain.items())) for c in protect(figures).cells if c.hidden
    }
    assert [str(c.estimate.domain) for c in again.cells] == [str(f.domain) for f in mixed]
    assert len(hidden) == again.audit.cells_hidden


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 2**32 - 1))
def test_protecting_what_was_protected_hides_no_less(seed: int) -> None:
    by = ((), ("place",), ("place", "SEX"))
    figures = estimates(population(seed, {"place": 5, "SEX": 2}, 20.0), by)
    for cell, figure in zip(protect(figures).cells, figures, strict=True):
        assert cell.hidden or cell.estimate == figure
        assert cell.hidden or figure.n >= 10


def test_a_table_without_small_numbers_passes_in_a_moment() -> None:
    figures = [_figure(500, {"REF_AREA": str(at)}) for at in range(1_000)]
    start = time.perf_counter()
    protect(figures)
    assert time.perf_counter() - start < 0.1
