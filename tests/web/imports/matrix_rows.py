"""Who may reach what: imports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from people import NOW, Scene

from datashift.web.imports.actions.secrets import sealed
from datashift.web.imports.models import Import, Server

ROWS = """
#                     anonymous stranger elsewhere former viewer reviewer editor owner steward
imports:imports       GET   in  404 404 404 200 200 200 200 404
imports:imports       POST  in  405
imports:bring_export  GET   in  404 404 404 403 403 200 200 404
imports:bring_export  POST  in  404 404 404 403 403 422 422 404
imports:add_server    GET   in  404 404 404 403 403 200 200 404
imports:add_server    POST  in  404 404 404 403 403 422 422 404
imports:import        GET   in  404 404 404 200 200 200 200 404
imports:import        POST  in  405
imports:take_in       GET   in  405
imports:take_in       POST  in  404 404 404 403 403 302 302 404
imports:drop_import   GET   in  405
imports:drop_import   POST  in  404 404 404 403 403 302 302 404
imports:undo_import   GET   in  405
imports:undo_import   POST  in  404 404 404 403 403 302 302 404
imports:ask_server    GET   in  405
imports:ask_server    POST  in  404 404 404 403 403 302 302 404
imports:remove_server GET   in  405
imports:remove_server POST  in  404 404 404 403 403 302 302 404
"""  # fmt: skip


def brought(scene: Scene) -> Import:
    """An export that waits for a decision."""
    return Import.objects.create(
        organisation=scene.organisation,
        name="wells.csv",
        state=Import.State.READ,
        platform="kobo",
        title="Wells",
        new=1,
        rows=[["new", "wells.csv", 2, "uuid:1"], ["unreadable", "wells.csv", 3, "It has no id"]],
        flags=[["note", "Something was assumed."]],
        brought_by=scene.people["editor"],
        brought_at=NOW,
    )


def server(scene: Scene) -> Server:
    """A server that is asked no more."""
    return Server.objects.create(
        organisation=scene.organisation,
        kind=Server.Kind.KOBO,
        address="https://kobo.example.org",
        form="aBcD",
        secret=sealed("token"),
        made_by=scene.people["editor"],
        made_at=NOW,
    )


ARGUMENTS: Mapping[str, Callable[[Scene], Any]] = {
    "brought": lambda scene: brought(scene).pk,
    "server": lambda scene: server(scene).pk,
}
