"""What a KoboToolbox or ODK Central server answers: pages of submissions, then their files.

KoboToolbox: https://support.kobotoolbox.org/api.html (API v2, assets/<uid>/data). ODK Central:
https://docs.getodk.org/central-api-odata-endpoints/ (a form's .svc).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from datashift.kit.problem import Problem
from datashift.web.imports.actions.secrets import opened
from datashift.web.imports.http import Asker
from datashift.web.imports.models import Server

KOBO_PAGE, CENTRAL_PAGE = 1_000, 250
MOST_PAGES = 4_000


@dataclass(frozen=True)
class Answers:
    """What a server gave.

    Args:
        document: of all pages, as one export of the platform.
        count: submissions in it.
        cursor: how far this was; "" when nothing came.
        files: name inside a bundle to the bytes; only of files that were wanted.
        form: the XForm, where nobody has it here and the server gives it; else b"".
    """

    document: Mapping[str, Any]
    count: int
    cursor: str
    files: Iterator[tuple[str, Iterator[bytes]]]
    form: bytes = b""


Wanted = Callable[[str, str], bool]  # instance id, name of a file


def ask(server: Server, *, whole: bool, wanted: Wanted) -> Answers:
    """Everything since the cursor, or everything.

    Raises:
        NotLetIn: the token or the password is not accepted.
        Problem: the line failed, or the answer is no data.
    """
    since = "" if whole else server.cursor
    if server.kind == Server.Kind.KOBO:
        return _kobo(server, since, wanted)
    return _central(server, since, wanted)


def _kobo(server: Server, since: str, wanted: Wanted) -> Answers:
    asker = Asker(server.address, {"Authorization": f"Token {opened(bytes(server.secret))}"})
    query: dict[str, str] = {
        "format": "json",
        "limit": str(KOBO_PAGE),
        "start": "0",
        "sort": json.dumps({"_id": 1}),
    }
    if since:
        query["query"] = json.dumps({"_id": {"$gt": int(since)}})
    path = f"api/v2/assets/{quote(server.form, safe='')}/data/?{urlencode(query)}"
    rows: list[dict[str, Any]] = []
    for _ in range(MOST_PAGES):
        page = asker.json(path)
        found = page.get("results") if isinstance(page, dict) else None
        if not isinstance(found, list):
            raise asker.odd()
        rows += [row for row in found if isinstance(row, dict)]
        if not page.get("next"):
            break
        path = str(page["next"])
    ids = [str(row.get("_id", "")) for row in rows]
    last = max((int(each) for each in ids if each.isdecimal() and len(each) < 19), default=0)
    return Answers(
        {"count": len(rows), "next": None, "previous": None, "results": rows},
        len(rows),
        str(max(last, int(since or 0))) if last or since else "",
        _kobo_files(asker, rows, wanted),
        _form(asker, server, f"api/v2/assets/{quote(server.form, safe='')}.xml"),
    )


def _form(asker: Asker, server: Server, path: str) -> bytes:
    """The form, by which codes have labels; the columns must do where it cannot be had."""
    if server.questionnaire is not None:
        return b""
    try:
        form = b"".join(asker.blocks(path))
    except Problem:
        return b""
    return form if b"<h:html" in form[:4096] else b""


def _kobo_files(
    asker: Asker, rows: list[dict[str, Any]], wanted: Wanted
) -> Iterator[tuple[str, Iterator[bytes]]]:
    for row in rows:
        own = str(row.get("meta/instanceID") or f"uuid:{row.get('_uuid', '')}")
        attachments = row.get("_attachments")
        for each in attachments if isinstance(attachments, list) else []:
            if not isinstance(each, dict) or each.get("is_deleted"):
                continue
            said = each.get("media_file_basename") or each.get("filename") or ""
            name, address = PurePosixPath(str(said)).name, str(each.get("download_url") or "")
            if name and address and wanted(own, name):
                yield f"files/{own.removeprefix('uuid:')}/{name}", asker.blocks(address)


def _central(server: Server, since: str, wanted: Wanted) -> Answers:
    asker = Asker(server.address)
    session = asker.json(
        "v1/sessions", told={"email": server.who, "password": opened(bytes(server.secret))}
    )
    if not isinstance(session, dict) or not session.get("token"):
        raise asker.odd()
    asker.headers["Authorization"] = f"Bearer {session['token']}"
    form = f"v1/projects/{server.project}/forms/{quote(server.form, safe='')}"
    query = {"$expand": "*", "$top": str(CENTRAL_PAGE)}
    if since:
        query["$filter"] = f"__system/submissionDate gt {since} or __system/updatedAt gt {since}"
    path = f"{form}.svc/Submissions?{urlencode(query)}"
    rows: list[dict[str, Any]] = []
    for _ in range(MOST_PAGES):
        page = asker.json(path)
        found = page.get("value") if isinstance(page, dict) else None
        if not isinstance(found, list):
            raise asker.odd()
        rows += [row for row in found if isinstance(row, dict)]
        if not page.get("@odata.nextLink"):
            break
        path = _same_server(str(page["@odata.nextLink"]), asker)
    systems = [row["__system"] for row in rows if isinstance(row.get("__system"), dict)]
    times = [str(s[k]) for s in systems for k in ("submissionDate", "updatedAt") if s.get(k)]
    return Answers(
        {"@odata.context": f"{server.form}.svc/$metadata#Submissions", "value": rows},
        len(rows),
        max([*times, since]),
        _central_files(asker, form, rows, wanted),
        _form(asker, server, f"{form}.xml"),
    )


def _same_server(address: str, asker: Asker) -> str:
    """Central names itself by its public address, which may be another than the one asked."""
    try:
        where, home = urlsplit(address), urlsplit(asker.address)
    except ValueError as error:
        raise asker.odd() from error
    return where._replace(scheme=home.scheme, netloc=home.netloc).geturl()


def _central_files(
    asker: Asker, form: str, rows: list[dict[str, Any]], wanted: Wanted
) -> Iterator[tuple[str, Iterator[bytes]]]:
    for row in rows:
        system = row.get("__system") if isinstance(row.get("__system"), dict) else {}
        own = str(row.get("__id") or "")
        if not own or not (system or {}).get("attachmentsPresent"):
            continue
        where = f"{form}/submissions/{quote(own, safe='')}/attachments"
        meta = row.get("meta") if isinstance(row.get("meta"), dict) else {}
        current = str((meta or {}).get("instanceID") or own)
        found = asker.json(where)
        for each in found if isinstance(found, list) else []:
            name = str(each.get("name") or "") if isinstance(each, dict) else ""
            if name and each.get("exists") and wanted(current, name):
                yield (
                    f"files/{current.removeprefix('uuid:')}/{name}",
                    asker.blocks(f"{where}/{quote(name, safe='')}"),
                )
