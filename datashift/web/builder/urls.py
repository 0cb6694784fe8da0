"""Addresses: making a questionnaire."""

from __future__ import annotations

from django.urls import include, path

from datashift.web.builder.views import drafts, items, publishing, starting

# Each with its whole address: an included one would begin behind the longest path that fits.
_ITEM = [
    path("questions/<path:item>/change/", items.change_item, name="change_item"),
    path("questions/<path:item>/condition/", items.change_condition, name="change_condition"),
    path("questions/<path:item>/move/", items.move_item, name="move_item"),
    path("questions/<path:item>/copy/", items.copy_item, name="copy_item"),
    path("questions/<path:item>/remove/", items.remove_item, name="remove_item"),
]

app_name = "builder"
urlpatterns = [
    path("build/", drafts.drafts, name="drafts"),
    path("build/organisations/<slug:organisation>/new/", starting.begin_draft, name="begin_draft"),
    path(
        "build/questionnaires/<uuid:questionnaire>/",
        starting.take_questionnaire,
        name="take_questionnaire",
    ),
    path(
        "build/<uuid:draft>/",
        include(
            [
                path("", drafts.draft, name="draft"),
                path("settings/", drafts.change_draft, name="change_draft"),
                path("phone/", drafts.preview, name="preview"),
                path("spreadsheet/", drafts.export_draft, name="export_draft"),
                path("undo/", drafts.undo_step, name="undo_step"),
                path("redo/", drafts.redo_step, name="redo_step"),
                path("discard/", drafts.discard_draft, name="discard_draft"),
                path("publish/", publishing.publish_draft, name="publish_draft"),
                path("add/", items.add_item, name="add_item"),
                path("library/", starting.add_known, name="add_known"),
                *_ITEM,
            ]
        ),
    ),
]
