"""Who may reach what: the workspace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from people import NOW, Scene
from web.evidence.pumps import published, sealed
from web.evidence.wells import WELLS, brought

from datashift.tables import Repair
from datashift.web.evidence import actions
from datashift.web.evidence.models import Agreement, DataFile, Decision, Study

ROWS = """
#                     anonymous stranger elsewhere former viewer reviewer editor owner steward
evidence:today  GET   in        200
evidence:today  POST  in        405
evidence:studies       GET   in   200
evidence:studies       POST  in   405
#                           anonymous stranger elsewhere former viewer reviewer editor owner steward
evidence:create_study  GET   in   404 404 404 403 403 200 200 404
evidence:create_study  POST  in   404 404 404 403 403 422 422 404
evidence:study         GET   in   404 404 404 200 200 200 200 404
evidence:study         POST  in   405
evidence:rename_study  GET   in   404 404 404 403 403 200 200 404
evidence:rename_study  POST  in   404 404 404 403 403 422 422 404
evidence:discard_study GET   in   404 404 404 403 403 200 200 404
evidence:discard_study POST  in   404 404 404 403 403 302 302 404
evidence:bring         GET   in   404 404 404 200 200 200 200 404
evidence:bring         POST  in   404 404 404 403 403 422 422 404
evidence:rows          GET   in   404 404 404 200 200 200 200 404
evidence:rows          POST  in   405
evidence:change_file   GET   in   404 404 404 403 403 200 200 404
evidence:change_file   POST  in   404 404 404 403 403 422 422 404
evidence:remove_file   GET   in   404 404 404 403 403 200 200 404
evidence:remove_file   POST  in   404 404 404 403 403 302 302 404
evidence:check         GET   in   404 404 404 200 200 200 200 404
evidence:check         POST  in   405
evidence:decide        GET   in   405
evidence:decide        POST  in   404 404 404 403 302 302 302 404
evidence:decide_group  GET   in   405
evidence:decide_group  POST  in   404 404 404 403 302 302 302 404
evidence:undo_decision GET   in   405
evidence:undo_decision POST  in   404 404 404 403 302 302 302 404
#                           anonymous stranger elsewhere former viewer reviewer editor owner steward
evidence:questions     GET   in   404 404 404 200 200 200 200 404
evidence:questions     POST  in   404 404 404 403 403 302 302 404
evidence:question      GET   in   404 404 404 200 200 200 200 404
evidence:question      POST  in   404 404 404 403 403 422 422 404
evidence:indicator_question  GET   in   404 404 404 200 200 200 200 404
evidence:indicator_question  POST  in   404 404 404 403 403 422 422 404
evidence:add_indicator       GET   in   405
evidence:add_indicator       POST  in   404 404 404 403 403 302 302 404
evidence:remove_indicator    GET   in   405
evidence:remove_indicator    POST  in   404 404 404 403 403 302 302 404
evidence:text          GET   in   404 404 404 200 200 200 200 404
evidence:text          POST  in   404 404 404 403 403 200 200 404
evidence:run           GET   in   404 404 404 200 200 200 200 404
evidence:run           POST  in   404 404 404 403 403 302 302 404
evidence:compare       GET   in   404 404 404 200 200 200 200 404
evidence:compare       POST  in   404 404 404 403 403 422 422 404
evidence:harm          GET   in   404 404 404 200 200 200 200 404
evidence:harm          POST  in   404 404 404 403 403 422 422 404
evidence:protect       GET   in   404 404 404 200 200 200 200 404
evidence:protect       POST  in   405
evidence:agree              GET   in   404 404 404 403 302 302 302 404
evidence:agree              POST  in   404 404 404 403 422 422 422 404
evidence:decline_agreement  GET   in   404 404 404 403 200 200 200 404
evidence:decline_agreement  POST  in   404 404 404 403 422 422 422 404
evidence:publish       GET   in   404 404 404 200 200 200 200 404
evidence:publish       POST  in   404 404 404 403 422 422 422 404
evidence:releases      GET   in   404 404 404 200 200 200 200 404
evidence:releases      POST  in   405
evidence:withdraw_release    GET   in   404 404 404 403 200 200 200 404
evidence:withdraw_release    POST  in   404 404 404 403 422 422 422 404
"""

FILES = ("rows", "change_file", "remove_file")

# Pages of a study that was computed and published.
COMPUTED = [
    "questions",
    "question",
    "indicator_question",
    "add_indicator",
    "remove_indicator",
    "text",
    "run",
    "compare",
    "harm",
    "protect",
    "publish",
    "releases",
]


def study_of(scene: Scene) -> Study:
    """A study of the scene's organisation, made once."""
    made = scene.organisation.studies.filter(title="Wells of Kisima").first()
    return made or actions.create_study(
        scene.organisation, title="Wells of Kisima", by=scene.people["editor"], at=NOW
    )


def file_of(scene: Scene) -> DataFile:
    """Rows that the study has, read and checked."""
    made = study_of(scene).files.first()
    return made or brought(study_of(scene), WELLS, by=scene.people["editor"])


def decision_of(scene: Scene) -> Decision:
    """An answer that somebody gave."""
    made = study_of(scene).decisions.first()
    return made or actions.decide(
        study_of(scene),
        Repair("keep", "duplicates.exact"),
        words="Kept: 1 row repeats an earlier row.",
        count=1,
        by=scene.people["reviewer"],
        at=NOW,
    )


def computed_of(scene: Scene) -> Study:
    """A study that was computed and published."""
    made = scene.organisation.studies.filter(title="Pumps of Kisima").first()
    return made or published(scene.organisation, by=scene.people["editor"]).study


def asked_of(scene: Scene) -> Agreement:
    """A sealed study that waits for a second person."""
    made = Agreement.objects.filter(run__study__title="Pumps of Kisima, sealed").first()
    if made is not None:
        return made
    study = sealed(scene.organisation, by=scene.people["editor"])
    return actions.ask_agreement(study.runs.get(), by=scene.people["editor"], at=NOW)


ARGUMENTS: Mapping[str, Callable[[Scene], Any]] = {
    "evidence:create_study organisation": lambda scene: scene.organisation.slug,
    "study": lambda scene: study_of(scene).pk,
    **{f"evidence:{name} study": lambda scene: computed_of(scene).pk for name in COMPUTED},
    "evidence:question question": lambda scene: "rows",
    "evidence:indicator_question question": lambda scene: "counts",
    "evidence:indicator_question indicator": lambda scene: 1,
    "evidence:remove_indicator indicator": lambda scene: 1,
    "evidence:withdraw_release release": lambda scene: computed_of(scene).releases.get().pk,
    **{f"evidence:{name} file": lambda scene: file_of(scene).pk for name in FILES},
    "agreement": lambda scene: asked_of(scene).pk,
    "decision": lambda scene: decision_of(scene).pk,
}
