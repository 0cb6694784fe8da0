"""Change a questionnaire step by step; each step can be undone, and done again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from datashift.questionnaires.beside import Beside
from datashift.questionnaires.drafting import kept
from datashift.questionnaires.questionnaire import Questionnaire as Form
from datashift.web.accounts.models import User
from datashift.web.audit.log import record
from datashift.web.builder.models import Draft, Step

KEPT = 100  # steps that can be undone


class ChangedMeanwhile(Exception):
    """Somebody else has changed the draft since the page was made."""


class NothingToUndo(Exception):
    """The draft is as it was when it was begun."""


class NothingToRedo(Exception):
    """No step was undone, or something else was changed since."""


@transaction.atomic
def change_draft(
    draft: Draft,
    changed: Callable[[Form], Form],
    *,
    done: Step.Done,
    about: str = "",
    beside: Beside | None = None,
    seen: str | None = None,
    by: User,
    at: datetime,
) -> Draft:
    """Change what a draft asks, and keep what it was before.

    Args:
        changed: from what it asks to what it shall ask.
        about: the words of the question that it is about.
        beside: what its spreadsheet has beside that from now on; None where that stays.
        seen: the stamp of the draft that the person saw; None where that does not matter.

    Raises:
        ChangedMeanwhile: the draft is no longer as it was seen.
        KeyError: the question is no longer there.
        Problem: it cannot be done.
    """
    locked = _as_seen(draft, seen)
    before = locked.form
    after = changed(before)
    if after == before:
        return locked
    locked.steps.filter(undone=True).delete()
    last = locked.steps.first()
    number = last.number + 1 if last else 1
    step = Step(draft=locked, number=number, content=locked.content, done=done, about=about[:120])
    if beside is not None:
        step.sheets, step.left = locked.sheets, locked.left
        lay_beside(locked, beside)
    step.made_by, step.made_at = by, at
    step.save()
    locked.steps.filter(number__lte=number - KEPT).delete()
    return _write(locked, kept.to_json(after), "draft.changed", done, by=by, at=at)


@transaction.atomic
def undo_step(draft: Draft, *, seen: str | None = None, by: User, at: datetime) -> Draft:
    """Take the last step back.

    Args:
        seen: the stamp of the draft that the person saw; None where that does not matter.

    Raises:
        ChangedMeanwhile: the draft is no longer as it was seen: the last step may be another's.
        NothingToUndo: there is none.
    """
    locked = _as_seen(draft, seen)
    last = locked.steps.filter(undone=False).first()
    if last is None:
        raise NothingToUndo
    return _turned(locked, last, "draft.undone", by=by, at=at)


@transaction.atomic
def redo_step(draft: Draft, *, seen: str | None = None, by: User, at: datetime) -> Draft:
    """Do again what was undone last.

    Args:
        seen: the stamp of the draft that the person saw; None where that does not matter.

    Raises:
        ChangedMeanwhile: the draft is no longer as it was seen.
        NothingToRedo: there is nothing.
    """
    locked = _as_seen(draft, seen)
    following = locked.steps.filter(undone=True).last()
    if following is None:
        raise NothingToRedo
    return _turned(locked, following, "draft.redone", by=by, at=at)


def lay_beside(draft: Draft, beside: Beside) -> None:
    """Keep what a draft's spreadsheet has beside what it asks."""
    draft.sheets = [[sheet.name, sheet.rows] for sheet in beside.sheets]
    draft.left = list(beside.left)
    draft.save(update_fields=["sheets", "left"])


def _turned(draft: Draft, step: Step, event: str, *, by: User, at: datetime) -> Draft:
    """The draft and the step change places."""
    content, step.content, step.undone = step.content, draft.content, not step.undone
    if step.sheets is not None:
        draft.sheets, step.sheets = step.sheets, draft.sheets
        draft.left, step.left = step.left, draft.left
        draft.save(update_fields=["sheets", "left"])
    step.save(update_fields=["content", "sheets", "left", "undone"])
    return _write(draft, content, event, Step.Done(step.done), by=by, at=at)


def _as_seen(draft: Draft, seen: str | None) -> Draft:
    locked = Draft.objects.select_for_update().get(pk=draft.pk)
    if seen not in (None, stamp(locked)):
        raise ChangedMeanwhile
    return locked


def stamp(draft: Draft) -> str:
    """What tells one state of a draft from another."""
    return draft.changed_at.isoformat()


def _write(
    draft: Draft, content: str, event: str, done: Step.Done, *, by: User, at: datetime
) -> Draft:
    form = kept.from_json(content)
    draft.content, draft.changed_at, draft.title = content, at, (form.title or form.id)[:250]
    draft.save(update_fields=["content", "changed_at", "title"])
    details = {"step": done.value}
    record(event, by=by, at=at, organisation=draft.organisation, on=draft, details=details)
    return draft
