"""Everything that changes an assessment and what stands around it."""

from datashift.web.credibility.actions.assessing import (
    NotComputed,
    SamePerson,
    answer,
    begin,
    confirm,
    rule,
)
from datashift.web.credibility.actions.fieldwork import ask_look, make_look
from datashift.web.credibility.actions.offices import (
    AnotherAddress,
    BelongsHere,
    SeatTaken,
    accept_seat,
    answer_question,
    ask_question,
    invite_assessor,
    withdraw_assessor,
)
from datashift.web.credibility.actions.study import add_document, answer_side, remove_document
from datashift.web.credibility.actions.ticks import NothingToUndo, tick, undo_ticks

__all__ = [
    "AnotherAddress",
    "BelongsHere",
    "NotComputed",
    "NothingToUndo",
    "SamePerson",
    "SeatTaken",
    "accept_seat",
    "add_document",
    "answer",
    "answer_question",
    "answer_side",
    "ask_look",
    "ask_question",
    "begin",
    "confirm",
    "invite_assessor",
    "make_look",
    "remove_document",
    "rule",
    "tick",
    "undo_ticks",
    "withdraw_assessor",
]
