"""Encrypted ODK submissions, opened by those who hold the key.

Source: ODK XForms specification, "Encryption" (getodk.github.io/xforms-spec/encryption).
The specification's signature is made with the form's public key. It shows that a record is whole,
not who sent it: anybody who has the form can make one.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from datashift.kit.problem import Problem
from datashift.questionnaires import xml
from datashift.questionnaires.submission import LONGEST_ID, Submission, read
from datashift.tables.flag import Flag, Severity

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

MOST_FILES = 500
_BLOCK = 16
_KEY = 32


@dataclass(frozen=True)
class Manifest:
    """What is sent in the clear with an encrypted submission.

    Args:
        form_id, version, instance_id: as of the submission inside.
        key: the record's AES key, encrypted to the form's RSA key, in base64.
        signature: the encrypted digest of what was sent, in base64, or "".
        document: name of the encrypted submission.
        media: names of the encrypted files, in the order in which they were encrypted.
    """

    form_id: str
    version: str
    instance_id: str
    key: str
    signature: str
    document: str
    media: tuple[str, ...] = ()


@dataclass(frozen=True)
class Opened:
    """A decrypted submission.

    Args:
        document: the submission's XML.
        submission: the same, read.
        files: names without `.enc` to the bytes of the files that came with it.
        flags: what does not match: `encryption.unsigned`, `encryption.forged`,
            `encryption.other_form`, `encryption.other_instance`, `encryption.missing_file`,
            `encryption.damaged_file`.
    """

    document: bytes
    submission: Submission
    files: Mapping[str, bytes]
    flags: tuple[Flag, ...] = ()

    @property
    def whole(self) -> bool:
        """Nothing is forged, mismatched or missing."""
        return not self.flags


def private_key(pem: bytes, password: bytes | None = None) -> RSAPrivateKey:
    """The form's private key.

    Raises:
        Problem: it is no RSA key, or the password is wrong.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(pem, password)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise Problem(
            "The key cannot be read, or its password is wrong",
            do="Choose the private key (PEM) that belongs to the questionnaire",
            code="encryption.no_key",
        ) from error
    if not isinstance(key, RSAPrivateKey):
        raise Problem("The key is not an RSA key", code="encryption.no_key")
    return key


def manifest(document: bytes) -> Manifest:
    """Read what was sent in the clear.

    Raises:
        Problem: it is not the manifest of an encrypted submission.
    """
    root = xml.parse(document, xml.Limits(bytes=1 << 20, nodes=20_000))

    def text(name: str) -> str:
        found = xml.child(root, name)
        return "" if found is None else (found.text or "").strip()

    identifier = xml.child(xml.child(root, "meta"), "instanceID")
    instance_id = "" if identifier is None else (identifier.text or "").strip()
    media = tuple(
        (file.text or "").strip()
        for item in xml.children(root, "media")
        for file in xml.children(item, "file")
    )
    read_manifest = Manifest(
        form_id=root.get("id", ""),
        version=root.get("version", ""),
        instance_id=instance_id or root.get("instanceID", ""),
        key=text("base64EncryptedKey"),
        signature=text("base64EncryptedElementSignature"),
        document=text("encryptedXmlFile"),
        media=media,
    )
    complete = read_manifest.key and read_manifest.document and read_manifest.instance_id
    if not complete or len(media) > MOST_FILES or len(read_manifest.instance_id) > LONGEST_ID:
        raise Problem(
            "This is not what ODK sends with an encrypted submission",
            code="encryption.no_manifest",
        )
    return read_manifest


