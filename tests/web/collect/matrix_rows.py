"""Who may reach what: collection. Phones prove themselves, so nobody's session opens their doors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from io import BytesIO
from typing import Any

from people import NOW, Scene
from PIL import Image
from web.collect.wells import filled, new_id, wells

from datashift.web.collect import storage
from datashift.web.collect.actions.devices import make_device
from datashift.web.collect.actions.receive import Sent, receive
from datashift.web.collect.models import (
    Attachment,
    Device,
    Door,
    Media,
    Questionnaire,
    Version,
    XLSForm,
)

ROWS = """
#                                anonymous stranger elsewhere former viewer reviewer editor owner steward
collect:form_list             GET  401
collect:form_list             POST 401
collect:form                  GET  401
collect:form                  POST 401
collect:manifest              GET  401
collect:manifest              POST 401
collect:media                 GET  401
collect:media                 POST 401
collect:send                  GET  405
collect:send                  POST 401
collect:questionnaires        GET   in  200
collect:questionnaires        POST  in  405
collect:bring_questionnaire   GET   in  404 404 404 403 403 200 200 404
collect:bring_questionnaire   POST  in  404 404 404 403 403 422 422 404
collect:reading               GET   in  404 404 404 403 403 200 200 404
collect:reading               POST  in  405
collect:questionnaire         GET   in  404 404 404 200 200 200 200 404
collect:questionnaire         POST  in  405
collect:bring_version         GET   in  404 404 404 403 403 200 200 404
collect:bring_version         POST  in  404 404 404 403 403 422 422 404
collect:close_questionnaire   GET   in  405
collect:close_questionnaire   POST  in  404 404 404 403 403 302 302 404
collect:open_questionnaire    GET   in  405
collect:open_questionnaire    POST  in  404 404 404 403 403 302 302 404
collect:preview               GET   in  404 404 404 200 200 200 200 404
collect:preview               POST  in  405
collect:publish_version       GET   in  405
collect:publish_version       POST  in  404 404 404 403 403 302 302 404
collect:bring_media           GET   in  404 404 404 403 403 200 200 404
collect:bring_media           POST  in  404 404 404 403 403 422 422 404
collect:devices               GET   in  404 404 404 200 200 200 200 404
collect:devices               POST  in  405
collect:make_device           GET   in  404 404 404 403 403 200 200 404
collect:make_device           POST  in  404 404 404 403 403 422 422 404
collect:revoke_device         GET   in  404 404 404 403 403 200 200 404
collect:revoke_device         POST  in  404 404 404 403 403 302 302 404
collect:submissions           GET   in  404 404 404 200 200 200 200 404
collect:submissions           POST  in  405
collect:submission            GET   in  404 404 404 200 200 200 200 404
collect:submission            POST  in  405
collect:photo                 GET   in  404 404 404 200 200 200 200 404
collect:photo                 POST  in  405
collect:original              GET   in  404 404 404 403 403 200 200 404
collect:original              POST  in  405
collect:release_submissions   GET   in  405
collect:release_submissions   POST  in  404 404 404 403 302 302 302 404
"""  # fmt: skip


def questionnaire(scene: Scene) -> Questionnaire:
    found = scene.organisation.questionnaires.filter(form_id="wells").first()
    return found or wells(scene.organisation, scene.people["editor"])


def version(scene: Scene) -> Version:
    return questionnaire(scene).versions.get(number=1)


def media(scene: Scene) -> Media:
    """A file that a draft waits for."""
    first = version(scene)
    first.media.get_or_create(name="areas.csv")
    draft, _ = Version.objects.get_or_create(
        questionnaire=first.questionnaire,
        number=2,
        defaults={
            "name": "2",
            "title": "Wells",
            "xform": first.xform,
            "md5": "1" * 32,
            "brought_by": scene.people["editor"],
            "brought_at": NOW,
        },
    )
    return draft.media.get_or_create(name="areas.csv")[0]


def device(scene: Scene) -> Device:
    made, _ = make_device(scene.organisation, name="Nyalenda 1", by=scene.people["editor"], at=NOW)
    return made


def file(scene: Scene) -> Attachment:
    """A photograph of a submission."""
    questionnaire(scene)
    out = BytesIO()
    Image.new("RGB", (8, 6), "blue").save(out, "JPEG")
    kept = storage.keep(scene.organisation.pk, [out.getvalue()])
    receipt = receive(
        filled(new_id(1), photo="front.jpg"),
        organisation=scene.organisation.pk,
        door=Door.OPENROSA,
        at=NOW + timedelta(seconds=1),
        files=[Sent("front.jpg", kept.sha256, kept.size, "image/jpeg")],
    )
    return Attachment.objects.get(instance__submission=receipt.submission)


def xlsform(scene: Scene) -> XLSForm:
    return XLSForm.objects.create(
        organisation=scene.organisation,
        name="wells.xlsx",
        sha256="0" * 64,
        state=XLSForm.State.REFUSED,
        brought_by=scene.people["editor"],
        brought_at=NOW,
    )


ARGUMENTS: Mapping[str, Callable[[Scene], Any]] = {
    "questionnaire": lambda scene: questionnaire(scene).pk,
    "device": lambda scene: device(scene).pk,
    "version": lambda scene: version(scene).pk,
    "collect:media name": lambda scene: "areas.csv",
    "collect:preview number": lambda scene: version(scene).number,
    "collect:publish_version number": lambda scene: version(scene).number,
    "collect:bring_media number": lambda scene: media(scene).version.number,
    "media": lambda scene: media(scene).pk,
    "xlsform": lambda scene: xlsform(scene).pk,
    "submission": lambda scene: file(scene).instance.submission_id,
    "collect:photo file": lambda scene: file(scene).pk,
    "collect:original file": lambda scene: file(scene).pk,
}
