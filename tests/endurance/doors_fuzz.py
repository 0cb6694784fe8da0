"""Feed damaged and hostile requests and files to what strangers reach first.

Usage: PYTHONPATH=.:tests python tests/endurance/doors_fuzz.py [inputs] [seed] [parser ...]

The bodies and heads that phones send, messages of gateways with the conversation behind them, the
query of Central's tables, sounds and films, and photographs; `fuzzing` says what a failure is.
"""

from __future__ import annotations

import io
import json
import os
import random
import sys
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from endurance.fuzzing import Parser, as_bytes, as_cells, as_json, as_words, main, rewritten
from web.collect.recorded import SAMPLES

if TYPE_CHECKING:
    from datashift.questionnaires.asked.script import Script

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
DEVICE = UUID("00000000-0000-4000-8000-000000000001")
ASKED = """
| survey  |                 |       |              |                |          |            |
|         | type            | name  | label        | relevant       | required | constraint |
|         | select_one yes  | works | Does it work?|                | yes      |            |
|         | select_multiple yes | why | Why?       |                |          |            |
|         | integer         | people | How many?   | ${works} = 'y' | yes      | . < 5000   |
|         | decimal         | litres | Litres of ${people}? |       |          | . > 0      |
|         | date            | since | Since when?  |                |          | . <= today() |
|         | datetime        | at    | When?        |                |          |            |
|         | time            | clock | What time?   |                |          |            |
|         | geopoint        | place | Where?       |                |          |            |
|         | begin_repeat    | child | Child        |                |          |            |
|         | text            | name  | Name?        |                | yes      |            |
|         | end_repeat      |       |              |                |          |            |
| choices |                 |       |              |                |          |            |
|         | list_name       | name  | label        |                |          |            |
|         | yes             | y     | Yes          |                |          |            |
|         | yes             | n     | Nö           |                |          |            |
| settings |                |       |              |                |          |            |
|         | form_title      | form_id | version    |                |          |            |
|         | Wells           | wells | 1            |                |          |            |
"""
FILLED = (
    b"<data id='well' version='1'><works>y</works>"
    b"<meta><instanceID>uuid:1</instanceID></meta></data>"
)
BODY = (
    b'--mark\r\nContent-Disposition: form-data; name="xml_submission_file"; filename="s.xml"\r\n'
    b"Content-Type: text/xml\r\n\r\n" + FILLED + b"\r\n--mark\r\nContent-Disposition: form-data; "
    b'name="tap.jpg"; filename="a\\"b/tap.jpg"; filename*=UTF-8\'\'t%C3%A4p.jpg\r\n'
    b"Content-Type: image/jpeg\r\n\r\n\xff\xd8\xff\xe0 bytes\r\n--mark\r\n"
    b'Content-Disposition: form-data; name="*isIncomplete*"\r\n\r\nyes\r\n--mark--\r\n'
)
PROOFS = (
    (
        b'Digest username="phone", realm="DataShift", nonce="AAAAAGQAAAAxMjM0NTY3ODkwMTIzNDU2", '
        b'uri="/collect/x/submission?deviceID=a%20b", qop=auth, nc=00000001, cnonce="0a4f113b", '
        b'response="6629fae49393a05397450978507c4ef1", algorithm=MD5'
    ),
    (
        b'Digest username="a\\"b", realm="DataShift", nonce="n", uri="http://[::1]:80/x", '
        b"response=x, algorithm=SHA-256"
    ),
    b"Basic cGhvbmU6cGFzc3dvcmQ=",
)
SMS = b"from=%2B254711082000&to=22384&text=1&date=2026-11-21+10%3A00%3A00&id=b0f0c3a2&linkId=&networkCode=63902"
DIALLED = (
    b"sessionId=ATUid_1&serviceCode=*384*22384%23&phoneNumber=%2B254711082000&networkCode=63902"
    b"&text=1*1*120*3.5*31/12/2020*2020-12-31 10:30*10:30*-1.28, 36.82*1*Neema*00*2*0*000"
)
WHATSAPP = [
    {"type": "text", "text": {"body": "1"}},
    {"type": "button", "button": {"text": "Yes", "payload": "y"}},
    {"type": "interactive", "interactive": {"type": "list_reply", "list_reply": {"id": "1"}}},
    {"type": "location", "location": {"latitude": -1.28, "longitude": 36.82}},
    {"type": "image", "image": {"id": "7", "mime_type": "image/jpeg"}},
    {"type": "reaction", "reaction": {"emoji": "x"}},
]
FILTERS = (
    b"__system/submissionDate ge 2026-01-31T12:00:00.000Z and __system/updatedAt lt now()",
    b"not (__system/reviewState eq 'approved' or __system/reviewState ne 'hasIssues')",
    b"year($root/Submissions/__system/submissionDate) gt 2025 and __system/submitterId eq 12",
    b"((__system/submissionDate lt 2026-02-28) or day(__system/updatedAt) le -5)",
)
QUERIES = (
    (
        b"%24top=5&%24skip=1&%24count=true&%24wkt=1&%24orderby=__system%2FsubmissionDate desc"
        b"&%24select=__id, __system,child&%24skiptoken=WyIyMDI2LTAxLTAxVDAwOjAwOjAwKzAwOjAwIiwiMDAwMDAwMDAtMDAwMC00"
        b"MDAwLTgwMDAtMDAwMDAwMDAwMDAxIiwiYSJd"
    ),
    b"%24expand=%2A&%24filter=__system%2FsubmissionDate gt 2026-01-01",
)


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quick_settings")
    import django

    django.setup()


