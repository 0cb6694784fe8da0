"""Questionnaires with what came for them, and how far one is on its way to the phones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from datashift.questionnaires import workers, xform
from datashift.questionnaires.questionnaire import Questionnaire as Form
from datashift.web.accounts.models import Organisation, Right, User
from datashift.web.collect.models import Questionnaire, Submission, Version

State = Submission.State


@dataclass(frozen=True)
class Counts:
    """Submissions of a questionnaire by state; `waiting` for files, in any state."""

    received: int = 0
    accepted: int = 0
    asked_back: int = 0
    set_aside: int = 0
    quarantined: int = 0
    waiting: int = 0

    @property
    def all(self) -> int:
        return sum(
            (self.received, self.accepted, self.asked_back, self.set_aside, self.quarantined)
        )

    def of(self, state: str) -> int:
        """How many are in the state; all for ""."""
        count: int = getattr(self, state.lower()) if state else self.all
        return count


@dataclass(frozen=True)
class Listed:
    """A questionnaire in a list."""

    questionnaire: Questionnaire
    counts: Counts


@dataclass(frozen=True)
class Group:
    """The questionnaires of an organisation; `strays` came for forms that nobody brought."""

    organisation: Organisation
    questionnaires: tuple[Listed, ...]
    strays: tuple[Listed, ...]
    phones: int
    may_edit: bool


@dataclass(frozen=True)
class Standing:
    """How far a questionnaire is.

    Args:
        current: the version that phones get, or None.
        draft: a version that is not published yet, or None.
        missing: names of files that the draft, or else the current version, still needs.
        phones: how many have it.
    """

    counts: Counts
    versions: tuple[Version, ...]
    current: Version | None
    draft: Version | None
    missing: tuple[str, ...]
    phones: int


def groups(user: User) -> list[Group]:
    """Every organisation of the user with its questionnaires."""
    found = []
    for mine in user.memberships.select_related("organisation").order_by("organisation__name"):
        listed = with_counts(mine.organisation)
        unknown = Questionnaire.State.UNKNOWN
        found.append(
            Group(
                organisation=mine.organisation,
                questionnaires=tuple(e for e in listed if e.questionnaire.state != unknown),
                strays=tuple(e for e in listed if e.questionnaire.state == unknown),
                phones=mine.organisation.devices.filter(revoked_at=None).count(),
                may_edit=mine.may(Right.EDIT),
            )
        )
    return found


def with_counts(organisation: Organisation) -> list[Listed]:
    found = list(organisation.questionnaires.all())
    by_key = counts_of([each.pk for each in found])
    return [Listed(each, by_key.get(each.pk, Counts())) for each in found]


def counts_of(questionnaires: Sequence[UUID]) -> dict[UUID, Counts]:
    """Submissions by state, of each questionnaire that has any."""
    by_state = {
        state.lower(): Count("pk", filter=Q(state=state)) for state in Submission.State.values
    }
    rows = (
        Submission.objects.filter(questionnaire__in=questionnaires)
        .order_by()
        .values("questionnaire")
        .annotate(waiting_for_files=Count("pk", filter=Q(waiting__gt=0)), **by_state)
    )
    found = {}
    for row in map(dict[str, Any], rows):
        key, waiting = row.pop("questionnaire"), row.pop("waiting_for_files")
        found[key] = Counts(waiting=waiting, **row)
    return found


def standing(questionnaire: Questionnaire) -> Standing:
    """How far the questionnaire is on its way to the phones."""
    versions = tuple(questionnaire.versions.defer("xform").prefetch_related("media"))
    current = next((each for each in versions if each.published_at), None)
    draft = next((each for each in versions if not each.published_at), None)
    shown = draft or current
    devices = questionnaire.organisation.devices.filter(revoked_at=None)
    for_all = Q(questionnaires=None) | Q(questionnaires=questionnaire)
    return Standing(
        counts=counts_of([questionnaire.pk]).get(questionnaire.pk, Counts()),
        versions=versions,
        current=current,
        draft=draft,
        missing=tuple(f.name for f in shown.media.all() if not f.sha256) if shown else (),
        phones=devices.filter(for_all).distinct().count(),
    )


def form_of(version: Version | None) -> Form | None:
    """The version's form, read."""
    return _form(version.pk) if version else None


def workers_in(questionnaire: Questionnaire) -> workers.Told:
    """Which answers of its submissions tell of who carried the phone."""
    versions = questionnaire.versions.only("pk")
    return workers.told([form for each in versions if (form := form_of(each))])


@lru_cache(maxsize=32)
def _form(version: UUID) -> Form:
    return xform.read(bytes(Version.objects.values_list("xform", flat=True).get(pk=version)))
