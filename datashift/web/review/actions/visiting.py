"""Accepted submissions make and change entries of lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from datashift.web.accounts.models import Organisation, User
from datashift.web.collect.models import Questionnaire


def take_in(
    questionnaire: Questionnaire, instances: Sequence[UUID], *, by: User | None, at: datetime
) -> None:
    """Let accepted instances make and change entries."""


def take_back(
    organisation: Organisation, instances: Sequence[UUID], *, by: User | None, at: datetime
) -> None:
    """Undo what instances made of entries."""
