"""What is decided about submissions, what was noticed in them, and how they enter a study."""

from datashift.web.review.models.decisions import Change, Comment, Decision
from datashift.web.review.models.entities import Entity, EntityList, EntityVersion
from datashift.web.review.models.flow import Counted, Flow, TableVersion
from datashift.web.review.models.readings import Reading, Refusal, Sign, Target, WorkerSign

__all__ = [
    "Change",
    "Comment",
    "Counted",
    "Decision",
    "Entity",
    "EntityList",
    "EntityVersion",
    "Flow",
    "Reading",
    "Refusal",
    "Sign",
    "TableVersion",
    "Target",
    "WorkerSign",
]
