"""What pages about people and organisations read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from datashift import sdg
from datashift.kit.language.territories import country_called
from datashift.web.accounts.models import Invitation, Membership, Organisation, Role, User
from datashift.web.audit import log
from datashift.web.audit.models import Event
from datashift.web.audit.words import WORDS

ROLES_IN_ORDER = list(Role)


@dataclass(frozen=True)
class Told:
    """An event of the log with the names that the log itself does not hold."""

    event: Event
    who: str
    member: str

    @property
    def words(self) -> str:
        """What happened, in words; an action without words here is told by its name."""
        words = WORDS.get(self.event.action)
        if words is None:
            return self.event.action
        roles = {
            key: Role(value).label
            for key, value in self.event.details.items()
            if value in Role.values
        }
        blanks = {**self.event.details, **roles, "member": self.member or _("somebody")}
        return str(words % blanks)  # a plural is chosen by one of the blanks


def memberships_of(user: User) -> QuerySet[Membership]:
    """Where the user belongs, by name of the organisation."""
    return user.memberships.select_related("organisation").order_by("organisation__name")


def members(organisation: Organisation) -> list[Membership]:
    """Everybody who belongs to the organisation: owners first, then by name."""
    found = organisation.memberships.select_related("user")
    return sorted(
        found, key=lambda each: (ROLES_IN_ORDER.index(Role(each.role)), each.user.name.casefold())
    )


def open_invitations(organisation: Organisation, *, at: datetime) -> QuerySet[Invitation]:
    """Invitations that can still be accepted."""
    return organisation.invitations.filter(closed_at=None, expires_at__gt=at)


def all_organisations() -> QuerySet[Organisation]:
    """Every organisation with its number of members."""
    return Organisation.objects.annotate(members=Count("memberships"))


def country_name(organisation: Organisation) -> str:
    """The country in words, or nothing."""
    if not organisation.country:
        return ""
    return country_called(organisation.country, sdg.country(organisation.country).name)


def events(organisation: Organisation | None) -> QuerySet[Event]:
    """The log of the organisation, or the platform's own; newest first."""
    return log.events(organisation)


def first_break(organisation: Organisation | None) -> int | None:
    """Where the log was tampered with, if it was."""
    return log.first_break(organisation)


def told(events: Iterable[Event]) -> list[Told]:
    """The events with the names of the people in them; one query for all."""
    events = list(events)
    keys = {key for event in events for key in (event.by, event.details.get("member")) if key}
    names = {user.pk: user.name for user in User.objects.filter(pk__in=keys)}
    return [
        Told(event, names.get(event.by or 0, ""), names.get(event.details.get("member", 0), ""))
        for event in events
    ]
