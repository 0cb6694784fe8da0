"""Lists and their entries as ODK Central shows datasets and entities."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Count, Max, Prefetch, QuerySet

from datashift.kit.cells import guarded
from datashift.questionnaires.odata.rows import Row, selected
from datashift.questionnaires.odata.schema import identifier
from datashift.web.central.http import Refused
from datashift.web.central.queries.shapes import Shape, moment, sender_number, sender_of
from datashift.web.review.models import Entity, EntityList, EntityVersion

NOBODY = 0  # whoever changed it is not known any more
COLUMNS = ("__id", "label")
SYSTEM = ("__createdAt", "__creatorId", "__creatorName", "__updates", "__updatedAt", "__version")


def dataset_shape(found: EntityList, *, more: bool = False) -> Shape:
    """A list; with how much is in it where X-Extended-Metadata asks for that."""
    shape: Shape = {
        "name": found.name,
        "projectId": found.organisation_id,
        "createdAt": moment(found.made_at),
        "approvalRequired": True,  # what submissions say counts when they are accepted
        "ownerOnly": False,
    }
    if not more:
        return shape
    told = found.entities.aggregate(count=Count("pk"), last=Max("changed_at"))
    conflicts = found.entities.filter(conflict=True).count()
    return {
        **shape,
        "entities": told["count"],
        "lastEntity": moment(told["last"]),
        "conflicts": conflicts,
    }


def whole_dataset_shape(found: EntityList, *, more: bool = False) -> Shape:
    """A list with its properties."""
    names = [
        {
            "name": name,
            "odataName": identifier(name),
            "publishedAt": moment(found.made_at),
            "forms": [],
        }
        for name in found.properties
    ]
    return {
        **dataset_shape(found, more=more),
        "properties": names,
        "linkedForms": [],
        "sourceForms": [],
    }


def entries(found: EntityList) -> QuerySet[Entity]:
    """The entries with their versions, the last that was changed first."""
    versions = EntityVersion.objects.select_related("by", "instance__sent_by", "instance__device")
    told = Prefetch("versions", queryset=versions.defer("instance__xml").order_by("-number"))
    return found.entities.order_by("-changed_at", "key").prefetch_related(told)


def entity_shape(entity: Entity, *, data: bool = True) -> Shape:
    """One entry with its version now."""
    versions = list(entity.versions.all())
    newest = next((each for each in versions if each.number == entity.number), None)
    first = versions[-1] if versions else None
    return {
        "uuid": str(entity.key),
        "creatorId": _by(first),
        "createdAt": moment(first.made_at if first else entity.changed_at),
        "updatedAt": moment(entity.changed_at) if len(versions) > 1 else None,
        "deletedAt": None,
        "conflict": "soft" if entity.conflict else None,
        "currentVersion": _version_shape(entity, newest, data=data),
    }


def version_shapes(entity: Entity) -> list[Shape]:
    """Everything that was said about it, the newest last, as Central does."""
    return [_version_shape(entity, each, data=True) for each in reversed(entity.versions.all())]


def _version_shape(entity: Entity, version: EntityVersion | None, *, data: bool) -> Shape:
    shape: Shape = {
        "label": version.label if version else entity.label,
        "current": version is None or version.number == entity.number,
        "createdAt": moment(version.made_at if version else entity.changed_at),
        "creatorId": _by(version),
        "userAgent": "",
        "version": version.number if version else entity.number,
        "baseVersion": version.base or None if version else None,
        "conflictingProperties": None,
    }
    return {**shape, "data": version.values if version else entity.values} if data else shape


def _by(version: EntityVersion | None) -> int:
    if version is None:
        return NOBODY
    if version.by_id:
        return version.by_id
    return (sender_number(version.instance) if version.instance else None) or NOBODY


def csv_of(found: EntityList) -> Iterator[str]:
    """The list as Central gives it, row by row."""
    yield _line([*COLUMNS, *found.properties, *SYSTEM])
    for entity in entries(found).reverse().iterator(chunk_size=500):
        system = _system(entity)
        yield _line(
            [
                str(entity.key),
                guarded(entity.label),
                *(guarded(entity.values.get(name, "")) for name in found.properties),
                system["createdAt"],
                system["creatorId"],
                guarded(system["creatorName"]),
                system["updates"],
                system["updatedAt"],
                system["version"],
            ]
        )


def _system(entity: Entity) -> Row:
    shape = entity_shape(entity, data=False)
    return {
        "createdAt": shape["createdAt"],
        "creatorId": str(shape["creatorId"]),
        "creatorName": _name(entity),
        "updates": max(0, entity.number - 1),
        "updatedAt": shape["updatedAt"],
        "version": entity.number,
        "conflict": shape["conflict"],
    }


def _name(entity: Entity) -> str:
    """Who made it: a person, or a phone."""
    first = next(reversed(entity.versions.all()), None)
    if first is None or first.by:
        return first.by.name if first and first.by else ""
    sender = sender_of(first.instance) if first.instance else None
    return sender["displayName"] if sender else ""


def _line(cells: list[Any]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def odata(found: EntityList, query: Mapping[str, str], *, address: str) -> Shape:
    """A page of the list as OData.

    Raises:
        Refused: more is asked for than is understood here.
    """
    for word in ("$filter", "$orderby", "$expand", "$search"):
        if query.get(word):
            raise Refused(501.4, f"{word} is not understood here.")
    skip, top = _number(query, "$skip") or 0, _number(query, "$top")
    rows = entries(found)
    page = rows[skip:] if top is None else rows[skip : skip + top]
    wanted = [each.strip() for each in query.get("$select", "").split(",") if each.strip()]
    shown = [_row(entity, found) for entity in page]
    answer: Shape = {"@odata.context": f"{address}/$metadata#Entities"}
    if query.get("$count", "").lower() in {"true", "1"}:
        answer["@odata.count"] = rows.count()
    if wanted and wanted != ["*"]:
        shown = [selected(row, wanted) for row in shown]
    return {**answer, "value": shown}


def _row(entity: Entity, found: EntityList) -> Row:
    values = {identifier(name): entity.values.get(name, "") for name in found.properties}
    return {
        "__id": str(entity.key),
        "label": entity.label,
        **values,
        "__system": _system(entity),
    }


def _number(query: Mapping[str, str], name: str) -> int | None:
    said = query.get(name, "")
    if not said:
        return None
    if not (said.isascii() and said.isdecimal() and len(said) < 10):
        raise Refused(400.11, f"{name} must be a whole number.", value=said, expected="integer")
    return int(said)
