"""Everything that changes a study and what belongs to it."""

from datashift.web.evidence.actions.agreements import (
    AlreadyAsked,
    NoLongerOpen,
    NotNeeded,
    SamePerson,
    agree,
    ask_agreement,
    decline_agreement,
)
from datashift.web.evidence.actions.answers import (
    add_indicator,
    answer,
    begin_answers,
    remove_indicator,
)
from datashift.web.evidence.actions.decisions import NotOpen, decide, undo_decision
from datashift.web.evidence.actions.files import (
    StillNamed,
    bring_file,
    check_file,
    read_file,
    remove_file,
)
from datashift.web.evidence.actions.harm import NoReason, assess_harm
from datashift.web.evidence.actions.releases import (
    AlreadyPublished,
    Looser,
    NeedsTwo,
    NotAssessed,
    NotReady,
    StopsLeft,
    Telling,
    check_ready,
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
    "AlreadyAsked",
    "AlreadyPublished",
    "AlreadyRunning",
    "HasReleases",
    "Looser",
    "NeedsTwo",
    "NoLongerOpen",
    "NoReason",
    "NotAssessed",
    "NotNeeded",
    "NotOpen",
    "NotReady",
    "SamePerson",
    "StillNamed",
    "StopsLeft",
    "Telling",
    "add_indicator",
    "agree",
    "answer",
    "ask_agreement",
    "ask_run",
    "assess_harm",
    "begin_answers",
    "bring_file",
    "check_file",
    "check_ready",
    "compute_run",
    "create_study",
    "decide",
    "decline_agreement",
    "discard_study",
    "publish_release",
    "read_file",
    "remove_file",
    "remove_indicator",
    "rename_study",
    "stops_left",
    "undo_decision",
    "withdraw_release",
    "write_study",
]
