from django.urls import path, register_converter
from django.urls.converters import StringConverter

from datashift.web.credibility import views

_STUDY = "workspace/<uuid:study>/credibility/"
_ASSESSING = "assessing/<uuid:study>/"


class IdConverter(StringConverter):
    """The id of an indicator, which may hold any letter: a study is a text of its writers."""

    regex = r"[\s\S]+"


register_converter(IdConverter, "id")

app_name = "credibility"
urlpatterns = [
    # The organisation's side
    path(_STUDY, views.standing, name="standing"),
    path(f"{_STUDY}sides/<slug:side>/", views.side, name="side"),
    path(f"{_STUDY}documents/add/", views.add_document, name="add_document"),
    path(f"{_STUDY}documents/<uuid:document>/", views.document, name="document"),
    path(
        f"{_STUDY}documents/<uuid:document>/remove/", views.remove_document, name="remove_document"
    ),
    path(f"{_STUDY}invite/", views.invite_assessor, name="invite_assessor"),
    path(
        f"{_STUDY}assessors/<uuid:assessor>/withdraw/",
        views.withdraw_assessor,
        name="withdraw_assessor",
    ),
    path(f"{_STUDY}questions/<uuid:question>/", views.answer_question, name="answer_question"),
    path("workspace/<uuid:study>/fieldwork/", views.fieldwork, name="fieldwork"),
    path("workspace/<uuid:study>/compare/<id:finding>/undo/", views.undo_ticks, name="undo_ticks"),
    path("workspace/<uuid:study>/compare/<id:finding>/", views.nearness, name="nearness"),
    # The assessor's side
    path("assessing/", views.assessing, name="assessing"),
    path(_ASSESSING, views.assess_study, name="assess_study"),
    path(f"{_ASSESSING}ask/", views.ask_question, name="ask_question"),
    path(f"{_ASSESSING}files/<str:file>", views.released_file, name="released_file"),
    path("assessors/<str:token>/", views.accept_seat, name="accept_seat"),
    # Both
    path(f"{_STUDY}begin/", views.begin_assessment, name="begin_assessment"),
    path("assessments/<uuid:assessment>/", views.assessment, name="assessment"),
    path("assessments/<uuid:assessment>/confirm/", views.confirm, name="confirm"),
    path("assessments/<uuid:assessment>/rule/", views.rule, name="rule"),
    path("assessments/<uuid:assessment>/<slug:item>/", views.answer_item, name="answer_item"),
]
