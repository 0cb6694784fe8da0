"""Numbers and tokens that ODK's clients want, made of what is kept anyway."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from uuid import UUID

from django.conf import settings

NOBODY = 0  # who sent it is not known
_FIRST_PHONE = 1 << 32  # above the number of any person; below 2**53, where JSON numbers end


def number_of(device: UUID) -> int:
    """A phone's number: 48 of the bits of its key."""
    return _FIRST_PHONE + int.from_bytes(device.bytes[:6], "big")


def app_user_token(device: UUID) -> str:
    """What a phone shows: its key and a signature, in 64 letters."""
    return base64.urlsafe_b64encode(device.bytes + _signature(device)).decode()


def device_of(token: str) -> UUID | None:
    """Whose token it is; None where we did not make it."""
    try:
        raw = base64.b64decode(token, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(raw) != 48:
        return None
    device = UUID(bytes=raw[:16])
    return device if hmac.compare_digest(raw[16:], _signature(device)) else None


def _signature(device: UUID) -> bytes:
    key = hashlib.sha256(b"datashift.central.app_user:" + settings.SECRET_KEY.encode()).digest()
    return hmac.digest(key, device.bytes, "sha256")
