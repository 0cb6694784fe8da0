"""Who may reach what: the workspace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from people import NOW, Scene

from datashift.web.evidence import actions
from datashift.web.evidence.models import Study

ROWS = """
#                     anonymous stranger elsewhere former viewer reviewer editor owner steward
evidence:today  GET   in        200
evidence:today  POST  in        405
evidence:study  GET   in        404      404       404    200    200      200    200   404
evidence:study  POST  in        405
"""


def study_of(scene: Scene) -> Study:
    """A study of the scene's organisation, made once."""
    made = scene.organisation.studies.first()
    return made or actions.create_study(
        scene.organisation, title="Wells of Kisima", by=scene.people["editor"], at=NOW
    )


ARGUMENTS: Mapping[str, Callable[[Scene], Any]] = {"study": lambda scene: study_of(scene).pk}
