"""Addresses: bringing submissions from elsewhere."""

from __future__ import annotations

from django.urls import include, path

from datashift.web.imports.views import exports, servers

app_name = "imports"
urlpatterns = [
    path(
        "collect/organisations/<slug:organisation>/imports/",
        include(
            [
                path("", exports.imports, name="imports"),
                path("new/", exports.bring_export, name="bring_export"),
                path("servers/new/", servers.add_server, name="add_server"),
            ]
        ),
    ),
    path(
        "collect/imports/<uuid:brought>/",
        include(
            [
                path("", exports.look, name="import"),
                path("take/", exports.take_in, name="take_in"),
                path("drop/", exports.drop_import, name="drop_import"),
                path("undo/", exports.undo_import, name="undo_import"),
            ]
        ),
    ),
    path(
        "collect/servers/<uuid:server>/",
        include(
            [
                path("ask/", servers.ask_server, name="ask_server"),
                path("remove/", servers.remove_server, name="remove_server"),
            ]
        ),
    ),
]
