"""Addresses: review of submissions, and their way into a study."""

from __future__ import annotations

from django.urls import include, path

from datashift.web.review.views import entities, fieldwork, flows, piles, stories

app_name = "review"
urlpatterns = [
    path(
        "collect/questionnaires/<uuid:questionnaire>/",
        include(
            [
                path("review/", piles.piles, name="piles"),
                path("review/decide/", piles.decide, name="decide"),
                path("review/<slug:pile>/", piles.pile, name="pile"),
                path("fieldwork/", fieldwork.fieldwork, name="fieldwork"),
                path("fieldwork/refusals/", fieldwork.name_refusal, name="name_refusal"),
                path("plan/", fieldwork.plan, name="plan"),
                path("plan/set/", fieldwork.set_targets, name="set_targets"),
                path("study/", flows.flow, name="flow"),
                path("study/connect/", flows.connect_study, name="connect_study"),
                path("study/change/", flows.change_flow, name="change_flow"),
                path("study/figures/", flows.ask_figures, name="ask_figures"),
            ]
        ),
    ),
    path(
        "collect/organisations/<slug:organisation>/lists/",
        entities.entity_lists,
        name="entity_lists",
    ),
    path(
        "collect/organisations/<slug:organisation>/lists/bring/",
        entities.bring_list,
        name="bring_list",
    ),
    path("collect/lists/<uuid:entity_list>/", entities.entity_list, name="entity_list"),
    path("collect/lists/<uuid:entity_list>/file.csv", entities.list_file, name="list_file"),
    path("collect/entries/<uuid:entity>/", entities.entity, name="entity"),
    path("collect/entries/<uuid:entity>/settle/", entities.settle_entity, name="settle_entity"),
    path("collect/decisions/<uuid:decision>/undo/", piles.undo_decision, name="undo_decision"),
    path(
        "collect/submissions/<uuid:submission>/",
        include(
            [
                path("story/", stories.story, name="story"),
                path("comment/", stories.comment, name="comment"),
                path("recordings/<uuid:file>/", stories.recording, name="recording"),
            ]
        ),
    ),
]
