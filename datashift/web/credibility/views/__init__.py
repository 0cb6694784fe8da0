"""Pages about how far a study can be relied on."""

from datashift.web.credibility.views.assessing import (
    answer_item,
    assessment,
    begin_assessment,
    confirm,
    rule,
)
from datashift.web.credibility.views.documents import add_document, document, remove_document
from datashift.web.credibility.views.fieldwork import fieldwork
from datashift.web.credibility.views.nearness import nearness, undo_ticks
from datashift.web.credibility.views.offices import (
    accept_seat,
    answer_question,
    ask_question,
    assess_study,
    assessing,
    invite_assessor,
    released_file,
    withdraw_assessor,
)
from datashift.web.credibility.views.study import side, standing

__all__ = [
    "accept_seat",
    "add_document",
    "answer_item",
    "answer_question",
    "ask_question",
    "assess_study",
    "assessing",
    "assessment",
    "begin_assessment",
    "confirm",
    "document",
    "fieldwork",
    "invite_assessor",
    "nearness",
    "released_file",
    "remove_document",
    "rule",
    "side",
    "standing",
    "undo_ticks",
    "withdraw_assessor",
]
