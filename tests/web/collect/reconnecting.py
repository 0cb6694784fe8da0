"""Phones that find a connection again, all at the same moment."""

from __future__ import annotations

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from urllib.parse import urlsplit

from web.collect.live import Phone, Sender, Server, text_of

PHOTO = bytes(range(256)) * 200  # 51 kB, as a phone shrinks it
EACH = 3  # submissions of each phone; one of them with a photograph


def reconnect(server: Server, phones: list[Phone], connections: int) -> Counter[str]:
    """What was answered, by what was asked: `form list 200`."""
    together = Barrier(connections)

    def come(number: int) -> Counter[str]:
        phone = phones[number % len(phones)]
        together.wait()
        return told_to(Sender(server.port, phone), phone, number)

    with ThreadPoolExecutor(connections) as pool:
        return sum(pool.map(come, range(connections)), Counter[str]())


def told_to(sender: Sender, phone: Phone, number: int) -> Counter[str]:
    """A list of forms, its manifest, then what waited on the phone."""
    told: Counter[str] = Counter()
    status, listed = sender.fetch(phone.path.replace("/submission", "/formList"))
    told[f"form list {status}"] += 1
    where = re.search(rb"<manifestUrl>([^<]+)</manifestUrl>", listed)
    if where:
        status, manifest = sender.fetch(urlsplit(where[1].decode()).path)
        told[f"manifest {status}"] += b"areas.csv" in manifest
    for each in range(EACH):
        photo = PHOTO + b"%d" % number if each == 0 else None
        told[f"submission {sender.send(text_of(10_000 + number, each), photo)}"] += 1
    return told


def wanted(connections: int) -> Counter[str]:
    """What must be answered."""
    kept = {"submission 201": connections * EACH}
    return Counter({"form list 200": connections, "manifest 200": connections, **kept})
