"""What a phone sends: the filled questionnaire and its files, over as many requests as it likes."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from html import escape
from uuid import UUID

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from datashift.kit.language import whole
from datashift.web.collect import access, storage
from datashift.web.collect.access import Pass
from datashift.web.collect.actions.connecting import one_connection
from datashift.web.collect.actions.receive import (
    Coming,
    Delivery,
    Receipt,
    Sender,
    Sent,
    deliver_opened,
    deliver_soon,
    deliver_together,
    opened,
    receive,
)
from datashift.web.collect.http.digest import Asked
from datashift.web.collect.http.multipart import Malformed, boundary_of, parts, plain_name
from datashift.web.collect.http.openrosa import MOST_AT_ONCE, Answer, asked, language_of
from datashift.web.collect.models import Door
from datashift.web.collect.views.openrosa.door import (
    Refused,
    answered,
    let_in,
    response,
    through_django,
)

logger = logging.getLogger(__name__)

IN_MEMORY = 4_000_000  # bytes of a request that is read at once
TEXT = "xml_submission_file"
# "yes" where further requests carry more of it: OpenRosa 1.0, Form Submission API.
INCOMPLETE = "*isIncomplete*"
SHORT = 100_000  # bytes that are read while others wait
LONGEST_TEXT = 32_000_000  # what is longer is no filled questionnaire


@dataclass(frozen=True)
class Brought:
    """What a request carries: the text, and files as (name, media type, chunks).

    Args:
        more: the phone says that this is not all of it.
    """

    text: bytes
    files: Sequence[tuple[str, str, Iterable[bytes]]]
    more: bool = False


@csrf_exempt
@require_http_methods(["HEAD", "POST"])
def send(request: HttpRequest, device: UUID) -> HttpResponse:
    told = asked(request, device)
    if request.method == "POST":
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        kind = request.META.get("CONTENT_TYPE", "")
        if 0 < length <= IN_MEMORY:
            body = request.read()
            return through_django(sent(told, kind, body, request.META.get(LANGUAGE, "")))
        return through_django(answered(lambda: _send(told, lambda: _large(request, length))))
    return through_django(answered(lambda: _ready(told, request.build_absolute_uri())))


LANGUAGE = "HTTP_ACCEPT_LANGUAGE"


def sent(told: Asked, content_type: str, body: bytes, accepted: str) -> Answer:
    """Keep what a request of moderate size carries; how `front` and Django come in."""
    language = language_of(accepted)
    if is_text(body):
        text = Text(told, content_type, body, time.time())
        return answered(
            lambda: text.received(deliver_opened(text.opened), language), language=language
        )
    return answered(
        lambda: _send(told, lambda: _small(content_type, body), language), language=language
    )


def sent_soon(
    told: Asked, content_type: str, body: bytes, accepted: str, then: Callable[[Answer], object]
) -> None:
    """As `sent` for a text without files, but nobody waits: `then` is called with the answer.

    Args:
        then: is called by whoever leads the commit, when it is on the disk.
    """
    language = language_of(accepted)
    text = Text(told, content_type, body, time.time())

    deliver_soon(text.opened, lambda result: then(text.told_of(result, language)))


def keep_texts(texts: Sequence[tuple[Text, str]]) -> list[Answer]:
    """As `sent` for texts without files and the languages to answer in: one commit for all.

    One thread of a process may call it, and no other way in may be used there. A phone that was
    shut out by another process is shut out here at once.
    """
    results: Sequence[Receipt | BaseException]
    try:
        with one_connection():
            access.forget_revoked({text.told.device for text, _ in texts})
        results = deliver_together([text.opened for text, _ in texts])
    except DatabaseError as error:
        with one_connection():
            connection.close()
        results = [error] * len(texts)
    return [
        text.told_of(result, language)
        for (text, language), result in zip(texts, results, strict=True)
    ]


def is_text(body: bytes) -> bool:
    """Whether it is short and has one part, so that there is no file to keep first."""
    return len(body) <= SHORT and body.count(b"\r\n--") == 1


@dataclass(frozen=True)
class Text:
    """A request without files: whoever leads the commit asks who sends and reads it, for all."""

    told: Asked
    content_type: str
    body: bytes
    moment: float

    @property
    def at(self) -> datetime:
        return datetime.fromtimestamp(self.moment, UTC)

    def opened(self) -> Delivery:
        held = let_in(self.told, now=self.moment)
        text = _small(self.content_type, self.body).text
        return opened(text, **_coming(held, self.at))

    def received(self, result: Receipt | BaseException, language: str) -> Answer:
        if isinstance(result, BaseException):
            raise result
        return receipted(result, self.at, language)

    def told_of(self, result: Receipt | BaseException, language: str) -> Answer:
        """The answer, whatever became of it; for those who wait in no thread."""
        try:
            return answered(lambda: self.received(result, language), language=language)
        except Exception:
            logger.exception("A submission could not be kept")
            return Answer(500)


def _ready(told: Asked, address: str) -> Answer:
    """Whether the phone would be let in; asked before a first POST. 204 is what Collect wants."""
    let_in(told, now=time.time())
    most = {"X-OpenRosa-Accept-Content-Length": str(MOST_AT_ONCE)}
    return Answer(204, headers={"Location": address, **most})


def _send(told: Asked, read: Callable[[], Brought], language: str | None = None) -> Answer:
    now = time.time()
    held = let_in(told, now=now)
    return taken(held, read(), now=now, language=language)


def taken(held: Pass, brought: Brought, *, now: float, language: str | None = None) -> Answer:
    """Keep what a phone brought, and answer in the language or in that of the page."""
    kept = []
    for name, kind, chunks in brought.files:
        each = storage.keep(held.organisation, chunks)
        kept.append(Sent(name, each.sha256, each.size, kind))
    at = datetime.fromtimestamp(now, UTC)
    receipt = receive(brought.text, **_coming(held, at, kept))
    language = language or get_language() or settings.LANGUAGE_CODE
    return receipted(receipt, at, language, more=brought.more)


def _coming(held: Pass, at: datetime, files: Sequence[Sent] = ()) -> Coming:
    sender = Sender(device=held.device, questionnaires=held.questionnaires)
    return {
        "organisation": held.organisation,
        "door": Door.OPENROSA,
        "at": at,
        "sender": sender,
        "files": files,
    }


def receipted(receipt: Receipt, at: datetime, language: str, *, more: bool = False) -> Answer:
    """201 when all of it is here and counts; 202 when it is here and something is still to come.

    Args:
        more: the phone says that something is, whatever the text names.
    """
    missing = len(receipt.waiting)
    words = _thanks(language, set_aside=bool(receipt.quarantine), missing=missing, more=more)
    metadata = (
        '<submissionMetadata xmlns="http://www.opendatakit.org/xforms"'
        f' instanceID="{escape(receipt.instance_id)}" submissionDate="{at.isoformat()}"'
        f' isComplete="{"false" if missing or more else "true"}" sha256="{receipt.sha256}"/>'
    )
    status = 202 if receipt.quarantine or missing or more else 201
    return Answer(status, response(words, "submit_success", metadata))


@lru_cache(maxsize=256)
def _thanks(language: str, *, set_aside: bool, missing: int, more: bool) -> str:
    with override(language):
        if set_aside:
            return str(_("We have it. Somebody will look at it before it counts."))
        if not missing:
            return str(_("We have it. More is to come.") if more else _("We have it."))
        return ngettext(
            "We have it. %(count)s file is still to come.",
            "We have it. %(count)s files are still to come.",
            missing,
        ) % {"count": whole(missing)}


def brought_by(request: HttpRequest) -> Brought:
    """What a request of any size carries.

    Raises:
        Refused: it is not how phones send, or too much.
    """
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if 0 < length <= IN_MEMORY:
        return _small(request.META.get("CONTENT_TYPE", ""), request.read())
    return _large(request, length)


def _small(content_type: str, body: bytes) -> Brought:
    boundary = boundary_of(content_type)
    if boundary is None:
        raise _unreadable()
    try:
        found = parts(body, boundary)
    except Malformed as error:
        raise _unreadable() from error
    texts = [part.content for part in found if part.name == TEXT]
    if len(texts) != 1:
        raise _unreadable()
    files = [
        (part.file, part.kind, [part.content])
        for part in found
        if part.name != TEXT and part.file
    ]  # fmt: skip
    more = any(part.name == INCOMPLETE and _yes(part.content) for part in found)
    return Brought(texts[0], files, more)


def _large(request: HttpRequest, length: int) -> Brought:
    """Through Django, which writes large files to the disk as they come."""
    if not length:
        raise Refused(411, _("The request does not say how long it is."))
    try:
        texts = request.FILES.getlist(TEXT)
        plain = [value.encode() for value in request.POST.getlist(TEXT)]
    except (RequestDataTooBig, TooManyFilesSent) as error:
        most = settings.UPLOAD_LIMIT // 1_000_000
        words = _("This is more than %(most)s MB at once. Send fewer or smaller files.")
        raise Refused(413, words, blanks={"most": most}) from error
    except MultiPartParserError as error:
        raise _unreadable() from error
    if len(texts) + len(plain) != 1 or any((t.size or 0) > LONGEST_TEXT for t in texts):
        raise _unreadable()
    files = [
        (plain_name(file.name or ""), file.content_type or "", file.chunks())
        for field, several in request.FILES.lists()
        if field != TEXT
        for file in several
    ]
    more = any(_yes(said.encode()) for said in request.POST.getlist(INCOMPLETE))
    return Brought(texts[0].read() if texts else plain[0], files, more)


def _yes(said: bytes) -> bool:
    return said.strip().lower() == b"yes"


def _unreadable() -> Refused:
    words = _("This is not how phones send a questionnaire: one part named %(name)s is needed.")
    return Refused(400, words, blanks={"name": TEXT})
