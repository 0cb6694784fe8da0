"""Everything of a form in one go: CSV as ODK Central writes it."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import IO

from django.conf import settings
from django.http import FileResponse, StreamingHttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from datashift.questionnaires.odata.flat import file_names, main_table, repeat_table
from datashift.questionnaires.odata.rows import Entry, Row
from datashift.questionnaires.odata.schema import MAIN, Field
from datashift.web.accounts.models import Right
from datashift.web.central import access
from datashift.web.central.http import Refused
from datashift.web.central.queries.submissions import files, listed
from datashift.web.central.queries.tables import Asked, asked, form_schema, rows
from datashift.web.central.views.door import Request, endpoint
from datashift.web.collect import storage
from datashift.web.collect.access import sees_workers
from datashift.web.collect.models import Questionnaire

CSV = "text/csv; charset=utf-8"
BLOCK = 1 << 20


def _csv(request: Request, project: int, form: str) -> StreamingHttpResponse:
    found = access.form(request.user, project, form, to=Right.SEE)
    shape, wanted = form_schema(found), _asked(request, found)
    answer = StreamingHttpResponse(main_table(shape, _rows(found, shape, wanted)), content_type=CSV)
    answer["Content-Disposition"] = f'attachment; filename="{found.pk}.csv"'
    return answer


def _zip(request: Request, project: int, form: str) -> FileResponse:
    """Every table, and the files: those as they came, so for editors only."""
    with_files = request.GET.get("attachments", "true").lower() != "false"
    right = Right.EDIT if with_files else Right.SEE
    found = access.form(request.user, project, form, to=right)
    shape, wanted = form_schema(found), _asked(request, found)
    whole = tempfile.TemporaryFile(dir=settings.DATA)  # noqa: SIM115 (the answer closes it)
    try:
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as packed:
            _put(packed, f"{form}.csv", main_table(shape, _rows(found, shape, wanted)))
            for name, repeat in file_names(form, shape):
                mine = replace(wanted, table=repeat.table)
                _put(packed, name, repeat_table(repeat, _entries(found, shape, mine)))
            if with_files:
                _put_files(packed, found)
        whole.seek(0)
    except BaseException:
        whole.close()
        raise
    return FileResponse(whole, content_type="application/zip", filename=f"{found.pk}.zip")


def _asked(request: Request, found: Questionnaire) -> Asked:
    for word in ("splitSelectMultiples", "deletedFields"):
        if request.GET.get(word, "").lower() == "true":
            raise Refused(501.4, _("%(text)s is not understood here.") % {"text": word})
    workers = sees_workers(request.user, found)
    return asked(MAIN, {"$filter": request.GET.get("$filter", "")}, workers=workers)


def _rows(found: Questionnaire, shape: Field, wanted: Asked) -> Iterator[Row]:
    asked_for = rows(found, shape, wanted, at=now())
    return (each.row for each in asked_for)


def _entries(found: Questionnaire, shape: Field, wanted: Asked) -> Iterator[Entry]:
    asked_for = rows(found, shape, wanted, at=now())
    return (each.entry for each in asked_for if each.entry is not None)


def _put(packed: zipfile.ZipFile, name: str, lines: Iterator[str]) -> None:
    with packed.open(name, "w", force_zip64=True) as out:
        for line in lines:
            out.write(line.encode())


def _put_files(packed: zipfile.ZipFile, found: Questionnaire) -> None:
    """Each by its name; a second of the same name behind the id of its submission."""
    taken: dict[str, str] = {}
    for submission in listed(found).iterator(chunk_size=200):
        for name, file in files(submission).items():
            if file is None:
                continue
            plain = PurePosixPath(name.replace("\\", "/")).name or "file"
            if taken.setdefault(plain, file.sha256) != file.sha256:
                plain = f"{submission.root_instance_id.replace(':', '-')}-{plain}"
            elif f"media/{plain}" in packed.NameToInfo:
                continue
            with storage.read(found.organisation_id, file.sha256) as source:
                _copy(source, packed, f"media/{plain}")


def _copy(source: IO[bytes], packed: zipfile.ZipFile, name: str) -> None:
    with packed.open(zipfile.ZipInfo(name), "w", force_zip64=True) as out:
        while block := source.read(BLOCK):
            out.write(block)


submissions_csv = endpoint(GET=_csv)
submissions_zip = endpoint(GET=_zip)
