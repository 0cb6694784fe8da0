"""The files of a run that may leave, as they are or in the format an office loads.

Everything in a run's folder went through disclosure control; rows are never in it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from datashift import exchange
from datashift.web.evidence.models import Run

_WRITTEN: Mapping[str, tuple[str, str | Promise]] = {
    "report.html": ("text/html; charset=utf-8", _("The whole report, to read or print")),
    "observations.csv": ("text/csv; charset=utf-8", _("Every figure, one to a row")),
    "study.yaml": ("application/yaml; charset=utf-8", _("How it was computed")),
    "quality.json": ("application/json", _("What the checks noticed")),
    "release.json": ("application/json", _("Origin and hashes")),
}
_FORMATS: Mapping[str, tuple[str, str | Promise]] = {
    "open-sdg.zip": ("open-sdg", _("For an Open SDG site: data and metadata of each indicator")),
    "sdmx-ml.zip": ("sdmx-ml", _("SDMX-ML 2.1, with structure and reference metadata")),
    "sdmx-csv.zip": ("sdmx-csv", _("SDMX-CSV 2.0")),
}
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class File:
    """A file and its media type."""

    content: bytes
    kind: str


def offered(run: Run) -> list[tuple[str, str | Promise]]:
    """Names of the files, each with what it is; the offices' formats first."""
    named = {name: words for name, (_kind, words) in {**_FORMATS, **_WRITTEN}.items()}
    return list(named.items())


def content(run: Run, name: str) -> File | None:
    """The file of that name; None when there is none.

    Raises:
        Problem: the format cannot carry these figures.
    """
    if name in _WRITTEN:
        return File((run.folder / name).read_bytes(), _WRITTEN[name][0])
    if name not in _FORMATS:
        return None
    release = exchange.read_release(run.folder)
    day = run.finished_at or run.asked_at
    made = exchange.FORMATS[_FORMATS[name][0]].files(exchange.dated(release, day.date()))
    return File(_zipped(made), "application/zip")


def _zipped(files: Mapping[str, bytes]) -> bytes:
    """One archive; the same files give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, each in files.items():
            archive.writestr(zipfile.ZipInfo(name, _ZIP_EPOCH), each, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
