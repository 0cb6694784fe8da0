"""OData 4.0: the answers as tables, for spreadsheets, Power BI, R and pyodk."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from datashift.questionnaires.odata import described
from datashift.questionnaires.odata.schema import MAIN
from datashift.web.accounts.models import Right
from datashift.web.central import access
from datashift.web.central.http import Refused
from datashift.web.central.queries.tables import (
    Asked,
    Found,
    asked,
    counted,
    form_schema,
    repeat_of,
    rows,
    token_of,
)
from datashift.web.central.views.door import Request, endpoint
from datashift.web.collect.access import sees_workers

JSON = "application/json; charset=utf-8"
VERSION = {"OData-Version": "4.0"}
_STEP = re.compile(r"([^(/]+)(?:\('((?:[^']|'')+)'\))?")


def _service(request: Request, project: int, form: str) -> HttpResponse:
    found = access.form(request.user, project, form, to=Right.SEE)
    told = described.service(form_schema(found), _root(request))
    return JsonResponse(told, headers=VERSION)


def _metadata(request: Request, project: int, form: str) -> HttpResponse:
    found = access.form(request.user, project, form, to=Right.SEE)
    told = described.metadata(form_schema(found), found.form_id)
    return HttpResponse(told, content_type="application/xml; charset=utf-8", headers=VERSION)


def _table(request: Request, project: int, form: str, place: str) -> StreamingHttpResponse:
    found = access.form(request.user, project, form, to=Right.SEE)
    table, within, single = _place(place)
    workers = sees_workers(request.user, found)
    wanted = asked(table, request.GET.dict(), within=within, workers=workers)
    shape, at = form_schema(found), now()
    repeat_of(shape, table)
    if single:
        access.submission(found, within[0])
    count = counted(found, shape, wanted, at=at) if wanted.count else None
    begun = _begun(rows(found, shape, wanted, at=at))
    body = _written(request, wanted, begun, count)
    return StreamingHttpResponse(body, content_type=JSON, headers=VERSION)


def _place(place: str) -> tuple[str, tuple[str, ...], bool]:
    """The table, the keys of the rows around its rows, and whether one row is meant."""
    steps = [_STEP.fullmatch(step) for step in place.split("/")]
    if not all(steps):
        raise Refused(404.1, _("There is no such table."))
    named = [(step[1], step[2]) for step in steps if step]
    table = ".".join(name for name, _key in named)
    if not table.startswith(MAIN):
        raise Refused(404.1, _("There is no such table."))
    keys = tuple(key.replace("''", "'") for _name, key in named if key)
    return table, keys, len(named) == 1 and bool(keys)


def _begun(found: Iterator[Found]) -> Iterator[Found]:
    """The same rows; what is wrong with the question shows before the answer begins."""
    first = next(found, None)

    def whole() -> Iterator[Found]:
        if first is not None:
            yield first
            yield from found

    return whole()


def _written(
    request: Request, wanted: Asked, found: Iterator[Found], count: int | None
) -> Iterator[str]:
    """JSON row by row: a table of any length in little memory."""
    yield '{"@odata.context":' + json.dumps(f"{_root(request)}/$metadata#{wanted.table}")
    if count is not None:
        yield f',"@odata.count":{count}'
    yield ',"value":['
    last: Found | None = None
    rest = wanted.top
    for each in found:
        if rest == 0:
            # Behind the rows, so that the last of them is known; the order in JSON means nothing.
            following = _following(request, last) if last else ""
            yield "]" + (f',"@odata.nextLink":{json.dumps(following)}' if following else "") + "}"
            return
        yield ("," if last else "") + json.dumps(each.row, ensure_ascii=False)
        last = each
        rest = None if rest is None else rest - 1
    yield "]}"


def _root(request: Request) -> str:
    address = request.build_absolute_uri(request.path)
    return address[: address.index(".svc") + 4]


def _following(request: Request, last: Found) -> str:
    query: dict[str, Any] = request.GET.dict()
    query.pop("$skip", None)
    query["$skiptoken"] = token_of(last)
    return f"{request.build_absolute_uri(request.path)}?{urlencode(query)}"


table_service = endpoint(GET=_service)
table_metadata = endpoint(GET=_metadata)
table = endpoint(GET=_table)
