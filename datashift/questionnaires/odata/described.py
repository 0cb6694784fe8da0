"""What an OData client asks first: the tables there are, and the types of their columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import quoteattr

from datashift.questionnaires.odata.schema import MAIN, Field, identifier

_TYPES = {
    "int": "Edm.Int64",
    "decimal": "Edm.Decimal",
    "geopoint": "Edm.GeographyPoint",
    "geotrace": "Edm.GeographyLineString",
    "geoshape": "Edm.GeographyPolygon",
    "date": "Edm.Date",
    "dateTime": "Edm.DateTimeOffset",
}
_SYSTEM = "org.opendatakit.submission"
# As https://docs.getodk.org/central-api-odata-endpoints/ lists them.
_METADATA = {
    "submissionDate": "Edm.DateTimeOffset",
    "updatedAt": "Edm.DateTimeOffset",
    "deletedAt": "Edm.DateTimeOffset",
    "submitterId": "Edm.String",
    "submitterName": "Edm.String",
    "attachmentsPresent": "Edm.Int64",
    "attachmentsExpected": "Edm.Int64",
    "status": f"{_SYSTEM}.Status",
    "reviewState": f"{_SYSTEM}.ReviewState",
    "deviceId": "Edm.String",
    "edits": "Edm.Int64",
    "formVersion": "Edm.String",
}
_ENUMS = {
    "Status": ("notDecrypted", "missingEncryptedFormData"),
    "ReviewState": ("hasIssues", "edited", "rejected", "approved"),
}


def service(form: Field, address: str) -> dict[str, Any]:
    """The service document: every table."""
    tables = [MAIN, *(each.table for each in form.repeats())]
    return {
        "@odata.context": f"{address}/$metadata",
        "value": [{"name": each, "kind": "EntitySet", "url": each} for each in tables],
    }


def metadata(form: Field, form_id: str) -> str:
    """The metadata document, as OData CSDL XML 4.01 has it."""
    space = f"org.opendatakit.user.{identifier(form_id)}"
    sets = [MAIN, *(each.table for each in form.repeats())]
    container = "".join(
        f"<EntitySet Name={quoteattr(each)} EntityType={quoteattr(f'{space}.{each}')}/>"
        for each in sets
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">'
        f"<edmx:DataServices>{_system()}"
        f'<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace={quoteattr(space)}>'
        f"{''.join(_types(form, space))}"
        f"<EntityContainer Name={quoteattr(identifier(form_id))}>{container}</EntityContainer>"
        "</Schema></edmx:DataServices></edmx:Edmx>"
    )


def _system() -> str:
    enums = "".join(
        f'<EnumType Name="{name}">'
        + "".join(f'<Member Name="{member}"/>' for member in members)
        + "</EnumType>"
        for name, members in _ENUMS.items()
    )
    columns = "".join(_property(name, kind) for name, kind in _METADATA.items())
    return (
        f'<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="{_SYSTEM}">'
        f'<ComplexType Name="metadata">{columns}</ComplexType>{enums}</Schema>'
    )


def _types(form: Field, space: str) -> Iterator[str]:
    yield _table(form, space, MAIN, _property("__system", f"{_SYSTEM}.metadata"))
    for each, parent in _repeats(form, MAIN):
        yield _table(each, space, each.table, _property(f"__{parent}-id", "Edm.String"))
    for each in form.walk():
        if each.type == "structure":
            name = ".".join(map(identifier, each.path))
            columns = "".join(_columns(each, space))
            yield f"<ComplexType Name={quoteattr(name)}>{columns}</ComplexType>"


def _repeats(form: Field, parent: str) -> Iterator[tuple[Field, str]]:
    """Every repeat, and how the rows around it are called."""
    for each in form.contents.values():
        inner = parent
        if each.type == "repeat":
            yield each, parent
            inner = each.table.replace(".", "-")
        yield from _repeats(each, inner)


def _table(form: Field, space: str, name: str, more: str) -> str:
    columns = "".join(_columns(form, space))
    return (
        f'<EntityType Name={quoteattr(name)}><Key><PropertyRef Name="__id"/></Key>'
        f"{_property('__id', 'Edm.String')}{more}{columns}</EntityType>"
    )


def _columns(form: Field, space: str) -> Iterator[str]:
    for each in form.contents.values():
        if each.type == "repeat":
            kind = f"Collection({space}.{each.table})"
            yield f"<NavigationProperty Name={quoteattr(each.key)} Type={quoteattr(kind)}/>"
        elif each.type == "structure":
            yield _property(each.key, f"{space}.{'.'.join(map(identifier, each.path))}")
        else:
            yield _property(each.key, _TYPES.get(each.type, "Edm.String"))


def _property(name: str, kind: str) -> str:
    return f"<Property Name={quoteattr(name)} Type={quoteattr(kind)}/>"
