"""Lists of things visited more than once: ODK's datasets and entities, read and written."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from datashift.web.accounts.models import Right
from datashift.web.central import access
from datashift.web.central.http import Refused, missing, success, told, unexpected
from datashift.web.central.queries import entities as queries
from datashift.web.central.views.door import Request, endpoint
from datashift.web.central.views.projects import more
from datashift.web.review.actions import writing
from datashift.web.review.actions.writing import Written
from datashift.web.review.models import EntityList

MOST_BYTES = 20_000_000
MOST_AT_ONCE = 10_000


def _list(request: Request, project: int) -> JsonResponse:
    found = access.project(request.user, project, to=Right.SEE)
    shapes = [queries.dataset_shape(each, more=more(request)) for each in found.entity_lists.all()]
    return JsonResponse(shapes, safe=False)


def _make(request: Request, project: int) -> JsonResponse:
    found = access.project(request.user, project, to=Right.EDIT)
    name = _text(told(request), "name")
    if found.entity_lists.filter(name=name).exists():
        raise Refused(409.3, _("There is a list of this name already."))
    try:
        made = writing.make_list(found, name, [], by=request.user, at=now())
    except writing.NotAName as error:
        raise _no_name(name) from error
    return JsonResponse(queries.whole_dataset_shape(made))


def _get(request: Request, project: int, dataset: str) -> JsonResponse:
    found = access.dataset(request.user, project, dataset, to=Right.SEE)
    return JsonResponse(queries.whole_dataset_shape(found, more=more(request)))


def _add_property(request: Request, project: int, dataset: str) -> JsonResponse:
    found = access.dataset(request.user, project, dataset, to=Right.EDIT)
    name = _text(told(request), "name")
    if name in found.properties:
        raise Refused(409.3, _("The list has this property already."))
    try:
        writing.make_list(found.organisation, found.name, [name], by=request.user, at=now())
    except writing.NotAName as error:
        raise _no_name(name) from error
    return success()


def _entities(request: Request, project: int, dataset: str) -> JsonResponse:
    found = queries.entries(access.dataset(request.user, project, dataset, to=Right.SEE))
    shapes = [queries.entity_shape(each, data=False) for each in found]
    return JsonResponse(shapes, safe=False)


def _write(request: Request, project: int, dataset: str) -> JsonResponse:
    """One entry, or many at once: all of them or none."""
    found = access.dataset(request.user, project, dataset, to=Right.EDIT)
    said = told(request, most=MOST_BYTES)
    if "entities" not in said:
        try:
            made = writing.make_entity(found, _written(found, said), by=request.user, at=now())
        except writing.KeyTaken as error:
            raise _taken() from error
        return JsonResponse(queries.entity_shape(made))
    several = said["entities"]
    if not isinstance(several, list) or len(several) > MOST_AT_ONCE:
        reason = _("it is a list of %(most)s at most") % {"most": MOST_AT_ONCE}
        raise unexpected("entities", type(several).__name__, reason)
    written = [_written(found, each) for each in several]
    keys = [each.key for each in written if each.key]
    if len(keys) != len(set(keys)) or found.entities.filter(key__in=keys).exists():
        raise _taken()
    writing.write_entries(found, written, by=request.user, at=now())
    return success()


def _entity(request: Request, project: int, dataset: str, entity: str) -> JsonResponse:
    found = access.dataset(request.user, project, dataset, to=Right.SEE)
    return JsonResponse(queries.entity_shape(access.entity(found, entity)))


def _change(request: Request, project: int, dataset: str, entity: str) -> JsonResponse:
    found = access.dataset(request.user, project, dataset, to=Right.EDIT)
    one = access.entity(found, entity)
    base, forced = request.GET.get("baseVersion", ""), request.GET.get("force", "")
    if forced.lower() != "true" and not (base.isascii() and base.isdecimal()):
        raise missing("baseVersion")
    said = told(request)
    written = _written(found, {"uuid": entity, **said}, whole=False)
    number = None if forced.lower() == "true" else int(base[:9])
    try:
        changed = writing.change_entity(one, written, base=number, by=request.user, at=now())
    except writing.Outdated as error:
        words = _("Somebody changed it since: it is version %(number)s now.")
        raise Refused(409.15, words % {"number": error.number}, current=error.number) from error
    return JsonResponse(queries.entity_shape(changed))


def _remove(request: Request, project: int, dataset: str, entity: str) -> JsonResponse:
    found = access.dataset(request.user, project, dataset, to=Right.EDIT)
    writing.remove_entity(access.entity(found, entity), by=request.user, at=now())
    return success()


def _versions(request: Request, project: int, dataset: str, entity: str) -> JsonResponse:
    found = access.dataset(request.user, project, dataset, to=Right.SEE)
    return JsonResponse(queries.version_shapes(access.entity(found, entity)), safe=False)


def _csv(request: Request, project: int, dataset: str) -> StreamingHttpResponse:
    found = access.dataset(request.user, project, dataset, to=Right.SEE)
    answer = StreamingHttpResponse(queries.csv_of(found), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.pk}.csv"'
    return answer


def _table(request: Request, project: int, dataset: str) -> HttpResponse:
    found = access.dataset(request.user, project, dataset, to=Right.SEE)
    whole = request.build_absolute_uri(request.path)
    shape = queries.odata(found, request.GET.dict(), address=whole[: whole.index(".svc") + 4])
    return JsonResponse(shape, headers={"OData-Version": "4.0"})


def _written(found: EntityList, said: Any, *, whole: bool = True) -> Written:
    """What a programme says of an entry; properties must be the list's, texts are texts."""
    if not isinstance(said, dict):
        raise unexpected("entity", str(said)[:80], _("an entity is an object"))
    label = _text(said, "label") if whole or "label" in said else None
    data = said.get("data", {})
    if not isinstance(data, dict):
        raise unexpected("data", str(data)[:80], _("the data of an entity are an object"))
    for name in data:
        if name not in found.properties:
            raise unexpected("property", str(name)[:80], _("the list has no such property"))
    values = {name: "" if value is None else str(value) for name, value in data.items()}
    key = said.get("uuid")
    return Written(label, values, None if key is None else _key(key))


def _key(said: Any) -> UUID:
    try:
        return UUID(str(said).removeprefix("uuid:"))
    except ValueError as error:
        raise unexpected("uuid", str(said)[:80], _("it is no UUID")) from error


def _text(said: dict[str, Any], name: str) -> str:
    text = said.get(name)
    if not isinstance(text, str) or not text.strip():
        raise missing(name)
    return text.strip()


def _no_name(name: str) -> Refused:
    return unexpected("name", name[:80], _("a name begins with a letter and has no spaces"))


def _taken() -> Refused:
    return Refused(409.3, _("There is an entry with this uuid already."))


datasets = endpoint(GET=_list, POST=_make)
dataset = endpoint(GET=_get)
dataset_properties = endpoint(POST=_add_property)
dataset_csv = endpoint(GET=_csv)
dataset_table = endpoint(GET=_table)
entities = endpoint(GET=_entities, POST=_write)
entity = endpoint(GET=_entity, PATCH=_change, DELETE=_remove)
entity_versions = endpoint(GET=_versions)
