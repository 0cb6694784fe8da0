"""Who measures what in a place: citizens, the office, instruments, and where nobody does."""

from __future__ import annotations

import json

from django.test import Client
from people import NOW
from published import Shown, page
from web.evidence.pumps import assessed, computed
from web.evidence.wells import brought
from web.official.holding import OFFICE, hold

from datashift.web.accounts.actions import create_organisation
from datashift.web.evidence import actions
from datashift.web.evidence.models import DataFile
from datashift.web.explore.queries import coverage
from datashift.web.explore.queries.places import place
from datashift.web.official.models import Source

SENSED = """INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,LOWER_BOUND,UPPER_BOUND,UNIT_MEASURE
6.1.1,KE-30,2024,48,46,50,PT
6.1.1,KE-43,2024,31,20,42,PT
"""


def test_a_grid_says_who_measured_and_where_nobody_did(shown: Shown, stranger: Client) -> None:
    grid = page(stranger, "/places/ke/goals/6/")
    assert "Who measures" in grid
    assert "Of 48 squares of area, year and group" in grid  # Kenya and its 47 counties, 2024
    assert "Nobody measures it in Mombasa" in grid
    assert 'aria-label="an office"' in grid
    assert "Kisima Watch, 2024" in grid
    assert "/places/ke/goals/6/" in page(stranger, "/places/ke/")


def test_series_that_are_held_here_stand_beside_what_citizens_counted(
    shown: Shown, stranger: Client
) -> None:
    hold()
    hold(SENSED, source="Pumps with a counter", name="sensed.csv", kind=Source.Kind.BIG)
    hold("INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE\n13.2.2,KE,2019,71\n", source="Air")
    found = place("ke")
    assert found is not None
    assert coverage.goals_of(found) == [6, 13]
    (grid,) = coverage.grids(found, 6)
    assert grid.years == tuple(str(year) for year in range(2018, 2025))
    assert {one.name: one.kind for one in grid.whole.sources} == {
        OFFICE: "official",
        "An invented office": "official",
        "Kisima Watch": "citizen",
        "Pumps with a counter": "big",
    }
    nairobi = grid.whole.square("KE-30", "2024")
    assert nairobi is not None
    assert (nairobi.kinds, nairobi.state) == (("citizen", "big"), "disagree")
    assert "They differ by more than chance explains." in nairobi.why
    turkana = grid.whole.square("KE-43", "2024")
    assert turkana is not None
    assert turkana.state == "agree"
    assert "Nairobi, 2024." in page(stranger, "/places/ke/goals/6/")
    assert "Nobody" not in page(stranger, "/places/ke/goals/13/").split("</header>")[-1][:400]


def square(name: str, code: str, west: int) -> dict[str, object]:
    ring = [[west, 0], [west + 1, 0], [west + 1, 1], [west, 1], [west, 0]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": {"name": name, "code": code}, "geometry": shape}


PROVINCES = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [square("Kesh", "RV-1", 0), square("Ombra", "RV-2", 1)],
    }
)
RUVELA = """study: 1
title: Pumps of Ruvela
producer: Ruvela Watch
licence: CC-BY-4.0
unit: pump
data: {file: pumps.csv}
design: {sampling: census}
place: {name: Ruvela, column: province, areas: {file: p.geojson, name: name, code: code}}
time: {value: 2024}
variables: {gives: {from: state, map: {works: 1, dry: 0}}, SEX: {from: sex, map: {F: F, M: M}}}
indicators:
  - {id: works, title: Pumps, sdg: 6.1.1, measure: proportion, of: gives, by: [[], [place], [SEX]]}
protect: {minimum: 5}
"""


def ruvela(shown: Shown) -> None:
    """A census of pumps in a place that is no country of ISO 3166."""
    by = shown.scene.people["owner"]
    made = create_organisation(name="Ruvela Watch", by=by, at=NOW)
    study = actions.create_study(made, title="Pumps of Ruvela", by=by, at=NOW)
    lines = [f"{'Kesh' if at % 3 else 'Ombra'},{'works' if at % 4 else 'dry'},{'FM'[at % 2]}"
             for at in range(120)]  # fmt: skip
    rows = "\n".join(["province,state,sex", *lines, ""])
    brought(study, rows.encode(), by=by, name="pumps.csv")
    brought(study, PROVINCES.encode(), by=by, name="p.geojson", part=DataFile.Part.AREAS)
    actions.write_study(study, text=RUVELA, by=by, at=NOW)
    assessed(study, by=by)
    actions.publish_release(computed(study, by=by), by=by, at=NOW)


def test_a_place_that_is_no_country_has_a_grid_too(shown: Shown, stranger: Client) -> None:
    ruvela(shown)
    hold(
        "INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE\n"
        "6.1.1,Ruvela,2022,70,PT\n6.1.1,Ombra,2023,31,PT\n6.1.1,Elsewhere,2023,5,PT\n",
        source="Office of Ruvela",
    )
    grid = page(stranger, "/places/ruvela/goals/6/")
    assert "in Ruvela, and where nobody does" in grid
    assert "Only the office measured 2, only citizens 5," in grid
    assert "Elsewhere" not in grid
    assert "Ruvela, </span>female" in grid
    assert "/places/ruvela/goals/6/" in page(stranger, "/places/ruvela/")


def test_a_goal_that_nobody_measured_says_so(shown: Shown, stranger: Client) -> None:
    assert "Nobody has published a figure" in page(stranger, "/places/ke/goals/14/")


def test_what_is_no_country_or_no_goal_has_no_grid(shown: Shown, stranger: Client) -> None:
    for nowhere in ("/places/ke/goals/18/", "/places/nowhere/goals/6/"):
        assert stranger.get(nowhere).status_code == 404
