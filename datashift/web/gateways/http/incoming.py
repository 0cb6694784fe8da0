"""A message as every gateway tells it, once its own shape is read."""

from __future__ import annotations

from dataclasses import dataclass


class Malformed(Exception):
    """The request has not the shape that this gateway sends."""


@dataclass(frozen=True)
class Message:
    """What somebody sent.

    Args:
        id: by which the gateway knows it.
        number: of the phone.
        text: "" where it was no text: a photograph, a voice.
        link: what an answer must name, where the gateway wants it.
    """

    id: str
    number: str
    text: str
    link: str = ""


def writable(text: str) -> str:
    """The text without the letter that PostgreSQL keeps in no text."""
    return text.replace("\x00", "")
