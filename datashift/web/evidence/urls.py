from django.urls import path

from datashift.web.evidence import views

app_name = "evidence"
urlpatterns = [
    path("today/", views.today, name="today"),
    # A study and its files
    path("workspace/", views.studies, name="studies"),
    path(
        "organisations/<slug:organisation>/studies/new/",
        views.create_study,
        name="create_study",
    ),
    path("workspace/<uuid:study>/", views.study, name="study"),
    path("workspace/<uuid:study>/rename/", views.rename_study, name="rename_study"),
    path("workspace/<uuid:study>/discard/", views.discard_study, name="discard_study"),
    path("workspace/<uuid:study>/bring/", views.bring, name="bring"),
    path("workspace/<uuid:study>/files/<uuid:file>/", views.rows, name="rows"),
    path("workspace/<uuid:study>/files/<uuid:file>/change/", views.change_file, name="change_file"),
    path("workspace/<uuid:study>/files/<uuid:file>/remove/", views.remove_file, name="remove_file"),
    path("workspace/<uuid:study>/check/", views.check, name="check"),
    path("workspace/<uuid:study>/check/decide/", views.decide, name="decide"),
    path("workspace/<uuid:study>/check/decide-group/", views.decide_group, name="decide_group"),
    path(
        "workspace/<uuid:study>/decisions/<uuid:decision>/undo/",
        views.undo_decision,
        name="undo_decision",
    ),
    # What the study says, and what became of it
    path("workspace/<uuid:study>/questions/", views.questions, name="questions"),
    path("workspace/<uuid:study>/questions/<slug:question>/", views.question, name="question"),
    path("workspace/<uuid:study>/findings/add/", views.add_indicator, name="add_indicator"),
    path(
        "workspace/<uuid:study>/findings/<int:indicator>/remove/",
        views.remove_indicator,
        name="remove_indicator",
    ),
    path(
        "workspace/<uuid:study>/findings/<int:indicator>/<slug:question>/",
        views.indicator_question,
        name="indicator_question",
    ),
    path("workspace/<uuid:study>/text/", views.text, name="text"),
    path("workspace/<uuid:study>/run/", views.run, name="run"),
    path("workspace/<uuid:study>/compare/", views.compare, name="compare"),
    path("workspace/<uuid:study>/harm/", views.harm, name="harm"),
    path("workspace/<uuid:study>/protect/", views.protect, name="protect"),
    path("workspace/<uuid:study>/publish/", views.publish, name="publish"),
    path("workspace/<uuid:study>/releases/", views.releases, name="releases"),
    path("workspace/agreements/<uuid:agreement>/", views.agree, name="agree"),
    path(
        "workspace/agreements/<uuid:agreement>/decline/",
        views.decline_agreement,
        name="decline_agreement",
    ),
    path(
        "workspace/releases/<uuid:release>/withdraw/",
        views.withdraw_release,
        name="withdraw_release",
    ),
]
