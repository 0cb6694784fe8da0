"""Real submissions from the field: what may be said of them to everybody names nobody."""

from __future__ import annotations

import numpy as np
from shared_data import shared

from datashift.quality.fieldwork import Fieldwork, look
from datashift.tables import read


def test_nobody_who_counted_water_points_in_ghana_is_named() -> None:
    table = read(shared("1_cgd/ona_water_points_ghana.json"))
    fieldwork = Fieldwork(
        "research_asst_name",
        ("water_pay", "water_functioning", "road_available", "signal", "animal_point"),
        place="districts_divisions",
        started="start",
        ended="end",
        longitude="_geolocation/longitude",
        latitude="_geolocation/latitude",
    )
    found = look(table.data, fieldwork, chance=np.random.default_rng(1), draws=99)
    assert found.interviews > 600
    assert found.signals
    assert found.impossible
    named = {one.interviewer for one in found.signals}
    named |= {one.interviewer for one in found.impossible}
    assert not named & set(found.public.replace(".", " ").split())
    assert f"of {found.interviewers} interviewers was looked at again" in found.public
