"""Addresses: how long things are kept, and erasure."""

from __future__ import annotations

from django.urls import path

from datashift.web.keeping.views import erasing, keeping

app_name = "keeping"
urlpatterns = [
    path("collect/organisations/<slug:organisation>/keeping/", keeping.keeping, name="keeping"),
    path(
        "collect/organisations/<slug:organisation>/keeping/change/",
        keeping.set_rule,
        name="set_rule",
    ),
    path(
        "collect/questionnaires/<uuid:questionnaire>/keeping/",
        keeping.set_own_rule,
        name="set_own_rule",
    ),
    path(
        "collect/organisations/<slug:organisation>/erase/",
        erasing.erase_person,
        name="erase_person",
    ),
    path(
        "collect/organisations/<slug:organisation>/erase/found/",
        erasing.erase_found,
        name="erase_found",
    ),
    path(
        "collect/submissions/<uuid:submission>/erase/",
        erasing.erase_submission,
        name="erase_submission",
    ),
    path(
        "collect/questionnaires/<uuid:questionnaire>/erase/",
        erasing.erase_questionnaire,
        name="erase_questionnaire",
    ),
]
