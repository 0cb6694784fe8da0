"""Who gets which answer: questionnaires in the making."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from people import NOW, Scene
from web.collect.wells import wells

from datashift.questionnaires.library import LANGUAGES
from datashift.web.builder.actions.drafts import begin_draft
from datashift.web.builder.models import Draft

ROWS = """
#                           anonymous stranger elsewhere former viewer reviewer editor owner steward
builder:drafts              GET   in  200
builder:drafts              POST  in  405
builder:begin_draft         GET   in  404 404 404 403 403 200 200 404
builder:begin_draft         POST  in  404 404 404 403 403 422 422 404
builder:take_questionnaire  GET   in  405
builder:take_questionnaire  POST  in  404 404 404 403 403 302 302 404
builder:draft               GET   in  404 404 404 200 200 200 200 404
builder:draft               POST  in  405
builder:change_draft        GET   in  404 404 404 403 403 200 200 404
builder:change_draft        POST  in  404 404 404 403 403 422 422 404
builder:preview             GET   in  404 404 404 200 200 200 200 404
builder:preview             POST  in  405
builder:export_draft        GET   in  404 404 404 200 200 200 200 404
builder:export_draft        POST  in  405
builder:undo_step           GET   in  405
builder:undo_step           POST  in  404 404 404 403 403 302 302 404
builder:redo_step           GET   in  405
builder:redo_step           POST  in  404 404 404 403 403 302 302 404
builder:discard_draft       GET   in  404 404 404 403 403 200 200 404
builder:discard_draft       POST  in  404 404 404 403 403 302 302 404
builder:publish_draft       GET   in  404 404 404 403 403 200 200 404
builder:publish_draft       POST  in  404 404 404 403 403 302 302 404
builder:add_item            GET   in  404 404 404 403 403 200 200 404
builder:add_item            POST  in  404 404 404 403 403 422 422 404
builder:add_known           GET   in  404 404 404 403 403 200 200 404
builder:add_known           POST  in  404 404 404 403 403 422 422 404
builder:change_item         GET   in  404 404 404 403 403 200 200 404
builder:change_item         POST  in  404 404 404 403 403 422 422 404
builder:change_condition    GET   in  404 404 404 403 403 200 200 404
builder:change_condition    POST  in  404 404 404 403 403 422 422 404
builder:move_item           GET   in  405
builder:move_item           POST  in  404 404 404 403 403 302 302 404
builder:copy_item           GET   in  405
builder:copy_item           POST  in  404 404 404 403 403 302 302 404
builder:remove_item         GET   in  405
builder:remove_item         POST  in  404 404 404 403 403 302 302 404
"""  # fmt: skip


def draft(scene: Scene) -> Draft:
    """Two questions of the library."""
    return scene.organisation.drafts.first() or begin_draft(
        scene.organisation,
        title="Water at home",
        languages=[LANGUAGES["en"]],
        known=["sex", "water_source"],
        by=scene.people["editor"],
        at=NOW,
    )


ARGUMENTS: Mapping[str, Callable[[Scene], Any]] = {
    "draft": lambda scene: draft(scene).pk,
    "item": lambda scene: "water_source",
    "builder:take_questionnaire questionnaire": lambda scene: (
        wells(scene.organisation, scene.people["editor"], form_id="wells_to_take").pk
    ),
}
