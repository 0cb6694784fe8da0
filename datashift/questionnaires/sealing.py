"""Reports that only their readers can open: sealed boxes, locked keys, receipts.

All primitives are libsodium's (PyNaCl): X25519 and XSalsa20-Poly1305 in sealed boxes, Argon2id for
what people remember, BLAKE2b to part one secret into several. A sealed box hides; it does not show
who made it.
"""

from __future__ import annotations

import secrets
import struct
import threading
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

DIGITS = 16
SMALLEST = 4 << 10  # bytes: shorter contents look all the same
_MEBI = 1 << 20
_SALT = 16
_HEAD = struct.Struct(">II")
_PATIENCE = 20.0  # seconds


class WrongSecret(Exception):
    """The passphrase or the key does not open it."""


class Busy(Exception):
    """Too many ask at once for what is made slow on purpose."""


@dataclass(frozen=True)
class Cost:
    """What one guess costs with Argon2id.

    Args:
        operations: passes over the memory.
        memory: bytes.
    """

    operations: int
    memory: int


PASSPHRASE = Cost(3, 256 * _MEBI)  # libsodium's "moderate"
RECEIPT = Cost(2, 64 * _MEBI)  # libsodium's "interactive"

# Each takes its memory; a crowd that waits in line costs no more than one.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Pair:
    """A key that seals, and the one that opens. 32 bytes each."""

    public: bytes
    private: bytes = field(repr=False)


@dataclass(frozen=True)
class ReceiptKeys:
    """What the sixteen digits of a receipt stand for.

    Args:
        lookup: 32 bytes under which the report is found; the digits cannot be told from them.
        secret: 32 bytes that are kept nowhere.
    """

    lookup: bytes
    secret: bytes = field(repr=False)


def new_pair() -> Pair:
    """A new key pair."""
    from nacl.public import PrivateKey

    private = PrivateKey.generate()
    return Pair(bytes(private.public_key), bytes(private))


def seal(contents: bytes, public: bytes, *, about: str) -> bytes:
    """Seal contents to a public key, padded so that the size tells little.

    Args:
        about: what the contents are; whoever opens them must ask for the same.

    Returns:
        Bytes whose number is a power of two and the 48 of the box, whatever is inside.
    """
    from nacl.public import PublicKey, SealedBox

    return SealedBox(PublicKey(public)).encrypt(_padded(about.encode() + b"\0" + contents))


def open_sealed(sealed: bytes, private: bytes, *, about: str) -> bytes:
    """The contents.

    Raises:
        WrongSecret: sealed to another key, changed, or about something else.
    """
    from nacl.bindings import sodium_unpad
    from nacl.exceptions import CryptoError
    from nacl.public import PrivateKey, SealedBox

    try:
        padded = SealedBox(PrivateKey(private)).decrypt(sealed)
        named, _, contents = sodium_unpad(padded, len(padded)).partition(b"\0")
    except CryptoError as error:
        raise WrongSecret from error
    if named != about.encode():
        raise WrongSecret
    return contents


def hide(contents: bytes, key: bytes) -> bytes:
    """Encrypt to a key of 32 bytes that both sides have."""
    from nacl.secret import SecretBox

    return bytes(SecretBox(key).encrypt(contents))


def reveal(hidden: bytes, key: bytes) -> bytes:
    """The contents.

    Raises:
        WrongSecret: another key, or changed.
    """
    from nacl.exceptions import CryptoError
    from nacl.secret import SecretBox

    try:
        return SecretBox(key).decrypt(hidden)
    except (CryptoError, ValueError, TypeError) as error:
        raise WrongSecret from error


def lock(secret: bytes, passphrase: str, *, cost: Cost | None = None) -> bytes:
    """Lock a secret with words that a person remembers.

    Raises:
        Busy: too many ask at once.
    """
    cost = cost or PASSPHRASE
    salt = secrets.token_bytes(_SALT)
    key = _slow(spelled(passphrase).encode(), salt, cost)
    return _HEAD.pack(cost.operations, cost.memory) + salt + hide(secret, key)


def unlock(locked: bytes, passphrase: str) -> bytes:
    """The secret.

    Raises:
        WrongSecret: other words.
        Busy: too many ask at once.
    """
    cost = Cost(*_HEAD.unpack_from(locked))
    salt, hidden = locked[_HEAD.size : _HEAD.size + _SALT], locked[_HEAD.size + _SALT :]
    return reveal(hidden, _slow(spelled(passphrase).encode(), salt, cost))


def spelled(passphrase: str) -> str:
    """Words in one spelling: the same on every keyboard, spaces counted once."""
    return " ".join(unicodedata.normalize("NFKC", passphrase).split())


def new_receipt(below: Callable[[int], int] = secrets.randbelow) -> str:
    """Sixteen digits by chance: 53 bits."""
    return f"{below(10**DIGITS):0{DIGITS}}"


def digits_of(written: str) -> str:
    """The digits as somebody wrote them, in any script and with anything between; "" if not 16."""
    found = "".join(str(unicodedata.digit(each)) for each in written if each.isdecimal())
    return found if len(found) == DIGITS else ""


def receipt_keys(digits: str, pepper: bytes, *, cost: Cost | None = None) -> ReceiptKeys:
    """What a receipt stands for: one slow hash, keyed with what no copy of the database holds.

    Args:
        pepper: secret of the installation, at least 16 bytes.

    Raises:
        Busy: too many ask at once.
    """
    salt = _part(pepper, b"receipt salt")[:_SALT]
    slow = _slow(digits.encode(), salt, cost or RECEIPT)
    return ReceiptKeys(_part(slow, b"lookup"), _part(slow, b"secret"))


def mark(contents: bytes, key: bytes) -> bytes:
    """32 bytes by which the same contents are known again to who has the key."""
    from hashlib import blake2b

    return blake2b(contents, key=key, digest_size=32, person=b"same again").digest()


def _padded(contents: bytes) -> bytes:
    from nacl.bindings import sodium_pad

    size = SMALLEST
    while size <= len(contents):
        size *= 2
    return sodium_pad(contents, size)


def _part(secret: bytes, name: bytes) -> bytes:
    from hashlib import blake2b

    return blake2b(b"", key=secret[:64], digest_size=32, person=name).digest()


def _slow(password: bytes, salt: bytes, cost: Cost) -> bytes:
    from nacl.pwhash import argon2id

    if not _one_at_a_time.acquire(timeout=_PATIENCE):
        raise Busy
    try:
        return argon2id.kdf(32, password, salt, opslimit=cost.operations, memlimit=cost.memory)
    finally:
        _one_at_a_time.release()
