"""Phones that send while their server is killed again and again."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from random import Random

from web.collect.live import Phone, Sender, Server, id_of, text_of


@dataclass
class Told:
    """What one phone was told: the ids that were acknowledged."""

    acknowledged: set[str] = field(default_factory=set)
    refused: int = 0


def stream(
    server: Server, number: int, phone: Phone, count: int, told: Told, stop: threading.Event
) -> None:
    """Send so many submissions, each again and again until it is acknowledged, as a phone does."""
    at, sender = 0, None
    while at < count and not stop.is_set():
        try:
            sender = sender or Sender(server.port, phone)
            photo = f"photo {number} {at}".encode() if at % 5 == 0 else None
            status = sender.send(text_of(number, at), photo)
        except (OSError, AttributeError, TypeError):  # the server is gone in the middle of a word
            sender = None
            time.sleep(0.05)
            continue
        if status in {201, 202}:
            told.acknowledged.add(id_of(number, at))
            at += 1
        else:
            told.refused += 1


def killed(
    server: Server, phones: list[Phone], *, kills: int, each: int, random: Random
) -> list[Told]:
    """Let the phones send; kill the server so many times meanwhile."""
    told, stop = [Told() for _ in phones], threading.Event()
    threads = [
        threading.Thread(target=stream, args=(server, number, phone, each, told[number], stop))
        for number, phone in enumerate(phones)
    ]
    for thread in threads:
        thread.start()
    for _ in range(kills):
        time.sleep(random.uniform(0.05, 0.6))
        server.kill()
        server.start()
    for thread in threads:
        thread.join()
    return told
