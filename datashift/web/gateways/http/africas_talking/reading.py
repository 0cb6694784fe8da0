"""What Africa's Talking sends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from datashift.web.gateways.http.incoming import Malformed, Message, writable

_LONGEST = 4_000


@dataclass(frozen=True)
class Dialled:
    """One step of a USSD session.

    Args:
        typed: everything typed in the session so far, with a star between.
    """

    session: str
    number: str
    typed: str


def sms(form: Mapping[str, str]) -> Message:
    """An incoming SMS: `from`, `to`, `text`, `date`, `id`, `linkId`.

    Raises:
        Malformed: it is none.
    """
    number, key, text, link = _values(form, "from", "id", "text", "linkId")
    if not number or not 0 < len(key) <= 200 or len(text) > _LONGEST:
        raise Malformed
    return Message(key, number, text, link)


def ussd(form: Mapping[str, str]) -> Dialled:
    """A step of a session: `sessionId`, `phoneNumber`, `networkCode`, `serviceCode`, `text`.

    Raises:
        Malformed: it is none.
    """
    session, number, text = _values(form, "sessionId", "phoneNumber", "text")
    if not number or not 0 < len(session) <= 120 or len(text) > _LONGEST:
        raise Malformed
    return Dialled(session, number, text)


def _values(form: Mapping[str, str], *names: str) -> list[str]:
    return [writable(form.get(name, "")) for name in names]


def screen(words: str, *, ends: bool) -> str:
    """An answer to a step: END closes the session, CON keeps it open."""
    return f"{'END' if ends else 'CON'} {words}"
