"""What people judge, say and hand over."""

from datashift.web.credibility.forms.assessing import AnswerForm, Rule
from datashift.web.credibility.forms.fieldwork import FieldworkForm
from datashift.web.credibility.forms.offices import Ask, InviteAssessor, Reply
from datashift.web.credibility.forms.study import DocumentForm, SideForm
from datashift.web.credibility.forms.ticks import TickForm

__all__ = [
    "AnswerForm",
    "Ask",
    "DocumentForm",
    "FieldworkForm",
    "InviteAssessor",
    "Reply",
    "Rule",
    "SideForm",
    "TickForm",
]
