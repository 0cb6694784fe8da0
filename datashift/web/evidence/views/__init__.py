"""The workspace, one file per screen."""

from datashift.web.evidence.views.agreements import agree, decline_agreement
from datashift.web.evidence.views.check import check, decide, decide_group, undo_decision
from datashift.web.evidence.views.compare import compare
from datashift.web.evidence.views.files import bring, change_file, remove_file, rows
from datashift.web.evidence.views.harm import harm
from datashift.web.evidence.views.protect import protect
from datashift.web.evidence.views.questions import (
    add_indicator,
    indicator_question,
    question,
    questions,
    remove_indicator,
)
from datashift.web.evidence.views.releases import publish, releases, withdraw_release
from datashift.web.evidence.views.runs import run
from datashift.web.evidence.views.studies import (
    create_study,
    discard_study,
    rename_study,
    studies,
    study,
)
from datashift.web.evidence.views.text import text
from datashift.web.evidence.views.today import today

__all__ = [
    "add_indicator",
    "agree",
    "bring",
    "change_file",
    "check",
    "compare",
    "create_study",
    "decide",
    "decide_group",
    "decline_agreement",
    "discard_study",
    "harm",
    "indicator_question",
    "protect",
    "publish",
    "question",
    "questions",
    "releases",
    "remove_file",
    "remove_indicator",
    "rename_study",
    "rows",
    "run",
    "studies",
    "study",
    "text",
    "today",
    "undo_decision",
    "withdraw_release",
]
