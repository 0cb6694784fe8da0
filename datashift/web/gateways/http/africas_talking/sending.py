"""What Africa's Talking takes."""

from __future__ import annotations

from urllib.parse import urlencode

from datashift.web.gateways.http.posting import NotSent, post

KIND = "AFRICAS_TALKING"
_LIVE, _SANDBOX = "https://api.africastalking.com", "https://api.sandbox.africastalking.com"
_TAKEN = {100, 101, 102}  # processed, sent, queued


def send(*, username: str, key: str, sender: str, number: str, words: str, link: str = "") -> None:
    """Send an SMS: form fields to /version1/messaging, the key in the header `apiKey`.

    Args:
        username: `sandbox` sends to its simulator.
        link: the `linkId` of the message that is answered, for numbers that people pay for.

    Raises:
        NotSent: it was not taken.
    """
    told = {"username": username, "to": number, "message": words}
    told |= {name: value for name, value in (("from", sender), ("linkId", link)) if value}
    answer = post(
        KIND,
        _SANDBOX if username == "sandbox" else _LIVE,
        "/version1/messaging",
        urlencode(told).encode(),
        {"apiKey": key, "Content-Type": "application/x-www-form-urlencoded"},
    )
    try:
        code = answer["SMSMessageData"]["Recipients"][0]["statusCode"]
    except (KeyError, IndexError, TypeError) as error:
        raise NotSent("odd") from error
    if code not in _TAKEN:
        raise NotSent(f"code {code}")
