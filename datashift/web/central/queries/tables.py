"""The tables of a questionnaire, read page by page: OData as ODK Central gives it."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from datashift.kit.problem import Problem
from datashift.questionnaires import submission as filled
from datashift.questionnaires.odata import filters
from datashift.questionnaires.odata.rows import LINK, Entry, Row, main_row, repeat_rows, selected
from datashift.questionnaires.odata.schema import MAIN, Field, schema
from datashift.questionnaires.workers import Told
from datashift.web.central.http import Refused
from datashift.web.central.queries.conditions import condition
from datashift.web.central.queries.submissions import (
    listed,
    now_of,
    system_shape,
)
from datashift.web.collect.models import Cover, Questionnaire, Submission
from datashift.web.collect.queries.questionnaires import form_of, workers_in

AT_ONCE = 250
_YES = frozenset({"true", "1"})


@dataclass(frozen=True)
class Asked:
    """What a request wants of a table.

    Args:
        skip, top: rows to leave out, and to give at most; None for all.
        after: the row after which to go on: when its submission came, its key, the row's own.
        within: keys of the rows around it, for the rows of one submission; () for all.
        workers: also what tells of who carried the phone.
    """

    table: str = MAIN
    skip: int = 0
    top: int | None = None
    count: bool = False
    expand: bool = False
    wkt: bool = False
    select: tuple[str, ...] = ()
    filter: str = ""
    ascending: bool = False
    after: tuple[datetime, UUID, str] | None = None
    within: tuple[str, ...] = ()
    workers: bool = False


@dataclass(frozen=True)
class Found:
    """A row with where it stands.

    Args:
        entry: what it is in its repeat; None in the main table.
    """

    row: Row
    key: str
    submission: Submission
    entry: Entry | None = None


def asked(
    table: str, query: Mapping[str, str], *, within: tuple[str, ...] = (), workers: bool = False
) -> Asked:
    """What a query says, of somebody who sees workers or does not.

    Raises:
        Refused: more than is understood here.
    """
    expand = query.get("$expand", "")
    if expand not in {"", "*"}:
        words = _("Only $expand=* is understood here, not %(text)s.")
        raise Refused(501.6, words % {"text": expand}, text=expand)
    select = tuple(filter(None, (each.strip() for each in query.get("$select", "").split(","))))
    select = () if select == ("*",) else select
    if expand and select:
        raise Refused(501.11, _("$select and $expand cannot be used together here."))
    order = query.get("$orderby", "").split()
    if order and (
        order[0] != "__system/submissionDate" or order[1:] not in ([], ["asc"], ["desc"])
    ):
        raise Refused(501.4, _("Only __system/submissionDate can be ordered by here."))
    return Asked(
        table=table,
        skip=_number("$skip", query) or 0,
        top=_number("$top", query),
        count=query.get("$count", "").lower() in _YES,
        expand=bool(expand),
        wkt=query.get("$wkt", "").lower() in _YES,
        select=select,
        filter=query.get("$filter", ""),
        ascending=bool(order) and order[1:] != ["desc"],
        after=_read(query["$skiptoken"]) if query.get("$skiptoken") else None,
        within=within,
        workers=workers,
    )


def form_schema(questionnaire: Questionnaire) -> Field:
    """What any published version asks; the draft's where there is none."""
    versions = questionnaire.versions.only("pk", "published_at")
    published = [each for each in versions if each.published_at] or list(versions)
    return schema([form for each in published if (form := form_of(each))])


def repeat_of(form: Field, table: str) -> Field | None:
    """The repeat whose table it is; None for the main table.

    Raises:
        Refused: there is no such table.
    """
    if table == MAIN:
        return None
    found = next((each for each in form.repeats() if each.table == table), None)
    if found is None:
        raise Refused(404.1, _("There is no such table."))
    return found


def counted(questionnaire: Questionnaire, form: Field, wanted: Asked, *, at: datetime) -> int:
    """How many rows there are, on all pages."""
    if wanted.table == MAIN:
        return _chosen(questionnaire, wanted, at=at).count()
    whole = _chosen(questionnaire, wanted, at=at)
    return sum(1 for _row in _rows(_pages(whole, wanted), form, wanted, None))


def rows(
    questionnaire: Questionnaire, form: Field, wanted: Asked, *, at: datetime
) -> Iterator[Found]:
    """The rows asked for, and one more where there are more.

    Raises:
        Refused: the filter cannot be read; at once, and not in the middle of an answer.
    """
    hidden = None if wanted.workers else workers_in(questionnaire)
    return _asked_for(_chosen(questionnaire, wanted, at=at), form, wanted, hidden)


