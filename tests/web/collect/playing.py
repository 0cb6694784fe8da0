"""Deliver a history and compare what is in the database with what the model says."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from people import NOW, Scene
from web.collect.histories import End, History, Send, Turn, expected
from web.collect.wells import filled, new_id, wells

from datashift.web.collect import storage
from datashift.web.collect.actions.receive import Sent, receive
from datashift.web.collect.models import Door, Instance, Questionnaire, Submission


def play(scene: Scene, history: History) -> None:
    """Deliver a history to a questionnaire of its own and compare."""
    form_id = f"wells-{uuid4()}"
    questionnaire = wells(scene.organisation, scene.people["editor"], form_id=form_id)
    keys: dict[str, tuple[object, ...]] = {}
    for order, step in enumerate(history):
        if isinstance(step, Turn):
            Questionnaire.objects.filter(pk=questionnaire.pk).update(state=step.state)
            continue
        text = text_of(step, form_id)
        files = []
        for name, content in step.brought:
            kept = storage.keep(scene.organisation.pk, [content])
            files.append(Sent(name, kept.sha256, kept.size))
        receipt = receive(
            text,
            organisation=scene.organisation.pk,
            door=Door.OPENROSA,
            at=NOW + timedelta(seconds=order),
            files=files,
        )
        keys[receipt.sha256] = (
            step.own, step.replaces, step.works, step.named, step.version,
        )  # fmt: skip
    assert found(questionnaire, keys) == expected(history)


def text_of(step: Send, form_id: str, *, first: int = 0) -> bytes:
    """What a phone sends; its ids are counted from the first."""
    return filled(
        new_id(first + step.own),
        replaces="" if step.replaces is None else new_id(first + step.replaces),
        works=step.works,
        photo="front.jpg" if "front.jpg" in step.named else "",
        side="left.jpg" if "left.jpg" in step.named else "",
        form_id=form_id,
        version=step.version,
    )


def found(questionnaire: Questionnaire, keys: dict[str, tuple[object, ...]]) -> frozenset[End]:
    """What is in the database, in the words of the model."""
    ends = [end_of(each, keys) for each in Submission.objects.filter(questionnaire=questionnaire)]
    assert len(ends) == len(set(ends))
    return frozenset(ends)


def end_of(submission: Submission, keys: dict[str, tuple[object, ...]]) -> End:
    instances = list(Instance.objects.filter(submission=submission))
    (current,) = [each for each in instances if each.current]
    known = {each.instance_id for each in instances} | {each.deprecated_id for each in instances}
    root = submission.root_instance_id
    assert root in known
    assert all(each.root == (each.instance_id == root) for each in instances)
    return End(
        ids=frozenset(int(each.instance_id[-4:], 16) for each in instances),
        texts=len(instances),
        current=keys[current.sha256],
        state=submission.state,
        waiting=submission.waiting,
        conflict=submission.conflict,
    )
