"""A phone as ODK Collect is one: Digest, parts, several requests for one submission."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.test import Client
from people import NOW

from datashift.web.accounts.models import Organisation, User
from datashift.web.collect.actions.devices import make_device
from datashift.web.collect.models import Device, Questionnaire


def _hash(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()


def digest(header: str, *, method: str, uri: str, username: str, password: str) -> str:
    """The answer to a challenge: RFC 7616 with qop=auth."""
    told = dict(re.findall(r'(\w+)="?([^",]+)"?', header.removeprefix("Digest ")))
    cnonce = secrets.token_hex(8)
    ha1 = _hash(f"{username}:{told['realm']}:{password}")
    ha2 = _hash(f"{method}:{uri}")
    response = _hash(f"{ha1}:{told['nonce']}:00000001:{cnonce}:auth:{ha2}")
    return (
        f'Digest username="{username}", realm="{told["realm"]}", nonce="{told["nonce"]}", '
        f'uri="{uri}", qop=auth, nc=00000001, cnonce="{cnonce}", response="{response}"'
    )


def body_of(
    text: bytes,
    files: Mapping[str, bytes] | None = None,
    boundary: str = "xYzZY",
    *,
    more: bool = False,
) -> tuple[bytes, str]:
    """A request's body and its type, written as OkHttp writes them."""
    parts = [("xml_submission_file", "submission.xml", "text/xml", text)]
    parts += [(name, name, "image/jpeg", content) for name, content in (files or {}).items()]
    body = b"".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
        f"Content-Type: {kind}\r\nContent-Length: {len(content)}\r\n\r\n".encode()
        + content
        + b"\r\n"
        for name, file, kind, content in parts
    )
    if more:
        head = 'Content-Disposition: form-data; name="*isIncomplete*"'
        body += f"--{boundary}\r\n{head}\r\nContent-Length: 3\r\n\r\nyes\r\n".encode()
    return body + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


@dataclass
class Phone:
    """A phone with its credentials."""

    device: Device
    password: str

    @property
    def address(self) -> str:
        return f"/collect/{self.device.pk}"

    def ask(self, method: str, path: str, **more: Any) -> HttpResponse:
        """A request, asked again with the proof that the challenge wants."""
        client = Client()
        uri = path if path.startswith("/") else f"{self.address}/{path}"
        first: Any = client.generic(method, uri)
        if first.status_code != 401:
            return first  # type: ignore[no-any-return]
        proof = digest(
            first["WWW-Authenticate"],
            method=method,
            uri=uri,
            username=self.device.username,
            password=self.password,
        )
        answer: Any = client.generic(method, uri, headers={"authorization": proof}, **more)
        return answer  # type: ignore[no-any-return]

    def send(self, text: bytes, *, more: bool = False, **files: bytes) -> HttpResponse:
        """POST a filled questionnaire, or a part of it; files are named `name=bytes`."""
        named = {f"{name}.jpg": content for name, content in files.items()}
        body, kind = body_of(text, named, more=more)
        return self.ask("POST", "submission", data=body, content_type=kind)


def phone(organisation: Organisation, by: User, *questionnaires: Questionnaire) -> Phone:
    """A phone of the organisation."""
    made = make_device(
        organisation, name="Nyalenda 1", questionnaires=questionnaires, by=by, at=NOW
    )
    return Phone(*made)
