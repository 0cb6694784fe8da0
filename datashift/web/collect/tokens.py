"""Tokens and passwords of other servers, encrypted with a key that comes of the installation's.

Fernet: AES-128-CBC with HMAC-SHA256 (https://github.com/fernet/spec). A copy of the database alone
gives none of them away.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet
from django.conf import settings


def key_for(purpose: bytes) -> bytes:
    """A key for one purpose, which tells nothing of the others."""
    return hmac.digest(settings.SECRET_KEY.encode(), purpose, hashlib.sha256)


def box(purpose: bytes) -> Fernet:
    """Encrypts and decrypts for one purpose."""
    return Fernet(base64.urlsafe_b64encode(key_for(purpose)))
