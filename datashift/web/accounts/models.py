"""People, organisations, and who may do what in which."""

from __future__ import annotations

import uuid
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import datetime


class Users(BaseUserManager["User"]):
    """People by their email address, in whatever case it is typed."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person who signs in. Known by an email address; the name is what they like to be called."""

    email = models.EmailField(
        _("Email address"),
        unique=True,
        error_messages={"unique": _("Somebody has this address already.")},
    )
    name = models.CharField(_("Your name"), max_length=80)
    is_active = models.BooleanField(default=True)
    is_steward = models.BooleanField(default=False)  # looks after the platform
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Users] = Users()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            # With `unique` above: two spellings of one address are one person.
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="email_in_lower"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.email = self.email.strip().lower()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class Right(StrEnum):
    """What somebody may do with what belongs to an organisation."""

    SEE = "see"  # the organisation, its people and its studies
    EDIT = "edit"  # bring data, build studies
    REVIEW = "review"  # decide about flags
    PUBLISH = "publish"  # release a finding
    MANAGE = "manage"  # people, roles, the log


class Role(models.TextChoices):
    """The part somebody plays in an organisation."""

    OWNER = "OWNER", _("Owner")
    EDITOR = "EDITOR", _("Editor")
    REVIEWER = "REVIEWER", _("Reviewer")
    VIEWER = "VIEWER", _("Viewer")

    @property
    def rights(self) -> frozenset[Right]:
        return RIGHTS[self]

    @property
    def explanation(self) -> str:
        return str(EXPLANATIONS[self])


RIGHTS = {
    Role.OWNER: frozenset(Right),
    Role.EDITOR: frozenset({Right.SEE, Right.EDIT, Right.REVIEW, Right.PUBLISH}),
    Role.REVIEWER: frozenset({Right.SEE, Right.REVIEW, Right.PUBLISH}),
    Role.VIEWER: frozenset({Right.SEE}),
}
EXPLANATIONS = {
    Role.OWNER: _("Everything, and decides who belongs here."),
    Role.EDITOR: _("Brings data, checks it, publishes."),
    Role.REVIEWER: _("Checks what others brought, and publishes."),
    Role.VIEWER: _("Looks, and changes nothing."),
}


class Organisation(models.Model):
    """A group of people who count things together, and to whom studies belong."""

    name = models.CharField(_("Name"), max_length=120)
    slug = models.SlugField(max_length=80, unique=True)
    country = models.CharField(_("Country"), max_length=2, blank=True)  # ISO 3166-1 alpha-2
    website = models.URLField(_("Website"), blank=True)
    created_at = models.DateTimeField()
    people = models.ManyToManyField(User, through="Membership", related_name="organisations")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person belongs to an organisation, in one role."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships"
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=8, choices=Role.choices)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="one_role_per_person"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="known_role"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.organisation_id}: {self.role}"

    def may(self, right: Right) -> bool:
        return right in Role(self.role).rights

    @property
    def manages(self) -> bool:
        return self.may(Right.MANAGE)


class Invitation(models.Model):
    """Somebody asked to join. The link's token is known only to whoever holds the link."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField(_("Their email address"))
    role = models.CharField(_("Role"), max_length=8, choices=Role.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)  # accepted or taken back
    accepted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["invited_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=models.Q(closed_at=None),
                name="one_open_invitation_per_address",
            ),
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="invited_in_lower"
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="known_role_invited"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.role}"

    def is_open(self, at: datetime) -> bool:
        return self.closed_at is None and at < self.expires_at
