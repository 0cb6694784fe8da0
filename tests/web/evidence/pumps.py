"""A study of an invented register of pumps that can be computed in a moment."""

from __future__ import annotations

from datetime import timedelta

from people import NOW
from web.evidence.wells import brought

from datashift.disclosure import Harm
from datashift.web.accounts.models import Organisation, User
from datashift.web.evidence import actions
from datashift.web.evidence.models import DataFile, Release, Run, Study

# Three wards of 30, 24 and 4 pumps; 20, 12 and 1 of them work.
_WARDS = (("North", 30, 20), ("South", 24, 12), ("Isle", 4, 1))
PUMPS = "\n".join(
    [
        "ward,state,seen",
        *(
            f"{ward},{'works' if number < working else 'broken'},2024"
            for ward, pumps, working in _WARDS
            for number in range(pumps)
        ),
        "",
    ]
).encode()

TEXT = """study: 1
title: Pumps that work in Kisima
producer: Kisima Watch
licence: CC-BY-4.0
unit: pump
data:
  file: pumps.csv
design:
  sampling: register
place:
  name: Kisima
time: {value: 2024}
variables:
  works: {from: state, map: {works: 1, broken: 0}}
indicators:
  - id: works
    title: Pumps that work
    sentence: pumps work
    sdg: 6.1.1
    match: proxy
    measure: proportion
    of: works
    by: [[], [ward]]
protect: {minimum: 10}
"""

OFFICIAL = b"""INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,LOWER_BOUND,UPPER_BOUND,UNIT_MEASURE,SOURCE
6.1.1,Kisima,2023,68,63,73,PT,Office of Kisima
6.1.1,Kisima,2024,70,65,75,PT,Office of Kisima
"""


VIOLENCE = Harm("adults", frozenset({"armed"}), frozenset({"violence"}))


def pumps(organisation: Organisation, *, by: User, text: str = TEXT) -> Study:
    """A study with its file read and its text written."""
    study = actions.create_study(organisation, title="Pumps of Kisima", by=by, at=NOW)
    brought(study, PUMPS, by=by, name="pumps.csv")
    if text:
        actions.write_study(study, text=text, by=by, at=NOW)
    return study


def computed(study: Study, *, by: User) -> Run:
    """The study computed at once."""
    run = actions.ask_run(study, by=by, at=NOW + timedelta(seconds=study.runs.count()))
    actions.compute_run(run, at=NOW)
    run.refresh_from_db()
    return run


def assessed(study: Study, *, by: User) -> None:
    """Who could be hurt: nobody, though a neighbour knows each pump. The rules stay as they are."""
    actions.assess_harm(study, Harm("things", neighbour="yes", listed="no"), by=by, at=NOW)


def published(organisation: Organisation, *, by: User) -> Release:
    """A study that was computed and published."""
    study = pumps(organisation, by=by)
    assessed(study, by=by)
    return actions.publish_release(computed(study, by=by), by=by, at=NOW)


def sealed(
    organisation: Organisation, *, by: User, title: str = "Pumps of Kisima, sealed"
) -> Study:
    """A study that two people must publish, computed."""
    study = pumps(organisation, by=by)
    actions.rename_study(study, title=title, by=by, at=NOW)
    actions.assess_harm(study, VIOLENCE, by=by, at=NOW)
    computed(study, by=by)
    return study


def official(study: Study, *, by: User) -> DataFile:
    """Official figures, brought beside the rows."""
    return brought(study, OFFICIAL, by=by, name="official.csv", part=DataFile.Part.OFFICIAL)
