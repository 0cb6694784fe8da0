"""What a $filter means for rows of the database."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import reduce
from operator import and_, or_

from django.db.models import F, Q
from django.utils.translation import gettext as _

from datashift.questionnaires.odata import filters
from datashift.web.central.http import Refused
from datashift.web.central.queries.shapes import sent_by
from datashift.web.central.queries.submissions import DECIDED
from datashift.web.collect.models import Instance

_TIMES = {
    "__system/submissionDate": "received_at",
    "__system/updatedAt": "changed_at",
}
_HOW = {"gt": "gt", "ge": "gte", "lt": "lt", "le": "lte"}


def condition(said: filters.Filter) -> Q:
    """What a parsed $filter means for submissions of `listed`.

    Raises:
        Refused: it compares what cannot be compared here.
    """
    match said:
        case filters.Joined("and", parts):
            return reduce(and_, map(condition, parts))
        case filters.Joined(_, parts):
            return reduce(or_, map(condition, parts))
        case filters.Denied(part):
            return ~condition(part)
        case filters.Compared():
            return _compared(said)
    raise AssertionError


def _compared(said: filters.Compared) -> Q:
    equal = said.how in {"eq", "ne"}
    if said.field in _TIMES:
        found = _time(said)
    elif said.field == "__system/reviewState" and equal and not said.part:
        found = _reviewed(said.value)
    elif said.field == "__system/submitterId" and equal and not said.part:
        found = _sent(said.value)
    else:
        words = _("%(field)s cannot be compared so here.")
        raise Refused(501.5, words % {"field": said.field}, text=said.field)
    return ~found if said.how == "ne" else found


def _time(said: filters.Compared) -> Q:
    """Times are kept to the microsecond and told to the millisecond: as long as that they are one."""
    column, value = _TIMES[said.field], said.value
    changed = Q(changed_at__gt=F("received_at"))
    wanted = changed if column == "changed_at" else Q()
    if value is None:
        return ~changed if column == "changed_at" else Q(pk=None)
    if said.part:
        if not isinstance(value, int) or (said.part == "year" and not 1 <= value <= 9999):
            raise Refused(400.18, _("A part of a time is a whole number."))
        how = _HOW.get(said.how)
        return wanted & Q(**{f"{column}__{said.part}" + (f"__{how}" if how else ""): value})
    if not isinstance(value, datetime):
        raise Refused(400.18, _("A time is compared with a time, as 2026-01-31T12:00:00Z."))
    return wanted & _moment(column, said.how, value)


def _moment(column: str, how: str, value: datetime) -> Q:
    start = value.replace(microsecond=value.microsecond // 1000 * 1000)
    end = start + timedelta(milliseconds=1)
    match how:
        case "gt":
            return Q(**{f"{column}__gte": end})
        case "ge":
            return Q(**{f"{column}__gte": start})
        case "lt":
            return Q(**{f"{column}__lt": start})
        case "le":
            return Q(**{f"{column}__lt": end})
    return Q(**{f"{column}__gte": start, f"{column}__lt": end})


def _reviewed(value: object) -> Q:
    if not (value is None or isinstance(value, str)) or value not in DECIDED:
        raise Refused(400.18, _("There is no such review state."))
    state = Q(state=DECIDED[value])
    if value in {None, "edited"}:
        return state & (Q(ids__gt=1) if value else Q(ids=1))
    return state


def _sent(value: object) -> Q:
    if value is None:
        number = 0
    elif isinstance(value, int) or (isinstance(value, str) and value.isdecimal()):
        number = int(value)
    else:
        raise Refused(400.18, _("A sender is a whole number."))
    senders = Instance.objects.filter(sent_by(number), current=True)
    return Q(pk__in=senders.values("submission"))