@cache
def _script() -> Script:
    from datashift.questionnaires import xlsform
    from datashift.questionnaires.asked.script import Script
    from datashift.questionnaires.filling.paper import Paper

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "asked.md"
        place.write_text(ASKED, encoding="utf-8")
        return Script(Paper.of(xlsform.convert(place, name="asked.md").xform))


def _talked(texts: list[str]) -> None:
    """Every text as an answer; the conversation is kept between them, as the platform keeps it."""
    from datashift.questionnaires.asked.conversation import resume
    from datashift.questionnaires.asked.lengths import USSD
    from datashift.questionnaires.asked.talk import Talk

    said = "{}"
    for number in range(min(len(texts), 14) + 1):
        said = _after(tuple(texts[:number]))
    resume(_script(), Talk.read(json.loads(said)), now=NOW, room=USSD)


@lru_cache(maxsize=4096)
def _after(texts: tuple[str, ...]) -> str:
    """The conversation after these answers, as it is kept; many inputs begin alike."""
    from datashift.questionnaires.asked.conversation import answer, begin
    from datashift.questionnaires.asked.lengths import USSD
    from datashift.questionnaires.asked.talk import Phase, Talk

    if not texts:
        return json.dumps(begin(_script(), instance_id="uuid:1", now=NOW, room=USSD).talk.written())
    before = _after(texts[:-1])
    talk = Talk.read(json.loads(before))
    if talk.phase in {Phase.DONE, Phase.STOPPED}:
        return before
    turn = answer(_script(), talk, texts[-1], now=NOW, room=USSD)
    turn.says.encode()
    return json.dumps(turn.talk.written())


def _form(document: bytes) -> Any:
    from django.http import QueryDict

    return QueryDict(document.decode("latin-1")).dict()


def _kept(*texts: str) -> None:
    """What becomes a value of the database must be one that every database takes."""
    for text in texts:
        text.encode()
        if "\x00" in text:
            raise ValueError("PostgreSQL keeps no such letter")


def _sms(document: bytes) -> None:
    from datashift.web.gateways.actions.secrets import code_of
    from datashift.web.gateways.http.africas_talking import reading

    said = reading.sms(_form(document))
    _kept(said.id, said.number, said.link)
    code_of(said.number, DEVICE)
    _talked(["1", said.text])


def _ussd(document: bytes) -> None:
    from datashift.web.gateways.actions.secrets import code_of
    from datashift.web.gateways.http.africas_talking import reading

    said = reading.ussd(_form(document))
    _kept(said.session, said.number, said.typed)
    code_of(said.number, DEVICE)
    _talked(said.typed.split("*"))


def _whatsapp(document: bytes) -> None:
    from datashift.web.gateways.actions.secrets import code_of
    from datashift.web.gateways.http.whatsapp_cloud import reading

    said = reading.messages(document, "106540352242922")
    for each in said:
        _kept(each.id, each.number)
        code_of(each.number, DEVICE)
    _talked([each.text for each in said])


def _multipart(document: bytes) -> None:
    """The body with the type of its head on the first line."""
    from datashift.kit.problem import Problem
    from datashift.questionnaires.envelope import open_envelope
    from datashift.web.collect.http.multipart import Malformed, boundary_of, parts

    kind, _, body = document.partition(b"\n")
    boundary = boundary_of(kind.decode("latin-1"))
    if boundary is None:
        raise Malformed
    for part in parts(body, boundary):
        part.name.encode(), part.file.encode(), part.kind.encode()
        if part.name == "xml_submission_file":
            try:
                open_envelope(part.content).attachments(None)
            except Problem as error:
                raise Malformed from error


def _proof(document: bytes) -> None:
    from datashift.web.collect.http.digest import Asked, check, secret_of

    said = document.decode("latin-1")
    asked = Asked(DEVICE, said, "POST", "/collect/x/submission", "deviceID=a%20b", safe=True)
    check(asked, secret_of("phone", "password"), now=1_700_000_000)


def _range(document: bytes) -> None:
    from datashift.kit.byte_range import asked_part

    found = asked_part(document.decode("latin-1"), 1000)
    if found is not None and found and not 0 <= found[0] <= found[-1] < 1000:
        raise ValueError(str(found))


