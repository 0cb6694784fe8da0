"""What a phone fetches: the list of forms, a form, the files that go with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from datashift.web.collect import access, storage
from datashift.web.collect.access import Pass
from datashift.web.collect.http.openrosa import VERSION, Answer
from datashift.web.collect.models import Media, Version
from datashift.web.collect.queries.questionnaires import form_of
from datashift.web.collect.views.openrosa.door import openrosa_door, through_django

FORMS = "http://openrosa.org/xforms/xformsList"
MANIFEST = "http://openrosa.org/xforms/xformsManifest"
ENTITY_LIST = {"@type": "entityList"}
ENTITY_COLUMNS = b"name,label,__version"


# Where a phone finds something: its name, the version, and what else its address needs.
Address = Callable[..., str]


@openrosa_door
@require_safe
def form_list(request: HttpRequest, held: Pass) -> HttpResponse:
    return forms_listed(request, held, partial(address, request, held))


def forms_listed(request: HttpRequest, held: Pass, address: Address) -> HttpResponse:
    """The forms that the phone may have."""
    found = access.forms_for(held).defer("xform").select_related("questionnaire")
    found = found.prefetch_related("media").order_by("questionnaire__title", "-number")
    if wanted := request.GET.get("formID"):
        found = found.filter(questionnaire__form_id=wanted)
    shown = found if request.GET.get("listAllVersions") == "true" else newest(found)
    entries = []
    for version in shown:
        entry = {
            "formID": version.questionnaire.form_id,
            "name": version.title,
            "version": version.name,
            "hash": f"md5:{version.md5}",
        }
        if request.GET.get("verbose") == "true":
            entry["descriptionText"] = version.questionnaire.title
        entry["downloadUrl"] = address("form", version)
        if any(file.sha256 for file in version.media.all()):
            entry["manifestUrl"] = address("manifest", version)
        entries.append(entry)
    return listed("xforms", "xform", FORMS, entries)


@openrosa_door
@require_safe
def form(request: HttpRequest, held: Pass, version: UUID) -> HttpResponse:
    return through_django(Answer(200, bytes(access.form_for(held, version).xform)))


@openrosa_door
@require_safe
def manifest(request: HttpRequest, held: Pass, version: UUID) -> HttpResponse:
    return files_listed(access.form_for(held, version), held, partial(address, request, held))


def files_listed(version: Version, held: Pass, address: Address) -> HttpResponse:
    """The files that a version needs on the phone."""
    form = form_of(version)
    lists = {f"{one.name}.csv" for one in form.entities} if form else set()
    entries = [
        {
            **(ENTITY_LIST if file.name in lists and is_entity_list(held, file) else {}),
            "filename": file.name,
            "hash": f"md5:{file.md5}",
            "downloadUrl": address("media", version, file.name),
        }
        for file in version.media.exclude(sha256="")
    ]
    return listed("manifest", "mediaFile", MANIFEST, entries)


@openrosa_door
@require_safe
def media(request: HttpRequest, held: Pass, version: UUID, name: str) -> HttpResponseBase:
    return file_given(access.media_for(held, version, name), held)


def file_given(found: Media, held: Pass) -> HttpResponseBase:
    """The bytes of such a file."""
    headers = {**VERSION, "X-Content-Type-Options": "nosniff"}
    file = storage.read(held.organisation, found.sha256)
    # Never shown by a browser as a page of ours, whatever it is.
    return FileResponse(file, content_type="application/octet-stream", headers=headers)


def is_entity_list(held: Pass, file: Media) -> bool:
    """Whether the file can be kept on the phone as a list of entities, changed by it offline.

    Said as ODK Central says it (getodk/central-backend#1147); such a file has a key, a label and
    a version.
    """
    with storage.read(held.organisation, file.sha256) as content:
        return content.readline(len(ENTITY_COLUMNS)) == ENTITY_COLUMNS


def newest(versions: Any) -> Iterator[Version]:
    """The newest version of each questionnaire; they come newest first."""
    last: UUID | None = None
    for version in versions:
        if version.questionnaire_id != last:
            last = version.questionnaire_id
            yield version


def address(request: HttpRequest, held: Pass, name: str, version: Version, *more: str) -> str:
    return request.build_absolute_uri(
        reverse(f"collect:{name}", args=[held.device, version.pk, *more])
    )


def listed(outer: str, inner: str, namespace: str, entries: list[dict[str, str]]) -> HttpResponse:
    """A list as OpenRosa writes it; what begins with @ is an attribute."""
    from lxml import etree

    root = etree.Element(f"{{{namespace}}}{outer}", nsmap={None: namespace})
    for entry in entries:
        element = etree.SubElement(root, f"{{{namespace}}}{inner}")
        for tag, text in entry.items():
            if tag.startswith("@"):
                element.set(tag[1:], text)
            else:
                etree.SubElement(element, f"{{{namespace}}}{tag}").text = text
    body = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return through_django(Answer(200, body))
