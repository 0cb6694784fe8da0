"""Who measures what, where nobody does, and where they disagree."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from library.comparison.sides import KNOWN, OURS

from datashift.comparison import (
    Complementarity,
    Definition,
    Measured,
    Observation,
    OfficialSeries,
    complementarity,
)
from datashift.comparison.complementarity import Observed, of_cells, of_series
from datashift.comparison.series import Figure
from datashift.disclosure import Cell
from datashift.estimates.estimate import Estimate

SURVEY = replace(OURS, groups={})


def official(
    *rows: tuple[str, str, float | None, float | None], unit: str = "PT"
) -> OfficialSeries:
    """A series with a symmetric interval where a half is given."""
    return OfficialSeries(
        "SH_H2O_SAFE",
        "",
        Definition(indicator="6.1.1", unit="person", population="people", measure_unit=unit),
        tuple(
            Observation(
                area,
                period,
                value,
                None if value is None or half is None else value - half,
                None if value is None or half is None else value + half,
            )
            for area, period, value, half in rows
        ),
        source="the office",
    )


def cell(
    area: str, period: str, value: float | None, half: float | None = 0.05, **groups: str
) -> Cell:
    """A figure of ours; one without a value is hidden."""
    ends = (None, None) if value is None or half is None else (value - half, value + half)
    domain = {"REF_AREA": area, "TIME_PERIOD": period, **groups}
    estimate = Estimate("water", domain, value, lower=ends[0], upper=ends[1])
    return Cell(estimate, "A" if value is not None else "Q")


def grid(cells: list[Cell], series: OfficialSeries, measured: Measured = SURVEY) -> Complementarity:
    found = (*of_cells(cells, measured, measure="water"), *of_series(series, "TZ"))
    return complementarity("6.1.1", "TZ", found)


def test_each_square_says_who_measured_it() -> None:
    found = grid(
        [cell("TZ-18", "2013", 0.4), cell("TZ-21", "2013", 0.5)],
        official(("TZ", "2013", 50, 3), ("Mwanza", "2013", 42, 3), ("KE", "2013", 60, 3)),
    )
    states = {area: found.square(area, "2013") for area in ("TZ", "TZ-18", "TZ-21", "TZ-25")}
    assert [each and each.state for each in states.values()] == ["one", "agree", "one", "nobody"]
    assert [each and each.kinds for each in states.values()] == [
        ("official",),
        ("official", "citizen"),
        ("citizen",),
        (),
    ]
    assert states["TZ-21"] is not None
    assert states["TZ-21"].why == "Only citizens measured it: Water survey."
    assert "TZ-25" in found.nowhere
    assert "TZ-18" not in found.nowhere
    assert {each.name: each.squares for each in found.sources} == {
        "the office": 2,
        "Water survey": 2,
    }


def test_where_they_disagree_it_says_why() -> None:
    series = official(("TZ", "2020", 70, 3))
    measured = replace(SURVEY, definition=replace(KNOWN, coverage="three regions"))
    (square,) = grid([cell("TZ", "2020", 0.4)], series, measured).disagreements
    assert square.level == "partial"
    assert square.why == (
        "According to Water survey: 40, between 35 and 45; according to the office: 70, between 67 "
        'and 73. They differ by more than chance explains. Ours covers three regions, "the office" the whole area.'
    )
    (unexplained,) = grid([cell("TZ", "2020", 0.4)], series).disagreements
    assert unexplained.why.endswith("Nothing we know of the two explains it.")


def test_without_ranges_or_in_other_units_nobody_can_say() -> None:
    bare = grid([cell("TZ", "2020", 0.4, None)], official(("TZ", "2020", 70, 3)))
    other = grid([cell("TZ", "2020", 0.4)], official(("TZ", "2020", 7000, 3), unit="NUMBER"))
    hidden = grid([cell("TZ", "2020", None)], official(("TZ", "2020", 70, 3)))
    for found, words in (
        (bare, "Without a range"),
        (other, "cannot be subtracted"),
        (hidden, "not shown"),
    ):
        assert found.states["unclear"] == 1
        square = found.square("TZ", "2020")
        assert square is not None
        assert words in square.why


def test_a_region_is_in_the_frame_only_while_it_exists() -> None:
    found = grid(
        [cell("TZ-27", "2012", 0.4)], official(("TZ", "2011", 50, 3), ("TZ", "2012", 50, 3))
    )
    assert found.square("TZ-27", "2011") is None  # Geita began in 2012
    assert found.square("TZ-27", "2012") is not None
    assert found.square("TZ-31", "2012") is None  # Songwe in 2016


def test_sensors_are_big_data_and_groups_have_squares_of_their_own() -> None:
    sensed = replace(SURVEY, name="Sensors", definition=replace(KNOWN, sampling="sensor"))
    found = complementarity(
        "6.1.1",
        "TZ",
        [
            *of_cells([cell("TZ", "2020", 0.4)], sensed, measure="water"),
            *of_cells([cell("TZ", "2020", 0.3, SEX="F")], SURVEY, measure="water"),
        ],
    )
    assert [dict(group) for group in found.groups] == [{}, {"SEX": "F"}]
    everybody, women = found.square("TZ", "2020"), found.square("TZ", "2020", {"SEX": "F"})
    assert everybody is not None
    assert women is not None
    assert (everybody.kinds, women.kinds) == (("big",), ("citizen",))


def test_a_figure_of_several_years_stands_in_each_of_them() -> None:
    found = grid([cell("TZ", "2018-2020", 0.4)], official())
    assert found.periods == ("2018", "2019", "2020")
    assert found.only["citizen"] == 3


def test_nothing_published_is_said_plainly() -> None:
    found = complementarity("6.1.1", "NP", ())
    assert found.squares == ()
    assert found.sentences == ("Nobody has published a figure.",)


def test_the_public_form_has_figures_states_and_names() -> None:
    found = json.loads(grid([cell("TZ-18", "2013", 0.4)], official(("TZ", "2013", 5, 1))).to_json())
    assert found["schema"] == "datashift/complementarity/1"
    assert found["states"]["one"] == 2
    assert found["observed"][0]["value"] == 40.0
    assert found["area_names"]["TZ-18"] == "Mwanza"
    assert len(found["sentences"]) == 3


figures = st.builds(
    Observed,
    kind=st.sampled_from(("official", "citizen", "big")),
    source=st.sampled_from(("a", "b")),
    measured=st.just(SURVEY),
    area=st.sampled_from(("TZ", "TZ-18", "TZ-27", "KE")),
    period=st.sampled_from(("2011", "2013", "2011-2012")),
    groups=st.sampled_from(({}, {"SEX": "F"})),
    figure=st.sampled_from((Figure(1.0), Figure(2.0, 1.0, 3.0), Figure(None))),
)


@settings(max_examples=40)
@given(st.lists(figures, max_size=8))
def test_every_square_is_counted_once_whatever_the_order(observed: list[Observed]) -> None:
    found = complementarity("6.1.1", "TZ", observed)
    again = complementarity("6.1.1", "TZ", observed[::-1])
    assert sum(found.states.values()) == len(found.squares)
    assert found.states == again.states
    for square in found.squares:
        assert (square.state == "nobody") == (not square.observed)
        assert all(found.observed[at].area == square.area for at in square.observed)