def _ranges(seed: bytes, chance: random.Random) -> bytes:
    edges = (b"", b"0", b"7", b"999", b"1000", b"-1", b"9" * 30, b"9" * 5000, "²".encode(), b" 1")
    return b"bytes=" + chance.choice(edges) + b"-" + chance.choice(edges) + seed[:0]


def _filter(document: bytes) -> None:
    from django.db import OperationalError

    from datashift.questionnaires.odata.filters import parse
    from datashift.web.central.queries.conditions import condition
    from datashift.web.collect.models import Submission

    said = parse(document.decode("utf-8", "replace"), now=NOW)
    # A number of somebody is looked up among phones; there are no tables here.
    with suppress(OperationalError):
        str(Submission.objects.filter(condition(said)).query)


def _query(document: bytes) -> None:
    from datashift.web.central.queries.tables import asked

    wanted = asked("Submissions", _form(document))
    if wanted.after is not None:
        wanted.after[0].isoformat()
        wanted.after[2].encode()


def _envelope(document: bytes) -> None:
    from datashift.questionnaires.envelope import open_envelope

    found = open_envelope(document)
    found.attachments(None)
    found.attachments([("photo",), ("group", "photo")])
    _kept(found.form_id, found.version, found.instance_id, found.deprecated_id, found.title)


def _recording(document: bytes) -> None:
    from datashift.web.collect.queries import recordings

    with tempfile.NamedTemporaryFile() as file:
        file.write(document)
        file.flush()
        path = Path(file.name)
        found = recordings.shown(path)
        size = sum(map(len, found.read(path)))
        if size != found.size or not 0 <= found.start <= found.end <= len(document):
            raise ValueError(f"{size} of {found.size} bytes")
        list(found.read(path, found.size // 3, found.size // 2))


def _picture(document: bytes) -> None:
    from datashift.web.collect.queries.pictures import shown

    shown(io.BytesIO(document))


def _pictures() -> tuple[bytes, ...]:
    from PIL import Image

    picture = Image.frombytes("RGB", (24, 16), random.Random(1).randbytes(24 * 16 * 3))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x9286] = 6, "Asha's phone", b"ASCII\0\0\0here"
    exif.get_ifd(0x8825).update({1: "S", 2: (1.0, 17.0, 31.0), 3: "E", 4: (36.0, 49.0, 19.0)})
    found = []
    for kind in ("JPEG", "PNG", "WEBP", "GIF"):
        out = io.BytesIO()
        more: dict[str, Any] = (
            {"save_all": True, "append_images": [picture]} if kind == "GIF" else {"exif": exif}
        )
        picture.save(out, kind, **more)
        found.append(out.getvalue())
    return tuple(found)


def _whatsapped() -> bytes:
    messages = [
        {"from": "254711082000", "id": f"wamid.{place}", "timestamp": "1795255200", **each}
        for place, each in enumerate(WHATSAPP)
    ]
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "22384", "phone_number_id": "106540352242922"},
        "messages": messages,
    }
    told = {"entry": [{"id": "1", "changes": [{"value": value, "field": "messages"}]}]}
    return json.dumps(told).encode()


def parsers() -> dict[str, Parser]:
    """Each parser with documents that it reads."""
    _django()
    from django.core.exceptions import TooManyFieldsSent

    from datashift.kit.problem import Problem
    from datashift.web.central.http import Refused
    from datashift.web.collect.http.digest import Unproven
    from datashift.web.collect.http.multipart import Malformed
    from datashift.web.gateways.http.incoming import Malformed as Misshapen

    typed = b'multipart/form-data; boundary="mark"\n' + BODY
    return {
        "multipart": Parser((typed,), _multipart, as_words, (Malformed,)),
        "envelope": Parser((FILLED,), _envelope, rewritten),
        "proof": Parser(PROOFS, _proof, as_words, (Unproven,)),
        "range": Parser((b"bytes=0-499", b"bytes=-7", b"bytes=9-"), _range, _ranges, ()),
        "sms": Parser((SMS,), _sms, as_cells, (Misshapen, TooManyFieldsSent)),
        "ussd": Parser((DIALLED,), _ussd, as_cells, (Misshapen, TooManyFieldsSent)),
        "whatsapp": Parser((_whatsapped(),), _whatsapp, as_json, (Misshapen,)),
        "filter": Parser(FILTERS, _filter, as_words, (Problem, Refused)),
        "query": Parser(QUERIES, _query, as_cells, (Refused, TooManyFieldsSent)),
        "recording": Parser(tuple(SAMPLES.values()), _recording, as_bytes),
        "picture": Parser(_pictures(), _picture, as_bytes),
    }


if __name__ == "__main__":
    sys.exit(main(__file__, parsers(), sys.argv[1:]))
