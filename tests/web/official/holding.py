"""Official figures brought through the real door."""

from __future__ import annotations

from datetime import datetime

from people import NOW

from datashift.web.accounts.models import User
from datashift.web.official import actions
from datashift.web.official.models import Arrival, Source, Version

OFFICE = "Bureau of Statistics of Kenya"
FIRST = """INDICATOR,SERIES,REF_AREA,TIME_PERIOD,OBS_VALUE,LOWER_BOUND,UPPER_BOUND,UNIT_MEASURE
6.1.1,SH_H2O_SAFE,KE,2018,58.5,56,61,PT
6.1.1,SH_H2O_SAFE,KE,2020,59,57,61,PT
6.1.1,SH_H2O_SAFE,KE-30,2020,71,68,74,PT
"""
SECOND = FIRST.replace("59,57,61", "60,58,62").replace("6.1.1,SH_H2O_SAFE,KE,2018", "6.1.1,SH_H2O_SAFE,KE,2015")  # fmt: skip


def hold(
    text: str | bytes = FIRST,
    *,
    by: User | None = None,
    name: str = "water.csv",
    source: str = OFFICE,
    kind: str = Source.Kind.OFFICIAL,
    at: datetime = NOW,
) -> Arrival:
    """Bring and read, as the background does."""
    content = text.encode() if isinstance(text, str) else text
    arrival = actions.bring([content], name=name, source=source, kind=kind, by=by, at=at)
    actions.read_arrival(arrival, at=at)
    arrival.refresh_from_db()
    return arrival


def version_of(arrival: Arrival) -> Version:
    assert arrival.version is not None, arrival.problem
    return arrival.version
