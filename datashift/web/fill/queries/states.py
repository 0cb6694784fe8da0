"""How far submissions are, for the phone that sent them."""

from __future__ import annotations

from collections.abc import Collection

from datashift.web.collect.models import Questionnaire
from datashift.web.collect.queries.ids import texts_of
from datashift.web.review.queries.counting import counted_among

MOST_ASKED = 200


def states(
    questionnaire: Questionnaire, instance_ids: Collection[str]
) -> dict[str, dict[str, object]]:
    """Instance id to `state`, `waiting` files and `counted`, of those that are here.

    An instance id is 122 bits of chance that only the phone knows: who asks for it has sent it.
    """
    found = (
        texts_of(questionnaire, list(instance_ids)[:MOST_ASKED])
        .defer("xml")
        .select_related("submission")
    )
    rows = {each.instance_id: each for each in found}
    counted = counted_among({each.submission_id for each in rows.values()}) if rows else frozenset()
    return {
        instance_id: {
            "state": each.submission.state,
            "waiting": each.submission.waiting,
            "counted": each.submission_id in counted,
            "quarantine": each.quarantine,
        }
        for instance_id, each in rows.items()
    }
