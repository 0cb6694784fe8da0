"""Who measures what in a place: citizens, the office, instruments, and where nobody does."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

import pytest
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
    assert grid.years == tuple(str(year) for year in range(2024, 2017, -1))
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


OF_RUVELA = """INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE
6.1.1,Ruvela,2022,70,PT
6.1.1,Ombra,2023,31,PT
6.1.1,Elsewhere,2023,5,PT
"""


BESIDE = """INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,SOURCE
6.1.1,RV-2,2024,31,PT,Office of districts
"""


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


def ruvela(shown: Shown, text: str = RUVELA) -> None:
    """A census of pumps in a place that is no country of ISO 3166."""
    by = shown.scene.people["owner"]
    made = create_organisation(name="Ruvela Watch", by=by, at=NOW)
    study = actions.create_study(made, title="Pumps of Ruvela", by=by, at=NOW)
    lines = [f"{'Kesh' if at % 3 else 'Ombra'},{'works' if at % 4 else 'dry'},{'FM'[at % 2]}"
             for at in range(120)]  # fmt: skip
    rows = "\n".join(["province,state,sex", *lines, ""])
    brought(study, rows.encode(), by=by, name="pumps.csv")
    brought(study, PROVINCES.encode(), by=by, name="p.geojson", part=DataFile.Part.AREAS)
    brought(study, BESIDE.encode(), by=by, name="beside.csv", part=DataFile.Part.OFFICIAL)
    actions.write_study(study, text=text, by=by, at=NOW)
    assessed(study, by=by)
    actions.publish_release(computed(study, by=by), by=by, at=NOW)


def test_a_place_that_is_no_country_has_a_grid_too(shown: Shown, stranger: Client) -> None:
    ruvela(shown)
    hold(OF_RUVELA, source="Office of Ruvela")
    grid = page(stranger, "/places/ruvela/goals/6/")
    assert "in Ruvela, and where nobody does" in grid
    assert "Only the office measured 2, only citizens 5," in grid
    assert "Elsewhere" not in grid
    assert "Ruvela, </span>female" in grid
    assert "/places/ruvela/goals/6/" in page(stranger, "/places/ruvela/")


def test_an_area_that_nobody_else_knows_is_not_the_whole_country(
    shown: Shown, stranger: Client
) -> None:
    """A study's own districts, in Kenya, with the figure of an office beside one of them."""
    text = RUVELA.replace("name: Ruvela,", "country: KE,", 1)
    ruvela(shown, f"{text}official: [{{file: beside.csv}}]\n")
    address = "/indicators/6-1-1/voices.csv?place=ke"
    assert "Office of districts" not in stranger.get(address).content.decode()
    assert "Office of districts" in stranger.get(f"{address}&area=rv-2").content.decode()
    assert "Office of districts" not in {one[1] for one in figures_of_grid("ke")}


def figures_of_grid(slug: str) -> set[tuple[str, str, str, float | None]]:
    found = place(slug)
    assert found is not None
    (grid,) = coverage.grids(found, 6)
    return {
        (one.kind, one.source, f"{one.area} {one.period}", one.figure.value)
        for one in grid.whole.observed
        if not one.groups
    }


def figures_of_page(slug: str, code: str, areas: Sequence[str]) -> set[tuple[str, ...]]:
    rows = []
    for area in ("", *areas):
        query = f"?place={slug}&area={area.lower()}"
        answer = Client().get(f"/indicators/6-1-1/voices.csv{query}")
        at = area or code
        rows += [(at, one) for one in csv.DictReader(io.StringIO(answer.content.decode()))]
    return {
        (one["VOICE"], one["SOURCE"], f"{at} {one['TIME_PERIOD']}", one["OBS_VALUE"])
        for at, one in rows
        if not one["GROUP"]
    }


@pytest.mark.parametrize(
    ("slug", "code", "areas"),
    [("ke", "KE", ("KE-17", "KE-21", "KE-30", "KE-43")), ("ruvela", "ruvela", ("RV-1", "RV-2"))],
)
def test_the_grid_and_the_page_of_the_indicator_have_the_same_figures(
    shown: Shown, slug: str, code: str, areas: Sequence[str]
) -> None:
    ruvela(shown)
    hold()
    hold(SENSED, source="Pumps with a counter", name="sensed.csv", kind=Source.Kind.BIG)
    hold(OF_RUVELA, source="Office of Ruvela")
    grid = {(*one[:3], "" if one[3] is None else str(one[3])) for one in figures_of_grid(slug)}
    assert len(grid) >= 5
    assert grid == figures_of_page(slug, code, areas)


def test_a_goal_that_nobody_measured_says_so(shown: Shown, stranger: Client) -> None:
    assert "Nobody has published a figure" in page(stranger, "/places/ke/goals/14/")


def test_what_is_no_country_or_no_goal_has_no_grid(shown: Shown, stranger: Client) -> None:
    for nowhere in ("/places/ke/goals/18/", "/places/nowhere/goals/6/"):
        assert stranger.get(nowhere).status_code == 404
