"""Who may reach what: nobody by a browser's session. Programmes show a token of their own.

What a token lets its person do is in `test_pyodk` and `test_doors`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from people import Scene
from web.central.households import households
from web.collect.wells import new_id

ROWS = """
central:submission_xml         GET  401
central:submission_xml         POST 401
central:submission             GET  401
central:submission             POST 401
central:submission_versions    GET  401
central:submission_versions    POST 401
central:submission_version_xml GET  401
central:submission_version_xml POST 401
central:comments               GET  401
central:comments               POST 401
central:attachments            GET  401
central:attachments            POST 401
central:attachment             GET  401
central:attachment             POST 401
central:table_service          GET  401
central:table_service          POST 401
central:table_metadata         GET  401
central:table_metadata         POST 401
central:table                  GET  401
central:table                  POST 401
central:form_xml               GET  401
central:form_xml               POST 401
central:form                   GET  401
central:form                   POST 401
central:form_versions          GET  401
central:form_versions          POST 401
central:form_version_xml       GET  401
central:form_version_xml       POST 401
central:form_version           GET  401
central:form_version           POST 401
central:form_fields            GET  401
central:form_fields            POST 401
central:form_attachments       GET  401
central:form_attachments       POST 401
central:form_attachment        GET  401
central:form_attachment        POST 401
central:draft                  GET  401
central:draft                  POST 401
central:publish_draft_form     GET  401
central:publish_draft_form     POST 401
central:draft_attachments      GET  401
central:draft_attachments      POST 401
central:draft_attachment       GET  401
central:draft_attachment       POST 401
central:assignment             GET  401
central:assignment             POST 401
central:submissions            GET  401
central:submissions            POST 401
central:phone_form_list        GET  401
central:phone_form_list        POST 401
central:phone_send             GET  401
central:phone_send             POST 401
central:phone_form             GET  401
central:phone_form             POST 401
central:phone_manifest         GET  401
central:phone_manifest         POST 401
central:phone_media            GET  401
central:phone_media            POST 401
central:open_programme         GET  405
central:open_programme         POST 400
central:restore_programme      GET  401
central:restore_programme      POST 401
central:close_programme        GET  401
central:close_programme        POST 401
central:close_other_programme  GET  401
central:close_other_programme  POST 401
central:current_person         GET  401
central:current_person         POST 401
central:projects               GET  401
central:projects               POST 401
central:project                GET  401
central:project                POST 401
central:app_users              GET  401
central:app_users              POST 401
central:app_user               GET  401
central:app_user               POST 401
central:forms                  GET  401
central:forms                  POST 401
central:submissions_csv        GET  401
central:submissions_csv        POST 401
central:submissions_zip        GET  401
central:submissions_zip        POST 401
central:datasets               GET  401
central:datasets               POST 401
central:dataset                GET  401
central:dataset                POST 401
central:dataset_properties     GET  401
central:dataset_properties     POST 401
central:dataset_csv            GET  401
central:dataset_csv            POST 401
central:dataset_table          GET  401
central:dataset_table          POST 401
central:entities               GET  401
central:entities               POST 401
central:entity                 GET  401
central:entity                 POST 401
central:entity_versions        GET  401
central:entity_versions        POST 401
central:unknown                GET  404
central:unknown                POST 404
"""

_MAKE: dict[str, Callable[[Scene], Any]] = {
    "project": lambda scene: scene.organisation.pk,
    "form": lambda scene: households(scene.organisation, scene.people["editor"]).form_id,
    "instance": lambda _: new_id(1),
    "version": lambda _: "1",
    "name": lambda _: "photo.jpg",
    "place": lambda _: "Submissions",
    "token": lambda _: "x" * 64,
    "role": lambda _: "2",
    "actor": lambda _: 1,
    "app_user": lambda _: 1,
    "rest": lambda _: "audits",
    "dataset": lambda _: "wells",
    "entity": lambda _: new_id(1),
}
ARGUMENTS: Mapping[str, Callable[[Scene], Any]] = {
    f"{name} {argument}": make
    for name in {line.split()[0] for line in ROWS.split("\n") if line}
    for argument, make in _MAKE.items()
}
