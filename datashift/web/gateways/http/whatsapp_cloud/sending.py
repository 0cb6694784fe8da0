"""What WhatsApp takes."""

from __future__ import annotations

import json

from datashift.web.gateways.http.posting import NotSent, post

KIND = "WHATSAPP_CLOUD"
_HOME, _VERSION = "https://graph.facebook.com", "v22.0"


def send(*, phone_number_id: str, token: str, number: str, words: str) -> None:
    """Send a text to somebody who wrote within the last 24 hours.

    Raises:
        NotSent: it was not taken.
    """
    told = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": number,
        "type": "text",
        "text": {"preview_url": False, "body": words},
    }
    answer = post(
        KIND,
        _HOME,
        f"/{_VERSION}/{phone_number_id}/messages",
        json.dumps(told).encode(),
        {"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    if not isinstance(answer, dict) or not answer.get("messages"):
        raise NotSent("odd")
