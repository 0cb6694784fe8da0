"""Encrypted records: those of ODK Collect are opened, those that were changed are flagged.

References: a record that ODK Collect made (tests/specimens/questionnaires/collect_encrypted), and
the vectors of ODK Central's own tests for the initialisation vector (getodk/central-backend,
test/unit/util/crypto.js, Apache-2.0). What the tests here encrypt themselves follows the
specification a second time and shows only that the two agree.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest
from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from datashift.kit.problem import Problem
from datashift.questionnaires import encryption

FOLDER = Path(__file__).parents[2] / "specimens/questionnaires/collect_encrypted"
RECORD = bytes(range(32))
INSIDE = (
    b"<data id='water' version='2'><photo>tap.jpg</photo>"
    b"<meta><instanceID>uuid:7</instanceID></meta></data>"
)


@pytest.fixture(scope="module")
def key() -> RSAPrivateKey:
    return encryption.private_key((FOLDER / "key.pem").read_bytes())


def to_key(secret: bytes, key: RSAPrivateKey) -> str:
    padding = OAEP(MGF1(SHA256()), SHA256(), None)
    return base64.b64encode(key.public_key().encrypt(secret, padding)).decode()


def locked(plain: bytes, place: int) -> bytes:
    seed = bytearray(hashlib.md5(b"uuid:7" + RECORD).digest())
    for step in range(place):
        seed[step % 16] = (seed[step % 16] + 1) & 255
    length = 16 - len(plain) % 16
    cipher = Cipher(AES(RECORD), CFB(bytes(seed))).encryptor()
    return cipher.update(plain + bytes([length]) * length) + cipher.finalize()


def sent(key: RSAPrivateKey, *, form: str = "water") -> tuple[bytes, dict[str, bytes]]:
    """A record with one photograph, as the specification says it is made."""
    photo = b"\xff\xd8 a photograph"
    secret = to_key(RECORD, key)
    lines = [form, "2", secret, "uuid:7", f"tap.jpg::{hashlib.md5(photo).hexdigest()}"]
    lines.append(f"submission.xml::{hashlib.md5(INSIDE).hexdigest()}")
    signature = to_key(hashlib.md5("".join(f"{line}\n" for line in lines).encode()).digest(), key)
    manifest = (
        f"<data xmlns='http://opendatakit.org/submissions' id='{form}' version='2' encrypted='yes'>"
        f"<base64EncryptedKey>{secret}</base64EncryptedKey>"
        "<meta xmlns='http://openrosa.org/xforms'><instanceID>uuid:7</instanceID></meta>"
        "<media><file>tap.jpg.enc</file></media>"
        "<encryptedXmlFile>submission.xml.enc</encryptedXmlFile>"
        f"<base64EncryptedElementSignature>{signature}</base64EncryptedElementSignature></data>"
    )
    files = {"tap.jpg.enc": locked(photo, 1), "submission.xml.enc": locked(INSIDE, 2)}
    return manifest.encode(), files


def codes(opened: encryption.Opened) -> list[str]:
    return [flag.code for flag in opened.flags]


def test_a_record_of_odk_collect_is_opened_and_its_signature_holds(key: RSAPrivateKey) -> None:
    files = {"submission.xml.enc": (FOLDER / "submission.xml.enc").read_bytes()}
    opened = encryption.decrypt((FOLDER / "manifest.xml").read_bytes(), files, key)
    assert opened.submission.value("name") == "Guillermo"
    assert opened.submission.instance_id.startswith("uuid:494cd080")
    assert opened.whole


def test_the_initialisation_vectors_are_those_of_odk_central() -> None:
    record_key = base64.b64decode("3TJoHf74zHbDwG3Ta+bcvfUr50C6yF/astfu+CdSnQU=")
    expected = {
        2: "39bcb0890f3222269da68b172146477a",
        9: "39bcb18a103323279ea68b172146477a",
        16: "39bcb18a103323279ea78c182247487b",
        32: "3abdb28b113424289fa88d192348497c",
    }
    instance = "uuid:22525f8e-4f2d-41ed-94da-4c46a2478448"
    for place, vector in expected.items():
        found = encryption.initialisation_vector(instance, record_key, place)
        assert found.hex() == vector


def test_a_whole_record_has_no_flags(key: RSAPrivateKey) -> None:
    opened = encryption.decrypt(*sent(key), key)
    assert opened.whole
    assert opened.files == {"tap.jpg": b"\xff\xd8 a photograph"}
    assert opened.document == INSIDE


def test_a_changed_photograph_is_a_forgery(key: RSAPrivateKey) -> None:
    manifest, files = sent(key)
    files["tap.jpg.enc"] = locked(b"another photograph", 1)
    assert codes(encryption.decrypt(manifest, files, key)) == ["encryption.forged"]


def test_a_record_under_another_questionnaire_is_flagged(key: RSAPrivateKey) -> None:
    opened = encryption.decrypt(*sent(key, form="votes"), key)
    assert codes(opened) == ["encryption.other_form"]


def test_a_photograph_that_has_not_come_is_said_and_the_record_opened(key: RSAPrivateKey) -> None:
    manifest, files = sent(key)
    del files["tap.jpg.enc"]
    opened = encryption.decrypt(manifest, files, key)
    assert codes(opened) == ["encryption.missing_file"]
    assert opened.submission.instance_id == "uuid:7"


def test_an_unsigned_record_is_flagged(key: RSAPrivateKey) -> None:
    manifest, files = sent(key)
    begin = manifest.index(b"<base64EncryptedElementSignature>")
    assert codes(encryption.decrypt(manifest[:begin] + b"</data>", files, key)) == [
        "encryption.unsigned"
    ]


def test_a_damaged_record_is_refused(key: RSAPrivateKey) -> None:
    manifest, files = sent(key)
    files["submission.xml.enc"] = files["submission.xml.enc"][:-7]
    with pytest.raises(Problem, match="damaged"):
        encryption.decrypt(manifest, files, key)


def test_another_key_opens_nothing(key: RSAPrivateKey) -> None:
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

    other = generate_private_key(65537, 2048)
    with pytest.raises(Problem, match="another key"):
        encryption.decrypt(*sent(key), other)


def test_a_public_key_is_no_key_to_open_with(key: RSAPrivateKey) -> None:
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    with pytest.raises(Problem, match="cannot be read"):
        encryption.private_key(public)
