"""Which time zones are offered for the clocks of an export."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from datashift.web.imports.queries.zones import PILOTS, zones


def test_zones_of_the_pilots_come_first_and_each_has_one_name() -> None:
    offered = zones()
    assert offered[: len(PILOTS)] == PILOTS
    assert len(offered) == len(set(offered))
    assert {"UTC", "Africa/Kampala", "Asia/Kolkata"} <= set(offered)
    assert not {"Asia/Katmandu", "Asia/Calcutta", "US/Eastern", "Etc/GMT+3"} & set(offered)
    assert all(ZoneInfo(name) for name in offered)
