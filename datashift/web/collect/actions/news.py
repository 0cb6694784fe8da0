"""Tell whoever wants to know, above this app, what has come. Told after the commit, never before.

A listener that fails fails alone: what has come is kept and acknowledged already.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.dispatch import Signal

submissions_arrived = Signal()  # questionnaires: frozenset[UUID]
version_brought = Signal()  # version: UUID


def tell_arrived(questionnaires: Iterable[UUID]) -> None:
    """Submissions of these questionnaires came, or changed."""
    keys = frozenset(questionnaires)
    if keys:
        transaction.on_commit(
            lambda: submissions_arrived.send_robust(sender=None, questionnaires=keys)
        )


def tell_brought(version: UUID) -> None:
    """A version of a questionnaire is here, as a draft."""
    transaction.on_commit(lambda: version_brought.send_robust(sender=None, version=version))
