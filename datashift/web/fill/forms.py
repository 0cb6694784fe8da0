"""What people hand in: how many links; and a questionnaire filled in on one page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, cast
from uuid import uuid4

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from datashift.kit.problem import Problem
from datashift.web.collect import storage
from datashift.web.collect.actions.receive import Sent
from datashift.web.collect.queries.pictures import shown
from datashift.web.fill.models import MOST_AT_ONCE, Link

ANSWER, KEPT = "a:", "f:"
SALT = "datashift.fill.kept"
_INSTANCE = re.compile(r"uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class MakePublicLink(forms.Form):
    protects = forms.BooleanField(
        label=_("Lock what is on the phone with a PIN"),
        help_text=_("For questions whose answers could hurt people when the phone is taken."),
        required=False,
    )


class MakeSingleLinks(MakePublicLink):
    field_order = ["count", "protects"]
    count = forms.IntegerField(
        label=_("How many links?"),
        min_value=1,
        max_value=MOST_AT_ONCE,
        help_text=_("Each is good for one submission: one for each household, say."),
    )


@dataclass(frozen=True)
class Typed:
    """What came of the page.

    Args:
        answers: address to answer, as XForms write it; empty ones too.
        files: address to a file that is kept already.
        more: address of a repeat that the person wants to answer once more.
    """

    answers: dict[str, str]
    files: dict[str, Sent]
    instance_id: str
    started: datetime | None
    language: str
    version: str
    more: str

    @property
    def signed(self) -> dict[str, str]:
        """The files as the page carries them on, so that none is chosen twice."""
        return {
            address: signing.dumps([file.name, file.sha256, file.size, file.kind], salt=SALT)
            for address, file in self.files.items()
        }


def typed(request: HttpRequest, link: Link) -> Typed:
    """Read the page; files are kept at once, so that a mistake elsewhere does not lose them.

    Raises:
        TryLater: the disk refuses.
    """
    given = request.POST
    answers = {
        name.removeprefix(ANSWER): " ".join(given.getlist(name)).strip()
        for name in given
        if name.startswith(ANSWER)
    }
    _join_points(answers)
    files = _carried(given) | _brought(request, link)
    answers |= {address: file.name for address, file in files.items()}
    instance_id = given.get("instance", "")
    return Typed(
        answers=answers,
        files=files,
        instance_id=instance_id if _INSTANCE.fullmatch(instance_id) else f"uuid:{uuid4()}",
        started=_moment(given.get("started", "")),
        language=given.get("language", ""),
        version=given.get("version", ""),
        more=given.get("more", ""),
    )


def _join_points(answers: dict[str, str]) -> None:
    """Latitude and longitude, typed into two fields, as one answer."""
    for address in [each for each in answers if each.endswith(":latitude")]:
        plain = address.removesuffix(":latitude")
        north, east = answers.pop(address), answers.pop(f"{plain}:longitude", "")
        both = (north.replace(",", "."), east.replace(",", "."))
        answers[plain] = f"{both[0]} {both[1]} 0 0" if north and east else north or east


def _carried(given: Any) -> dict[str, Sent]:
    found = {}
    for name in given:
        if name.startswith(KEPT):
            try:
                said = signing.loads(given[name], salt=SALT)
            except signing.BadSignature:
                continue
            found[name.removeprefix(KEPT)] = Sent(*said)
    return found


def _brought(request: HttpRequest, link: Link) -> dict[str, Sent]:
    found = {}
    for name, file in request.FILES.items():
        if name.startswith(ANSWER) and isinstance(file, UploadedFile) and file.size:
            bare = _bare(file)
            chunks = [bare] if bare else file.chunks()
            kept = storage.keep(link.questionnaire.organisation_id, chunks)
            ending = ".jpg" if bare else _ending(file.name or "")
            kind = "image/jpeg" if bare else file.content_type or ""
            own = f"{kept.sha256[:16]}{ending}"
            found[name.removeprefix(ANSWER)] = Sent(own, kept.sha256, kept.size, kind)
    return found


def _bare(file: UploadedFile[bytes]) -> bytes:
    """A photograph as the page's script would send it, without phone and place; b"" if none.

    What cannot be read as a picture is kept as it came: a report is never refused.
    """
    if not (file.content_type or "").startswith("image/") or file.file is None:
        return b""
    try:
        return shown(cast(BinaryIO, file.file))
    except Problem:
        return b""
    finally:
        file.seek(0)


def _ending(name: str) -> str:
    match = re.search(r"\.[A-Za-z0-9]{1,5}$", name)
    return match[0].lower() if match else ""


def _moment(written: str) -> datetime | None:
    try:
        found = parse_datetime(written)
    except ValueError:
        return None
    return found if found and found.tzinfo else None
