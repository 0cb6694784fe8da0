"""Gateways on this machine, in the shapes that the documentation of the real ones gives.

Africa's Talking: docs.africastalking.com/sms/callback, /sms/sending, and USSD; WhatsApp:
developers.facebook.com, webhooks reference for messages, and the messages endpoint.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from django.test import Client
from people import NOW
from web.fill.asked import questionnaire_of

from datashift.web.accounts.models import Organisation, User
from datashift.web.gateways.actions.connecting import connect_gateway, switch_gateway
from datashift.web.gateways.models import Gateway

AMINAS = "+254711082000"
WELL = """
| survey  |                  |        |                              |                     |                |          |            |
|         | type             | name   | label::English (en)          | label::नेपाली (ne)    | relevant       | required | constraint |
|         | phonenumber      | phone  |                              |                     |                |          |            |
|         | select_one yes   | works  | Does the well work?          | इनार चल्छ?             |                | yes      |            |
|         | integer          | people | How many people use it?      | कति जना?             | ${works} = 'y' | yes      | . < 5000   |
|         | text             | fault  | What is broken?              | के बिग्रियो?            | ${works} = 'n' |          |            |
| choices |                  |        |                              |                     |                |          |            |
|         | list_name        | name   | label::English (en)          | label::नेपाली (ne)    |                |          |            |
|         | yes              | y      | Yes                          | हो                   |                |          |            |
|         | yes              | n      | No                           | होइन                 |                |          |            |
| settings |                 |        |                              |                     |                |          |            |
|         | form_title       | form_id | version                     |                     |                |          |            |
|         | Wells            | well   | 1                            |                     |                |          |            |
"""
TAPS = """
| survey  |          |       |                     |
|         | type     | name  | label               |
|         | integer  | taps  | How many taps?      |
| settings |         |       |                     |
|         | form_title | form_id | version         |
|         | Taps     | taps  | 1                   |
"""


def connected(
    organisation: Organisation,
    by: User,
    kind: Gateway.Kind = Gateway.Kind.AFRICAS_TALKING,
    *,
    table: str = WELL,
    **more: str,
) -> Gateway:
    """The questionnaire about a well, connected and switched on."""
    made = connect_gateway(
        questionnaire_of(table, organisation, by),
        kind=kind,
        account="106540352242922" if kind == Gateway.Kind.WHATSAPP_CLOUD else "kisima",
        secret="the-api-key",
        proof="the-app-secret",
        number="22384",
        by=by,
        at=NOW,
        **more,
    )
    switch_gateway(made, on=True, by=by, at=NOW)
    made.refresh_from_db()
    return made


def dialled(gateway: Gateway, typed: str, *, session: str = "ATUid_1", who: str = AMINAS) -> str:
    """What the screen shows after a step of a USSD session."""
    told = {
        "sessionId": session,
        "serviceCode": "*384*22384#",
        "phoneNumber": who,
        "networkCode": "63902",
        "text": typed,
    }
    response = Client().post(f"/messages/{gateway.key}/ussd", told)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/plain")
    return response.content.decode()


def texted(gateway: Gateway, text: str, number: int, *, who: str = AMINAS) -> int:
    """Send an SMS, the number of which is its id; the status that the gateway gets."""
    told = {
        "date": "2026-11-21 10:00:00",
        "from": who,
        "id": f"b0f0c3a2-{number}",
        "linkId": "",
        "text": text,
        "to": "22384",
        "networkCode": "63902",
    }
    return Client().post(f"/messages/{gateway.key}/sms", told).status_code


def whatsapped(
    gateway: Gateway, message: dict[str, Any], *, number: str = "1", secret: str = "the-app-secret"
) -> int:
    """Send a WhatsApp message; the status that WhatsApp gets."""
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "22384", "phone_number_id": "106540352242922"},
        "contacts": [{"profile": {"name": "Amina"}, "wa_id": AMINAS[1:]}],
        "messages": [
            {"from": AMINAS[1:], "id": f"wamid.{number}", "timestamp": "1795255200", **message}
        ],
    }
    change = {"value": value, "field": "messages"}
    told = {
        "object": "whatsapp_business_account",
        "entry": [{"id": "102290129340398", "changes": [change]}],
    }
    body = json.dumps(told).encode()
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return (
        Client()
        .post(
            f"/messages/{gateway.key}/whatsapp",
            body,
            content_type="application/json",
            headers={"X-Hub-Signature-256": f"sha256={signature}"},
        )
        .status_code
    )


class Fake:
    """What the gateways were asked to send.

    Args:
        status: what is answered; 200 unless something is wrong.
        code: of Africa's Talking, for the recipient.
    """

    def __init__(self) -> None:
        self.status, self.code = 200, 101
        self.sent: list[dict[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.address = ""

    @property
    def last(self) -> str:
        """The words that went out last."""
        return self.sent[-1]["words"]


class _Handler(BaseHTTPRequestHandler):
    held: Fake

    def log_message(self, *_: Any) -> None:
        pass

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.held.headers.append(dict(self.headers))
        if self.path == "/version1/messaging":
            told = {name: values[0] for name, values in parse_qs(body.decode()).items()}
            self.held.sent.append({**told, "words": told["message"]})
            recipient = {
                "statusCode": self.held.code,
                "number": told["to"],
                "status": "Success",
                "cost": "KES 0.8000",
                "messageId": "ATPid_1",
            }
            answer: Any = {
                "SMSMessageData": {
                    "Message": "Sent to 1/1 Total Cost: KES 0.8000",
                    "Recipients": [recipient],
                }
            }
        else:
            assert self.path == "/v22.0/106540352242922/messages"
            told = json.loads(body)
            assert (told["messaging_product"], told["type"]) == ("whatsapp", "text")
            self.held.sent.append({"to": told["to"], "words": told["text"]["body"]})
            answer = {
                "messaging_product": "whatsapp",
                "contacts": [{"input": told["to"], "wa_id": told["to"]}],
                "messages": [{"id": "wamid.out"}],
            }
        content = json.dumps(answer).encode()
        self.send_response(self.held.status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def answering() -> Iterator[Fake]:
    """The gateways, until the end of the block."""
    fake = Fake()
    handler = type("Handler", (_Handler,), {"held": fake})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    fake.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
