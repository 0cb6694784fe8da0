"""What is counted in public, with noise: drawn once for each week, and paid for."""

from __future__ import annotations

import uuid

from django.db import models


class PublicCount(models.Model):
    """How many submissions arrived in one week, as everybody sees it.

    The true number is not kept. A week has one row, so that nobody can have it drawn again and
    average the answers: its budget is what that row took of it.
    """

    BUDGET = 1.0  # epsilon that a week may cost in all

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    week = models.DateField(unique=True)  # its Monday, UTC
    shown = models.PositiveBigIntegerField()  # with noise, never below zero
    epsilon = models.FloatField()
    margin = models.PositiveIntegerField()  # 95 in 100 such numbers are off by at most this
    drawn_at = models.DateTimeField()

    class Meta:
        ordering = ["-week"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(epsilon__gt=0, epsilon__lte=1.0), name="no_more_than_the_budget"
            )
        ]

    def __str__(self) -> str:
        return f"{self.week}: about {self.shown}"
