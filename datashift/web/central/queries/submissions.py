"""Submissions as ODK Central shows them. What is in quarantine, or sealed, is in no list."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from datashift.web.central.queries.shapes import Shape, moment, sender_number, sender_of
from datashift.web.collect.models import (
    Attachment,
    Cover,
    Instance,
    Questionnaire,
    Submission,
)

State = Submission.State
REVIEWED = {
    State.ACCEPTED: "approved",
    State.ASKED_BACK: "hasIssues",
    State.SET_ASIDE: "rejected",
}
DECIDED: dict[str | None, str] = {
    **{said: state for state, said in REVIEWED.items()},
    "edited": State.RECEIVED,
    None: State.RECEIVED,
}


def listed(questionnaire: Questionnaire, *, xml: bool = False) -> QuerySet[Submission]:
    """Those that count, the last that came first; `now` is the instance that counts.

    Args:
        xml: also what they say.
    """
    sealed = Instance.objects.filter(submission=OuterRef("pk"), cover=Cover.SEALED)
    found = Submission.objects.filter(~Exists(sealed), questionnaire=questionnaire)
    counting = found.exclude(state=State.QUARANTINED)
    return with_now(counting, xml=xml).order_by("-received_at", "-pk")


def with_now(found: QuerySet[Submission], *, xml: bool = False) -> QuerySet[Submission]:
    """Each with its instance that counts, how often it was edited, and its files."""
    current = Instance.objects.filter(current=True).select_related("sent_by", "device")
    current = current.annotate(
        expected=Count("attachments", filter=Q(attachments__expected=True, attachments__conflict=False))
    )  # fmt: skip
    ids = Instance.objects.filter(submission=OuterRef("pk")).order_by().values("submission")
    counted = ids.annotate(count=Count("instance_id", distinct=True)).values("count")
    # Counted row by row: a join would group the whole table before the first page of it.
    return found.annotate(ids=Subquery(counted)).prefetch_related(
        Prefetch("instances", queryset=current if xml else current.defer("xml"), to_attr="now")
    )


def now_of(submission: Submission) -> Instance:
    """The instance that counts, of a submission out of `listed`."""
    found: Instance = submission.now[0]  # type: ignore[attr-defined]
    return found


def edits(submission: Submission) -> int:
    """How often it was edited."""
    ids: int = submission.ids  # type: ignore[attr-defined]
    return max(0, ids - 1)


def review_state(submission: Submission) -> str | None:
    """What was decided, in Central's words."""
    said = REVIEWED.get(State(submission.state))
    return said or ("edited" if edits(submission) else None)


def changed(submission: Submission) -> str | None:
    later = submission.changed_at > submission.received_at
    return moment(submission.changed_at) if later else None


def submission_shape(submission: Submission, *, more: bool = False) -> Shape:
    """One submission of `listed`."""
    now = now_of(submission)
    number = sender_number(now)
    shape: Shape = {
        "instanceId": submission.root_instance_id,
        "submitterId": number,
        "deviceId": None,
        "userAgent": None,
        "reviewState": review_state(submission),
        "createdAt": moment(submission.received_at),
        "updatedAt": changed(submission),
        "deletedAt": None,
        "currentVersion": {
            "instanceId": now.instance_id,
            "instanceName": now.title or None,
            "submitterId": number,
            "deviceId": None,
            "userAgent": None,
            "createdAt": moment(now.received_at),
            "current": True,
        },
    }
    if not more:
        return shape
    return {**shape, "submitter": sender_of(now), "formVersion": now.version_name}


def system_shape(submission: Submission) -> Shape:
    """What stands beside the answers in the table."""
    now = now_of(submission)
    expected: int = now.expected  # type: ignore[attr-defined]
    sender = sender_of(now)
    return {
        "submissionDate": moment(submission.received_at),
        "updatedAt": changed(submission),
        "deletedAt": None,
        "submitterId": str(sender["id"]) if sender else None,
        "submitterName": sender["displayName"] if sender else None,
        "attachmentsPresent": max(0, expected - submission.waiting),
        "attachmentsExpected": expected,
        "status": "notDecrypted" if now.cover == Cover.ENCRYPTED else None,
        "reviewState": review_state(submission),
        "deviceId": None,
        "edits": edits(submission),
        "formVersion": now.version_name,
    }


def files(submission: Submission) -> dict[str, Attachment | None]:
    """Every file that its answers name, with what came of it: on any of its instances."""
    current = submission.instances.get(current=True)
    wanted = current.attachments.filter(conflict=False).values_list("name", flat=True)
    found: dict[str, Attachment | None] = dict.fromkeys(sorted(wanted))
    came = Attachment.objects.filter(
        instance__submission=submission, conflict=False, name__in=list(found)
    ).exclude(sha256="")
    for each in came.order_by("-received_at"):
        found[each.name] = each
    return found


def versions_of(submission: Submission) -> list[Shape]:
    """Every text of it, the last that came first."""
    found: Any = submission.instances.defer("xml").select_related("sent_by", "device")
    return [
        {
            "instanceId": each.instance_id,
            "instanceName": each.title or None,
            "submitterId": sender_number(each),
            "submitter": sender_of(each),
            "deviceId": None,
            "userAgent": None,
            "createdAt": moment(each.received_at),
            "current": each.current,
        }
        for each in found.order_by("-received_at")
    ]
