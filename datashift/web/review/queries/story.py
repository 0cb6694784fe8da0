"""The whole story of a submission: what came, what was noticed, decided and said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from datashift.web.collect.models import Submission
from datashift.web.collect.queries.changes import Changed, changes_of
from datashift.web.collect.queries.questionnaires import workers_in
from datashift.web.collect.queries.submissions import Whole, whole
from datashift.web.review.models import EntityVersion
from datashift.web.review.queries.counting import counted
from datashift.web.review.queries.piles import labels_of
from datashift.web.review.queries.words import sentence

SOUNDS = frozenset(
    {"audio/mpeg", "audio/mp4", "audio/aac", "audio/amr", "audio/ogg", "audio/wav", "audio/x-wav",
     "audio/webm", "audio/3gpp", "audio/m4a", "audio/x-m4a"}
)  # fmt: skip
FILMS = frozenset({"video/mp4", "video/webm", "video/3gpp", "video/quicktime"})


@dataclass(frozen=True)
class Event:
    """One thing that happened to it.

    Args:
        who: a name, for those inside the organisation; "" for nobody.
        words: what happened; `more` what was said about it.
        changed: the answers that an edit gives otherwise.
    """

    at: datetime
    who: str
    words: str
    more: str = ""
    changed: tuple[Changed, ...] = ()


@dataclass(frozen=True)
class Story:
    """A submission as its reviewers see it."""

    whole: Whole
    signs: tuple[tuple[str, str], ...]
    events: tuple[Event, ...]
    comments: tuple[Any, ...]
    entities: tuple[EntityVersion, ...]
    counted: bool


def story_of(submission: Submission, *, workers: bool) -> Story:
    """Everything about a submission.

    Args:
        workers: also what tells of who carried the phone.
    """
    found = whole(submission, workers=workers)
    labels = labels_of(submission.questionnaire)
    signs = tuple(
        (sentence(sign, labels), sign.about if sign.check_name == "near_duplicate" else "")
        for sign in submission.signs.all()
    )
    entities = submission.entity_versions.select_related("entity__entity_list")
    return Story(
        whole=found,
        signs=signs,
        events=tuple(
            sorted(_events(submission, found, workers=workers), key=lambda event: event.at)
        ),
        comments=tuple(submission.comments.select_related("by")),
        entities=tuple(entities),
        counted=counted(submission.pk),
    )


def _events(submission: Submission, found: Whole, *, workers: bool) -> Iterator[Event]:
    changes = changes_of(found.history, None if workers else workers_in(submission.questionnaire))
    for instance in found.history:
        who = instance.device.name if instance.device else ""
        who = instance.sent_by.name if instance.sent_by else who
        words = _("An edit came") if instance.deprecated_id else _("It came")
        changed = changes.get(instance.pk, ())
        yield Event(
            instance.received_at, who or instance.get_door_display(), words, changed=changed
        )
    for change in submission.changes.select_related("decision__by", "decision__undone_by"):
        decision = change.decision
        by = decision.by.name if decision.by else ""
        reason = str(decision.get_because_display()) if decision.because else ""
        more = " ".join(part for part in (f"{reason}." if reason else "", decision.words) if part)
        yield Event(decision.at, by, str(decision.get_state_display()), more)
        if decision.undone_at and decision.undone_by:
            words = _("That was taken back")
            yield Event(decision.undone_at, decision.undone_by.name, words)
