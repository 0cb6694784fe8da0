"""Who may reach what: filling in. Whoever has the address of a link may send; nobody signs in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from people import NOW, Scene
from web.collect import matrix_rows as collect

from datashift.web.collect import storage
from datashift.web.fill.actions.links import make_public_link, make_single_links
from datashift.web.fill.models import Link

ROWS = """
#                         anonymous stranger elsewhere former viewer reviewer editor owner steward
fill:fill              GET  200
fill:fill              POST 200
fill:send              GET  405
fill:send              POST 400
fill:states            GET  405
fill:states            POST 400
fill:worker            GET  200
fill:worker            POST 405
fill:file              GET  200
fill:file              POST 400
fill:form              GET  200
fill:form              POST 405
fill:media             GET  200
fill:media             POST 405
fill:links             GET   in  404 404 404 200 200 200 200 404
fill:links             POST  in  405
fill:make_public_link  GET   in  405
fill:make_public_link  POST  in  404 404 404 403 403 302 302 404
fill:make_single_links GET   in  405
fill:make_single_links POST  in  404 404 404 403 403 422 422 404
fill:revoke_link       GET   in  405
fill:revoke_link       POST  in  404 404 404 403 403 302 302 404
fill:sheet             GET   in  404 404 404 403 403 200 200 404
fill:sheet             POST  in  405
fill:links_csv         GET   in  404 404 404 403 403 200 200 404
fill:links_csv         POST  in  405
fill:revoke_sheet      GET   in  405
fill:revoke_sheet      POST  in  404 404 404 403 403 302 302 404
"""  # fmt: skip


def link(scene: Scene) -> Link:
    return make_public_link(collect.questionnaire(scene), by=scene.people["editor"], at=NOW)


def sheet(scene: Scene) -> Link:
    """The first of two links for one submission each."""
    asked = collect.questionnaire(scene)
    return make_single_links(asked, count=2, by=scene.people["editor"], at=NOW)[0]


def picture(scene: Scene) -> str:
    """The name of a file that belongs to the form."""
    kept = storage.keep(scene.organisation.pk, [b"picture"])
    version = collect.version(scene)
    version.media.get_or_create(name="well.png", defaults={"sha256": kept.sha256, "size": 7})
    return "well.png"


ARGUMENTS: Mapping[str, Callable[[Scene], Any]] = {
    **dict.fromkeys(
        (
            f"fill:{name} key"
            for name in ("fill", "send", "states", "worker", "file", "form", "media")
        ),
        lambda scene: link(scene).key,
    ),
    "fill:form version": lambda scene: collect.version(scene).pk,
    "fill:media version": lambda scene: collect.version(scene).pk,
    "fill:file sha256": lambda scene: "0" * 64,
    "fill:media name": picture,
    "link": lambda scene: link(scene).pk,
    "batch": lambda scene: sheet(scene).batch,
}
