"""The catalogue of official figures follows what is held."""

from __future__ import annotations

import pytest
from django.conf import settings
from people import NOW, person
from web.official.holding import FIRST, OFFICE, SECOND, hold, version_of

from datashift.comparison import holdings
from datashift.web.official import actions, models, queries
from datashift.web.official.models import Source, Version

pytestmark = pytest.mark.django_db


def values(area: str = "KE") -> list[float | None]:
    (found,) = queries.figures("6.1.1", areas=[area])
    return [one.value for one in found.series.observations]


def test_the_newest_version_of_a_source_speaks() -> None:
    hold()
    second = version_of(hold(SECOND))
    assert (second.number, second.new, second.changed, second.gone) == (2, 1, 1, 1)
    assert values() == [58.5, 60.0]
    (found,) = queries.figures("6.1.1", within="KE")
    assert (found.source, found.version, found.kind) == (OFFICE, 2, "official")
    assert {one.ref_area for one in found.series.observations} == {"KE", "KE-30"}


def test_the_same_bytes_make_no_new_version() -> None:
    hold()
    again = hold()
    assert again.known
    assert Version.objects.count() == 1


def test_a_version_put_aside_gives_way_to_the_one_before_and_comes_back() -> None:
    steward = person("Steward")
    hold()
    second = version_of(hold(SECOND))
    actions.put_aside(second, by=steward, at=NOW)
    assert values() == [58.5, 59.0]
    actions.take_back(second, by=steward, at=NOW)
    assert values() == [58.5, 60.0]


def test_what_the_command_line_calls_big_data_is_the_third_voice() -> None:
    path = settings.DATA / "pumps.csv"
    path.write_text(FIRST, encoding="utf-8")
    holdings.load(path, models.holdings(), source="Pumps", today=NOW.date(), big=True)
    assert actions.catalogue_holdings(at=NOW) == 1
    assert Source.objects.get().kind == Source.Kind.BIG


def test_what_the_command_line_loaded_is_catalogued() -> None:
    path = settings.DATA / "water.csv"
    path.write_text(FIRST, encoding="utf-8")
    holdings.load(path, models.holdings(), source="JMP", today=NOW.date())
    assert actions.catalogue_holdings(at=NOW) == 1
    assert actions.catalogue_holdings(at=NOW) == 0
    assert Source.objects.get().name == "JMP"
    assert Source.objects.get().kind == Source.Kind.OFFICIAL
    assert queries.indicators_of(within="KE") == ["6.1.1"]
    assert queries.areas_of("6.1.1") == {"KE": 2, "KE-30": 1}


def test_a_file_that_cannot_be_read_changes_nothing() -> None:
    hold()
    refused = hold("no,headings,we\nknow,at,all\n")
    assert refused.state == refused.State.REFUSED
    assert refused.problem
    assert values() == [58.5, 59.0]
    assert not refused.folder.exists()


def test_what_was_catalogued_without_its_figures_is_read_from_the_file() -> None:
    hold()
    hold(SECOND, source="Another office")
    packed = [queries.figures("6.1.1"), queries.figures("6.1.1", within="KE")]
    models.SeriesArea.objects.filter(series__version__source__name=OFFICE).update(packed=None)
    assert [queries.figures("6.1.1"), queries.figures("6.1.1", within="KE")] == packed
    assert [one.source for one in packed[0]] == ["Another office", OFFICE]


def test_only_figures_of_a_whole_country_make_a_country_to_choose() -> None:
    hold(FIRST.replace(",KE,", ",KE-30,"))
    assert not queries.of_countries("6.1.1")
    hold(SECOND)
    assert queries.of_countries("6.1.1")
    assert not queries.of_countries("6.2.1")
