"""Who may reach what: anybody may report, named readers read, owners name them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from people import Scene
from web.collect.matrix_rows import questionnaire
from web.reports.sealed import open_box, report_in

from datashift.web.reports.models import Box, Report, Reviewer

ROWS = """
#                            anonymous stranger elsewhere former viewer reviewer editor owner steward
reports:choose             GET   200
reports:choose             POST  405
reports:follow             GET   200
reports:follow             POST  422
reports:ask                GET   200
reports:ask                POST  422
reports:boxes              GET    in  200
reports:boxes              POST   in  405
reports:make_key           GET    in  200
reports:make_key           POST   in  422
reports:change_passphrase  GET    in  302
reports:change_passphrase  POST   in  302
reports:lock               GET    in  405
reports:lock               POST   in  302
reports:inbox              GET    in  404 404 404 403 200 403 403 404
reports:inbox              POST   in  405
reports:unlock             GET    in  404 404 404 403 200 403 403 404
reports:unlock             POST   in  404 404 404 403 422 403 403 404
reports:report             GET    in  404 404 404 403 302 403 403 404
reports:report             POST   in  405
reports:answer             GET    in  405
reports:answer             POST   in  404 404 404 403 302 403 403 404
reports:set_aside          GET    in  405
reports:set_aside          POST   in  404 404 404 403 302 403 403 404
reports:destroy            GET    in  404 404 404 403 200 403 403 404
reports:destroy            POST   in  404 404 404 403 302 403 403 404
reports:box                GET    in  404 404 404 200 200 200 200 404
reports:box                POST   in  405
reports:open_box           GET    in  405
reports:open_box           POST   in  404 404 404 403 403 403 422 404
reports:close_box          GET    in  405
reports:close_box          POST   in  404 404 404 403 403 403 302 404
reports:add_reviewer       GET    in  405
reports:add_reviewer       POST   in  404 404 404 403 403 403 422 404
reports:remove_reviewer    GET    in  405
reports:remove_reviewer    POST   in  404 404 404 403 403 403 302 404
reports:share_reports      GET    in  405
reports:share_reports      POST   in  404 404 404 403 302 403 403 404
reports:encrypted          GET    in  404 404 404 403 200 200 200 404
reports:encrypted          POST   in  404 404 404 403 422 422 422 404
"""  # fmt: skip


def box(scene: Scene) -> Box:
    people, asked = scene.people, questionnaire(scene)
    return open_box(asked, people["reviewer"], by=people["owner"])


def report(scene: Scene) -> Report:
    return report_in(box(scene))


def reviewer(scene: Scene) -> Reviewer:
    return box(scene).reviewers.get()


ARGUMENTS: Mapping[str, Callable[[Scene], Any]] = {
    "box": lambda scene: box(scene).pk,
    "report": lambda scene: report(scene).pk,
    "reviewer": lambda scene: reviewer(scene).pk,
}
