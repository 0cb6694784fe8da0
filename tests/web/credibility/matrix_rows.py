"""Who may reach what: assessments. The scene's stranger sits on the seat of an office nowhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from people import NOW, Scene
from web.evidence.pumps import TEXT, published

from datashift.web.credibility import actions
from datashift.web.credibility.models import Assessment, Assessor, Document, Question
from datashift.web.evidence.actions import create_study
from datashift.web.evidence.models import Release, Run, Study

ROWS = """
#                             anonymous stranger elsewhere former viewer reviewer editor owner steward
credibility:standing           GET   in  404 404 404 200 200 200 200 404
credibility:standing           POST  in  405
credibility:side               GET   in  404 404 404 200 200 200 200 404
credibility:side               POST  in  404 404 404 403 302 302 302 404
credibility:add_document       GET   in  404 404 404 403 403 200 200 404
credibility:add_document       POST  in  404 404 404 403 403 422 422 404
credibility:document           GET   in  404 404 404 200 200 200 200 404
credibility:document           POST  in  405
credibility:remove_document    GET   in  405
credibility:remove_document    POST  in  404 404 404 403 403 302 302 404
credibility:invite_assessor    GET   in  404 404 404 403 403 403 200 404
credibility:invite_assessor    POST  in  404 404 404 403 403 403 422 404
credibility:withdraw_assessor  GET   in  405
credibility:withdraw_assessor  POST  in  404 404 404 403 403 403 302 404
credibility:answer_question    GET   in  404 404 404 403 403 200 200 404
credibility:answer_question    POST  in  404 404 404 403 403 422 422 404
credibility:nearness           GET   in  404 404 404 200 200 200 200 404
credibility:nearness           POST  in  404 404 404 403 302 302 302 404
credibility:undo_ticks         GET   in  405
credibility:undo_ticks         POST  in  404 404 404 403 302 302 302 404
credibility:fieldwork          GET   in  404 404 404 200 200 200 200 404
credibility:fieldwork          POST  in  404 404 404 403 422 422 422 404
#                             anonymous stranger elsewhere former viewer reviewer editor owner steward
credibility:assessing          GET   in  200
credibility:assessing          POST  in  405
credibility:assess_study       GET   in  404   # no member has a seat
credibility:assess_study       POST  in  405
credibility:ask_question       GET   in  405
credibility:ask_question       POST  in  404
credibility:released_file      GET   in  404 404 404 200 200 200 200 404
credibility:released_file      POST  in  405
credibility:accept_seat        GET   in  200
credibility:accept_seat        POST  in  302
#                             anonymous stranger elsewhere former viewer reviewer editor owner steward
credibility:begin_assessment   GET   in  405
credibility:begin_assessment   POST  in  404 404 404 403 302 302 302 404
credibility:assessment         GET   in  404 404 404 200 200 200 200 404
credibility:assessment         POST  in  405
credibility:confirm            GET   in  405
credibility:confirm            POST  in  404 404 404 403 302 302 302 404
credibility:rule               GET   in  404 404 404 403 403 403 403 404
credibility:rule               POST  in  404 404 404 403 403 403 403 404
credibility:answer_item        GET   in  404 404 404 403 200 200 200 404
credibility:answer_item        POST  in  404 404 404 403 422 422 422 404
#
explore:credibility            GET   200
explore:credibility            POST  405
explore:credibility_form       GET   200
explore:credibility_form       POST  405
explore:credibility_json       GET   200
explore:credibility_json       POST  405
explore:credibility_sdmx       GET   200
explore:credibility_sdmx       POST  405
explore:credibility_schema     GET   200
explore:credibility_schema     POST  405
explore:coverage               GET   200
explore:coverage               POST  405
"""

STUDY = (
    *("standing", "side", "add_document", "document", "remove_document", "invite_assessor"),
    *("withdraw_assessor", "answer_question", "fieldwork", "assess_study", "ask_question"),
    *("begin_assessment",),
)
ASSESSMENT = ("assessment", "confirm", "rule", "answer_item")
PUBLIC = ("credibility", "credibility_form", "credibility_json", "credibility_sdmx")


def release_of(scene: Scene) -> Release:
    """A release of the scene's organisation, made once."""
    made = Release.objects.filter(
        study__organisation=scene.organisation, study__title="Pumps of Kisima"
    ).first()
    return made or published(scene.organisation, by=scene.people["editor"])


def study_of(scene: Scene) -> Study:
    """A study without figures, which is made in a moment."""
    made = scene.organisation.studies.filter(title="Wells to judge").first()
    return made or create_study(
        scene.organisation, title="Wells to judge", by=scene.people["editor"], at=NOW
    )


def assessment_of(scene: Scene) -> Assessment:
    """The organisation's own assessment, of a run that found nothing."""
    editor = scene.people["editor"]
    run = Run.objects.create(
        study=study_of(scene), text=TEXT, state=Run.State.DONE, asked_by=editor, asked_at=NOW
    )
    run.folder.mkdir(parents=True)
    (run.folder / "findings.json").write_text("[]", encoding="utf-8")
    return actions.begin(run.study, framework="knbs-2022", by=editor, at=NOW)


def document_of(scene: Scene) -> Document:
    made = study_of(scene).documents.first()
    return made or actions.add_document(
        study_of(scene),
        kind=Document.Kind.INSTRUMENTS,
        file=[b"Does it give water?"],
        name="questions.txt",
        by=scene.people["editor"],
        at=NOW,
    )


def seat_of(scene: Scene) -> tuple[Assessor, str]:
    """A seat that nobody has taken up, and the token of its link."""
    return actions.invite_assessor(
        study_of(scene),
        email="assessor@example.org",
        office="Office of Kisima",
        by=scene.people["owner"],
        at=NOW,
    )


def question_of(scene: Scene) -> Question:
    made = study_of(scene).assessor_questions.first()
    return made or actions.ask_question(
        study_of(scene), office="Office of Kisima", text="Who?", by=scene.people["owner"], at=NOW
    )


ARGUMENTS: Mapping[str, Callable[[Scene], Any]] = {
    **{f"credibility:{name} study": lambda scene: study_of(scene).pk for name in STUDY},
    **{
        f"credibility:{name} assessment": lambda scene: assessment_of(scene).pk
        for name in ASSESSMENT
    },
    "credibility:released_file study": lambda scene: release_of(scene).study_id,
    "credibility:nearness study": lambda scene: release_of(scene).study_id,
    "credibility:nearness finding": lambda scene: "works",
    "credibility:undo_ticks study": lambda scene: release_of(scene).study_id,
    "credibility:undo_ticks finding": lambda scene: "works",
    "credibility:side side": lambda scene: "consent",
    "credibility:answer_item item": lambda scene: "relevance",
    "credibility:document document": lambda scene: document_of(scene).pk,
    "credibility:remove_document document": lambda scene: document_of(scene).pk,
    "credibility:withdraw_assessor assessor": lambda scene: seat_of(scene)[0].pk,
    "credibility:answer_question question": lambda scene: question_of(scene).pk,
    "credibility:released_file file": lambda scene: "observations.csv",
    "credibility:accept_seat token": lambda scene: seat_of(scene)[1],
    **{f"explore:{name} organisation": lambda scene: scene.organisation.slug for name in PUBLIC},
    **{f"explore:{name} study": lambda scene: release_of(scene).study.slug for name in PUBLIC},
    **{f"explore:{name} number": lambda scene: release_of(scene).number for name in PUBLIC},
}
