"""Everything that changes a study and what belongs to it."""

from datashift.web.evidence.actions.answers import (
    add_indicator,
    answer,
    begin_answers,
    remove_indicator,
    set_minimum,
)
from datashift.web.evidence.actions.decisions import NotOpen, decide, undo_decision
from datashift.web.evidence.actions.files import (
    StillNamed,
    bring_file,
    check_file,
    read_file,
    remove_file,
)
from datashift.web.evidence.actions.releases import (
    AlreadyPublished,
    NotReady,
    StopsLeft,
    publish_release,
    stops_left,
    withdraw_release,
)
from datashift.web.evidence.actions.runs import AlreadyRunning, ask_run, compute_run
from datashift.web.evidence.actions.studies import (
    HasReleases,
    create_study,
    discard_study,
    rename_study,
    write_study,
)

__all__ = [
    "AlreadyPublished",
    "AlreadyRunning",
    "HasReleases",
    "NotOpen",
    "NotReady",
    "StillNamed",
    "StopsLeft",
    "add_indicator",
    "answer",
    "ask_run",
    "begin_answers",
    "bring_file",
    "check_file",
    "compute_run",
    "create_study",
    "decide",
    "discard_study",
    "publish_release",
    "read_file",
    "remove_file",
    "remove_indicator",
    "rename_study",
    "set_minimum",
    "stops_left",
    "undo_decision",
    "withdraw_release",
    "write_study",
]
