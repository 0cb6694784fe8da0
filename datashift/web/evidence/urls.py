from django.urls import path

from datashift.web.evidence import views

app_name = "evidence"
urlpatterns = [
    path("today/", views.today, name="today"),
    # A study and its files
    path("work/", views.studies, name="studies"),
    path(
        "organisations/<slug:organisation>/studies/new/",
        views.create_study,
        name="create_study",
    ),
    path("work/<uuid:study>/", views.study, name="study"),
    path("work/<uuid:study>/rename/", views.rename_study, name="rename_study"),
    path("work/<uuid:study>/discard/", views.discard_study, name="discard_study"),
    path("work/<uuid:study>/bring/", views.bring, name="bring"),
    path("work/<uuid:study>/files/<uuid:file>/", views.rows, name="rows"),
    path("work/<uuid:study>/files/<uuid:file>/change/", views.change_file, name="change_file"),
    path("work/<uuid:study>/files/<uuid:file>/remove/", views.remove_file, name="remove_file"),
    path("work/<uuid:study>/check/", views.check, name="check"),
    path("work/<uuid:study>/check/decide/", views.decide, name="decide"),
    path("work/<uuid:study>/check/decide-group/", views.decide_group, name="decide_group"),
    path(
        "work/<uuid:study>/decisions/<uuid:decision>/undo/",
        views.undo_decision,
        name="undo_decision",
    ),
    # What the study says, and what became of it
    path("work/<uuid:study>/questions/", views.questions, name="questions"),
    path("work/<uuid:study>/questions/<slug:question>/", views.question, name="question"),
    path("work/<uuid:study>/findings/add/", views.add_indicator, name="add_indicator"),
    path(
        "work/<uuid:study>/findings/<int:indicator>/remove/",
        views.remove_indicator,
        name="remove_indicator",
    ),
    path(
        "work/<uuid:study>/findings/<int:indicator>/<slug:question>/",
        views.indicator_question,
        name="indicator_question",
    ),
    path("work/<uuid:study>/text/", views.text, name="text"),
    path("work/<uuid:study>/run/", views.run, name="run"),
    path("work/<uuid:study>/compare/", views.compare, name="compare"),
    path("work/<uuid:study>/protect/", views.protect, name="protect"),
    path("work/<uuid:study>/publish/", views.publish, name="publish"),
    path("work/<uuid:study>/releases/", views.releases, name="releases"),
    path("work/releases/<uuid:release>/withdraw/", views.withdraw_release, name="withdraw_release"),
]
