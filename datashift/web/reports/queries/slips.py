"""What a page gives its reader to bring back, encrypted to ourselves: no cookie, no session.

A slip makes a report that is sent twice one report, and keeps the receipt out of addresses. It is
no protection against other sites: they could gain nothing (docs/safety.md).
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.utils.crypto import salted_hmac

from datashift.questionnaires import sealing

DAYS = 3  # that a page may lie open before it is sent


class Stale(Exception):
    """The slip is none of ours, or too old."""


@dataclass(frozen=True)
class Slip:
    """What belongs to one page.

    Args:
        about: "report" for a new one, "thread" for one that was opened with its receipt.
        receipt: sixteen digits.
        instance, version: of the report to come; "" in a thread.
    """

    about: str
    receipt: str
    instance: str = ""
    version: str = ""


def new_slip(version: UUID) -> Slip:
    """A slip for a report that is about to be written."""
    return Slip("report", sealing.new_receipt(), str(uuid4()), str(version))


def sealed(slip: Slip, *, today: date) -> str:
    """The slip as text for a hidden field."""
    contents = {**asdict(slip), "day": today.toordinal()}
    hidden = sealing.hide(json.dumps(contents).encode(), _key())
    return base64.urlsafe_b64encode(hidden).decode()


def opened(text: str, about: str, *, today: date) -> Slip:
    """The slip that came back.

    Raises:
        Stale: too old, changed, or of another page.
    """
    try:
        contents: dict[str, Any] = json.loads(
            sealing.reveal(base64.urlsafe_b64decode(text.encode()), _key())
        )
    except (sealing.WrongSecret, binascii.Error, ValueError) as error:
        raise Stale from error
    day = contents.pop("day")
    slip = Slip(**contents)
    if slip.about != about or not 0 <= today.toordinal() - day <= DAYS:
        raise Stale
    return slip


def pepper() -> bytes:
    """What makes the hashes of receipts useless to who has the database only."""
    return salted_hmac("datashift.reports", "receipts", algorithm="sha256").digest()


def _key() -> bytes:
    return salted_hmac("datashift.reports", "slips", algorithm="sha256").digest()
