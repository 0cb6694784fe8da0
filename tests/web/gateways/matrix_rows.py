"""Who may reach what: questionnaires by message. Gateways do not sign in; their address is secret."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from people import NOW, Scene
from web.collect import matrix_rows as collect

from datashift.web.gateways.actions.connecting import connect_gateway
from datashift.web.gateways.models import Gateway

ROWS = """
#                           anonymous stranger elsewhere former viewer reviewer editor owner steward
gateways:ussd              GET  405
gateways:ussd              POST 400
gateways:sms               GET  405
gateways:sms               POST 400
gateways:whatsapp          GET  403
gateways:whatsapp          POST 403
gateways:gateways          GET   in  404 404 404 200 200 200 200 404
gateways:gateways          POST  in  405
gateways:try_questionnaire GET   in  404 404 404 200 200 200 200 404
gateways:try_questionnaire POST  in  404 404 404 200 200 200 200 404
gateways:connect_gateway   GET   in  405
gateways:connect_gateway   POST  in  404 404 404 403 403 422 422 404
gateways:switch_gateway    GET   in  405
gateways:switch_gateway    POST  in  404 404 404 403 403 302 302 404
gateways:remove_gateway    GET   in  405
gateways:remove_gateway    POST  in  404 404 404 403 403 302 302 404
"""  # fmt: skip


def gateway(scene: Scene, kind: Gateway.Kind = Gateway.Kind.AFRICAS_TALKING) -> Gateway:
    """A connection, switched off."""
    return connect_gateway(
        collect.questionnaire(scene),
        kind=kind,
        account="12345",
        secret="key",
        proof="app",
        by=scene.people["editor"],
        at=NOW,
    )


ARGUMENTS: Mapping[str, Callable[[Scene], Any]] = {
    "gateways:ussd key": lambda scene: gateway(scene).key,
    "gateways:sms key": lambda scene: gateway(scene).key,
    "gateways:whatsapp key": lambda scene: gateway(scene, Gateway.Kind.WHATSAPP_CLOUD).key,
    "gateways:connect_gateway kind": lambda scene: "WHATSAPP_CLOUD",
    "gateway": lambda scene: gateway(scene).pk,
}