def _asked_for(
    chosen: QuerySet[Submission], form: Field, wanted: Asked, hidden: Told | None
) -> Iterator[Found]:
    left_out = wanted.skip
    if wanted.table == MAIN and not wanted.after and left_out:
        chosen, left_out = _beyond(chosen, left_out), 0
    if wanted.after:
        chosen = chosen.filter(_from(wanted.after, ascending=wanted.ascending))
    found = _rows(_pages(chosen, wanted), form, wanted, hidden)
    if wanted.after:
        found = _behind(found, wanted.after)
    for number, each in enumerate(found):
        if wanted.top is not None and number > left_out + wanted.top:
            return
        if number >= left_out:
            yield each


def token_of(last: Found) -> str:
    """Where the next page goes on."""
    told = [last.submission.received_at.isoformat(), str(last.submission.pk), last.key]
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode()


def _number(name: str, query: Mapping[str, str]) -> int | None:
    said = query.get(name, "")
    if not said:
        return None
    if not (said.isascii() and said.isdecimal() and len(said) < 10):
        words = _("%(name)s must be a whole number.")
        raise Refused(400.11, words % {"name": name}, value=said, expected="integer")
    return int(said)


def _read(token: str) -> tuple[datetime, UUID, str]:
    try:
        at, pk, key = json.loads(base64.b64decode(token, altchars=b"-_", validate=True))
        return datetime.fromisoformat(at).astimezone(UTC), UUID(pk), str(key)
    except (binascii.Error, ValueError, TypeError, AttributeError, OverflowError) as error:
        raise Refused(400.8, _("The $skiptoken is none that was given here.")) from error


def _chosen(questionnaire: Questionnaire, wanted: Asked, *, at: datetime) -> QuerySet[Submission]:
    found = listed(questionnaire, xml=True)
    if wanted.ascending:
        found = found.order_by("received_at", "pk")
    if wanted.within:
        found = found.filter(root_instance_id=wanted.within[0])
    if not wanted.filter:
        return found
    try:
        return found.filter(condition(filters.parse(wanted.filter, now=at)))
    except Problem as problem:
        raise Refused(400.18, str(problem)) from problem


def _beyond(chosen: QuerySet[Submission], skip: int) -> QuerySet[Submission]:
    """Without the first rows, which need not be read for it."""
    edge = chosen.values_list("received_at", "pk")[skip : skip + 1]
    first = next(iter(edge), None)
    if first is None:
        return chosen.none()
    return chosen.filter(_from((*first, ""), ascending=chosen.query.order_by[0] == "received_at"))


def _from(place: tuple[datetime, UUID, str], *, ascending: bool) -> Q:
    """From a submission on, itself too."""
    at, pk, _key = place
    if ascending:
        return Q(received_at__gt=at) | Q(received_at=at, pk__gte=pk)
    return Q(received_at__lt=at) | Q(received_at=at, pk__lte=pk)


def _pages(chosen: QuerySet[Submission], wanted: Asked) -> Iterator[Submission]:
    """Submissions a few hundred at a time, from where the last page ended."""
    size = AT_ONCE if wanted.top is None else max(1, min(AT_ONCE, wanted.top + 1))
    at: Submission | None = None
    while True:
        rest = chosen
        if at is not None:
            place = (at.received_at, at.pk, "")
            rest = chosen.filter(_from(place, ascending=wanted.ascending)).exclude(pk=at.pk)
        page = list(rest[:size])
        yield from page
        if len(page) < size:
            return
        at = page[-1]


def _rows(
    found: Iterator[Submission], form: Field, wanted: Asked, hidden: Told | None
) -> Iterator[Found]:
    repeat = repeat_of(form, wanted.table)
    for each in found:
        key = each.root_instance_id
        values = _values(each)
        if hidden is not None:
            values = tuple(one for one in values if not (one.leaf and hidden.by(one.path)))
        if repeat is None:
            row = main_row(values, form, key=key, expand=wanted.expand, wkt=wanted.wkt)
            row = {"__id": key, "__system": system_shape(each), **row}
            yield Found(_shown(row, wanted), key, each)
            continue
        for entry in repeat_rows(
            values, form, repeat, key=key, expand=wanted.expand, wkt=wanted.wkt
        ):
            if entry.within[: len(wanted.within)] == wanted.within:
                yield Found(_shown(entry.row, wanted), entry.row["__id"], each, entry)


def _values(submission: Submission) -> tuple[filled.Value, ...]:
    """What it says; nothing where a phone has encrypted it."""
    now = now_of(submission)
    if now.cover != Cover.OPEN:
        return ()
    return filled.read(bytes(now.xml)).values


def _shown(row: Row, wanted: Asked) -> Row:
    if not wanted.select:
        return row
    links = [name for name in row if name.removesuffix(LINK) in wanted.select]
    return selected(row, (*wanted.select, *links))


def _behind(found: Iterator[Found], after: tuple[datetime, UUID, str]) -> Iterator[Found]:
    """Rows behind one of the first submission, if that is still there."""
    seen = False
    for each in found:
        if each.submission.pk != after[1]:
            seen = True
        if seen:
            yield each
        elif each.key == after[2]:
            seen = True
