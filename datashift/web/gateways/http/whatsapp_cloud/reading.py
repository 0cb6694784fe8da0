"""What WhatsApp sends."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from typing import Any

from datashift.kit.documents import json_of
from datashift.web.gateways.http.incoming import Malformed, Message

_LONGEST = 4_096


def is_signed(body: bytes, signature: str, secret: str) -> bool:
    """Whether the bytes were signed with the app's secret."""
    own = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(own.encode(), signature.encode())


def messages(body: bytes, phone_number_id: str) -> tuple[Message, ...]:
    """The messages to that number; what is said about delivery is left aside.

    Raises:
        Malformed: it has another shape.
    """
    try:
        return tuple(_messages(json_of(body), phone_number_id))
    except (
        ValueError,
        OverflowError,
        LookupError,
        TypeError,
        AttributeError,
        RecursionError,
    ) as error:
        raise Malformed from error


def _messages(told: Any, phone_number_id: str) -> Iterator[Message]:
    for entry in told["entry"]:
        for change in entry["changes"]:
            value = change["value"]
            if value.get("metadata", {}).get("phone_number_id") != phone_number_id:
                continue
            for each in value.get("messages", ()):
                if each["type"] != "reaction":
                    yield Message(str(each["id"])[:200], str(each["from"]), _text(each)[:_LONGEST])


def _text(message: Any) -> str:
    """The words, the choice, or the place; "" for what is none of them."""
    match message["type"]:
        case "text":
            return str(message["text"]["body"])
        case "button":
            return str(message["button"]["text"])
        case "interactive":
            chosen = message["interactive"]
            return str(chosen[chosen["type"]]["id"])
        case "location":
            place = message["location"]
            return f"{float(place['latitude']):.7f} {float(place['longitude']):.7f}"
    return ""
