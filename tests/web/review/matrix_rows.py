"""Who gets which answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID
from wave import open as wave_file

from people import NOW, Scene
from web.collect.matrix_rows import questionnaire
from web.collect.wells import filled, new_id

from datashift.web.collect import storage
from datashift.web.collect.actions.receive import Sent, receive
from datashift.web.collect.models import Attachment, Door, Questionnaire, Submission
from datashift.web.review.actions.deciding import decide
from datashift.web.review.actions.feeding import connect_study
from datashift.web.review.actions.lists import list_named
from datashift.web.review.models import Decision, Entity, EntityVersion, Flow

ROWS = """
#                                anonymous stranger elsewhere former viewer reviewer editor owner steward
review:piles                  GET   in  404 404 404 200 200 200 200 404
review:piles                  POST  in  405
review:pile                   GET   in  404 404 404 200 200 200 200 404
review:pile                   POST  in  405
review:decide                 GET   in  405
review:decide                 POST  in  404 404 404 403 302 302 302 404
review:undo_decision          GET   in  405
review:undo_decision          POST  in  404 404 404 403 302 302 302 404
review:story                  GET   in  404 404 404 200 200 200 200 404
review:story                  POST  in  405
review:comment                GET   in  405
review:comment                POST  in  404 404 404 403 302 302 302 404
review:recording              GET   in  404 404 404 403 200 200 200 404
review:recording              POST  in  405
review:fieldwork              GET   in  404 404 404 403 200 200 200 404
review:fieldwork              POST  in  405
review:name_refusal           GET   in  404 404 404 403 403 200 200 404
review:name_refusal           POST  in  404 404 404 403 403 404 404 404
review:plan                   GET   in  404 404 404 200 200 200 200 404
review:plan                   POST  in  405
review:set_targets            GET   in  404 404 404 403 403 200 200 404
review:set_targets            POST  in  404 404 404 403 403 302 302 404
review:flow                   GET   in  404 404 404 200 200 200 200 404
review:flow                   POST  in  405
review:connect_study          GET   in  404 404 404 403 403 200 200 404
review:connect_study          POST  in  404 404 404 403 403 422 422 404
review:change_flow            GET   in  404 404 404 403 403 200 200 404
review:change_flow            POST  in  404 404 404 403 403 422 422 404
review:ask_figures            GET   in  405
review:ask_figures            POST  in  404 404 404 403 403 302 302 404
review:entity_lists           GET   in  404 404 404 200 200 200 200 404
review:entity_lists           POST  in  405
review:entity_list            GET   in  404 404 404 200 200 200 200 404
review:entity_list            POST  in  405
review:bring_list             GET   in  404 404 404 403 403 200 200 404
review:bring_list             POST  in  404 404 404 403 403 422 422 404
review:list_file              GET   in  404 404 404 200 200 200 200 404
review:list_file              POST  in  405
review:entity                 GET   in  404 404 404 200 200 200 200 404
review:entity                 POST  in  405
review:settle_entity          GET   in  405
review:settle_entity          POST  in  404 404 404 403 302 302 302 404
"""  # fmt: skip


def entity(scene: Scene) -> Entity:
    """A well that phones know."""
    found = list_named(scene.organisation, "wells", ["works"], at=NOW)
    made = Entity.objects.create(entity_list=found, key=UUID(int=1), label="Well 1", changed_at=NOW)
    EntityVersion.objects.create(entity=made, number=1, label="Well 1", made_at=NOW)
    return made


def flow(scene: Scene) -> Questionnaire:
    """A questionnaire that fills a study."""
    found = questionnaire(scene)
    if not Flow.objects.filter(questionnaire=found).exists():
        connect_study(found, by=scene.people["editor"], at=NOW)
    return found


def decision(scene: Scene) -> Decision:
    found = questionnaire(scene)
    text = filled(new_id(7))
    at = NOW + timedelta(seconds=1)
    receipt = receive(text, organisation=scene.organisation.pk, door=Door.OPENROSA, at=at)
    Submission.objects.filter(pk=receipt.submission).update(state=Submission.State.RECEIVED)
    made = decide(
        found, [receipt.submission], state="ACCEPTED", by=scene.people["reviewer"], at=NOW
    )
    assert made is not None
    return made


def sound(scene: Scene) -> Attachment:
    """A recording of a submission."""
    questionnaire(scene)
    out = BytesIO()
    with wave_file(out, "wb") as wave:
        wave.setparams((1, 1, 8000, 8, "NONE", ""))
        wave.writeframes(bytes(8))
    kept = storage.keep(scene.organisation.pk, [out.getvalue()])
    receipt = receive(
        filled(new_id(8), photo="said.wav"),
        organisation=scene.organisation.pk,
        door=Door.OPENROSA,
        at=NOW,
        files=[Sent("said.wav", kept.sha256, kept.size, "audio/wav")],
    )
    return Attachment.objects.get(instance__submission=receipt.submission)


ARGUMENTS: Mapping[str, Callable[[Scene], Any]] = {
    "entity_list": lambda scene: list_named(scene.organisation, "wells", [], at=NOW).pk,
    "entity": lambda scene: entity(scene).pk,
    "review:pile pile": lambda scene: "too_fast",
    "review:change_flow questionnaire": lambda scene: flow(scene).pk,
    "review:ask_figures questionnaire": lambda scene: flow(scene).pk,
    "review:undo_decision decision": lambda scene: decision(scene).pk,
    "review:recording submission": lambda scene: sound(scene).instance.submission_id,
    "review:recording file": lambda scene: sound(scene).pk,
}
