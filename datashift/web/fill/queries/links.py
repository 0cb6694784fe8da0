"""Links as the workspace lists them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Q

from datashift.web.collect.models import Questionnaire
from datashift.web.collect.queries.settings_code import picture
from datashift.web.fill.models import Link


@dataclass(frozen=True)
class Sheet:
    """Single-use links that were made together."""

    batch: UUID
    made_at: datetime
    count: int
    used: int
    revoked: int
    protects: bool

    @property
    def left(self) -> int:
        """How many can still be used."""
        return max(0, self.count - self.used - self.revoked)


def public_link(questionnaire: Questionnaire) -> Link | None:
    """The link for everybody, if there is one."""
    return questionnaire.links.filter(kind=Link.Kind.PUBLIC, revoked_at=None).first()


def sheets(questionnaire: Questionnaire) -> list[Sheet]:
    """The newest first."""
    rows = (
        questionnaire.links.filter(kind=Link.Kind.ONCE)
        .order_by()
        .values("batch", "protects")
        .annotate(
            made=Max("made_at"),
            count=Count("pk"),
            used=Count("use"),
            revoked=Count("pk", filter=Q(revoked_at__isnull=False, use=None)),
        )
        .order_by("-made")
    )
    return [
        Sheet(row["batch"], row["made"], row["count"], row["used"], row["revoked"], row["protects"])
        for row in rows
    ]


def code(address: str) -> str:
    """The address as a picture that a phone reads."""
    return picture(address)
