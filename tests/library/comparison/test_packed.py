"""Figures packed for a catalogue are the figures that the version's file has."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from datashift.comparison import holdings
from datashift.comparison.holdings import packing

TODAY = date(2026, 11, 21)
SOURCE = "Made for the test"


def load(folder: Path) -> Path:
    rows = ["SeriesCode,GeoAreaCode,TimePeriod,Value,Sex"]
    rows += [
        f"{code},{area},{year},{value},{sex}"
        for code in ("SH_H2O_SAFE", "SH_SAN_SAFE")
        for year in (2020, 2019)
        for value, area in ((58.5, 404), (">95", 834), (0, 4))
        for sex in ("BOTHSEX", "FEMALE")
    ]
    (folder / "made.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    holdings.load(folder / "made.csv", folder / "official", source=SOURCE, today=TODAY)
    return folder / "official"


@pytest.mark.parametrize("at_once", [3, 65_536])
def test_packed_figures_are_those_of_the_file(
    tmp_path: Path, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "_AT_ONCE", at_once)
    into = load(tmp_path)
    contents = holdings.contents(into, source=SOURCE, number=1)
    found = dict(holdings.packed(into / holdings.slug(SOURCE) / "1" / holdings.FIGURES))
    assert [one.number for one in contents] == list(found)
    for one in contents:
        assert [held.area for held in one.areas] == list(found[one.number])
        for held in one.areas:
            series = holdings.unpacked(one.told, [found[one.number][held.area]])
            read = holdings.read(
                into, source=SOURCE, number=1, only=[one.number], areas=[held.area]
            )
            assert (series,) == read
            assert len(series.observations) == held.figures
