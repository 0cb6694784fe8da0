"""Submissions and their texts by the ids that phones gave them."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from datashift.web.collect.models import Instance, Questionnaire, Submission


def named(questionnaire: Questionnaire, ids: Collection[str]) -> set[UUID]:
    """Keys of the submissions that have any of the ids, or replace it.

    An id stands in one of three indexes; whoever looks for it in `Instance.instance_id` alone
    reads the whole questionnaire. The conditions of the indexes are repeated, or no database would
    use them.
    """
    texts = Instance.objects.filter(questionnaire=questionnaire).order_by()
    roots = Submission.objects.filter(questionnaire=questionnaire, root_instance_id__in=ids)
    own = texts.filter(root=False, instance_id__in=ids)
    replaced = texts.filter(~Q(deprecated_id=""), deprecated_id__in=ids)
    return set(
        roots.order_by()
        .values_list("pk", flat=True)
        .union(*(each.values_list("submission", flat=True) for each in (own, replaced)))
    )


def texts_of(questionnaire: Questionnaire, ids: Collection[str]) -> QuerySet[Instance]:
    """Every text that has one of the ids."""
    submissions = named(questionnaire, ids)
    return Instance.objects.filter(submission__in=submissions, instance_id__in=ids)