def decrypt(document: bytes, files: Mapping[str, bytes], key: RSAPrivateKey) -> Opened:
    """Open an encrypted submission and check that it is what was sent.

    Args:
        document: what was sent in the clear.
        files: name (with `.enc`) to the bytes of the encrypted files; media may be missing yet.
        key: as `private_key` gives it.

    Raises:
        Problem: the key is another, the encrypted submission is missing or damaged.
    """
    sent = manifest(document)
    if sent.document not in files:
        raise Problem(
            f"The encrypted submission {sent.document} has not come yet",
            do="Wait until the phone has sent it",
            code="encryption.missing_submission",
        )
    record_key = _unlocked(sent.key, key)
    opened: dict[str, bytes] = {}
    digests: list[str] = []
    flags: list[Flag] = []
    for place, name in enumerate((*sent.media, sent.document), 1):
        shown = name.removesuffix(".enc")
        if name not in files:
            flags.append(_flag("missing_file", f"The file {shown} has not come.", name=shown))
            continue
        vector = initialisation_vector(sent.instance_id, record_key, place)
        plain = unlocked_file(files[name], record_key, vector)
        if plain is None:
            flags.append(_flag("damaged_file", f"The file {shown} is damaged.", name=shown))
            continue
        opened[shown] = plain
        digest = hashlib.md5(plain, usedforsecurity=False).hexdigest()
        digests.append(f"{shown}::{digest}")
    inner = opened.pop(sent.document.removesuffix(".enc"), None)
    if inner is None:
        raise Problem(
            "The encrypted submission cannot be opened: it is damaged or belongs to another key",
            code="encryption.damaged_submission",
        )
    try:
        submission = read(inner)
    except Problem as problem:
        raise Problem(
            "The encrypted submission is damaged: what is inside cannot be read",
            do="Ask the phone to send it again",
            code="encryption.damaged_submission",
        ) from problem
    flags += _mismatches(sent, submission)
    if len(digests) == len(sent.media) + 1:
        flags += _signed(sent, digests, key)
    return Opened(inner, submission, opened, tuple(flags))


def initialisation_vector(instance_id: str, record_key: bytes, place: int) -> bytes:
    """The vector of the file encrypted as number `place`, counted from 1."""
    seed = bytearray(hashlib.md5(instance_id.encode() + record_key, usedforsecurity=False).digest())
    for step in range(place):
        seed[step % _BLOCK] = (seed[step % _BLOCK] + 1) % 256
    return bytes(seed)


def unlocked_file(data: bytes, record_key: bytes, vector: bytes) -> bytes | None:
    """A file decrypted with AES in 128-bit CFB mode; None where its padding is not right."""
    from cryptography.hazmat.decrepit.ciphers.modes import CFB
    from cryptography.hazmat.primitives.ciphers import Cipher
    from cryptography.hazmat.primitives.ciphers.algorithms import AES

    decryptor = Cipher(AES(record_key), CFB(vector)).decryptor()
    padded = decryptor.update(data) + decryptor.finalize()
    if not padded or len(padded) % _BLOCK:
        return None
    length = padded[-1]
    if not 1 <= length <= _BLOCK or padded[-length:] != bytes([length]) * length:
        return None
    return padded[:-length]


def _unlocked(text: str, key: RSAPrivateKey) -> bytes:
    record_key = _of_key(text, key)
    if record_key is None or len(record_key) != _KEY:
        raise Problem(
            "The submission was encrypted to another key",
            do="Choose the private key that belongs to this version of the questionnaire",
            code="encryption.other_key",
        )
    return record_key


def _of_key(text: str, key: RSAPrivateKey) -> bytes | None:
    """What was encrypted to the key: OAEP with SHA-256, whose mask Java makes with SHA-256."""
    from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
    from cryptography.hazmat.primitives.hashes import SHA256

    try:
        secret = base64.b64decode("".join(text.split()), validate=True)
        return key.decrypt(secret, OAEP(MGF1(SHA256()), SHA256(), None))
    except (ValueError, binascii.Error):
        return None


def signed_text(sent: Manifest, digests: list[str]) -> str:
    """What the signature is made of: one line each, the version only where there is one."""
    lines = [sent.form_id, sent.version, sent.key, sent.instance_id, *digests]
    return "".join(f"{line}\n" for at, line in enumerate(lines) if line or at != 1)


def _signed(sent: Manifest, digests: list[str], key: RSAPrivateKey) -> list[Flag]:
    if not sent.signature:
        return [_flag("unsigned", "Nothing shows that the record is what the phone sent.")]
    said = _of_key(sent.signature, key)
    text = signed_text(sent, digests).encode()
    ours = hashlib.md5(text, usedforsecurity=False).digest()
    if said is None or not hmac.compare_digest(said, ours):
        return [_flag("forged", "The record is not what its signature says: it was changed.")]
    return []


def _mismatches(sent: Manifest, submission: Submission) -> list[Flag]:
    found = []
    if submission.instance_id and submission.instance_id != sent.instance_id:
        found.append(_flag("other_instance", "The record inside has another id than outside."))
    if submission.form_id != sent.form_id:
        found.append(_flag("other_form", "The record inside answers another questionnaire."))
    return found


def _flag(code: str, message: str, **values: str) -> Flag:
    return Flag(f"encryption.{code}", Severity.STOPS, message, count=1, values=values)
