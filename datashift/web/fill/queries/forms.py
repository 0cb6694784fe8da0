"""Forms on paper: read once, because a version never changes."""

from __future__ import annotations

import csv
import io
import re
from functools import lru_cache
from typing import Any
from uuid import UUID

from datashift.questionnaires.filling.paper import Paper, listed
from datashift.questionnaires.questionnaire import UNNAMED, Texts
from datashift.web.collect import storage
from datashift.web.collect.models import Version

_CODE = re.compile(r"\(([A-Za-z]{2,3}(?:-\w+)?)\)\s*$")
MOST_BYTES = 5_000_000  # of a list of choices in a file


@lru_cache(maxsize=32)
def paper_of(version: UUID) -> Paper:
    """The version's form."""
    return Paper.of(bytes(Version.objects.values_list("xform", flat=True).get(pk=version)))


def lists_of(version: Version) -> dict[str, Any]:
    """Lists of choices that the version keeps in CSV files, as `instance()` gives them."""
    found = {}
    sources = {source: name for name, source in paper_of(version.pk).model.sources.items()}
    for file in version.media.exclude(sha256=""):
        for source, name in sources.items():
            if source.endswith(f"/{file.name}") and file.name.endswith(".csv"):
                found[name] = listed(_rows(version, file.sha256))
    return found


def _rows(version: Version, sha256: str) -> tuple[dict[str, str], ...]:
    with storage.read(version.questionnaire.organisation_id, sha256) as file:
        text = file.read(MOST_BYTES).decode("utf-8-sig", "replace")
    rows = csv.DictReader(io.StringIO(text))
    names = [name for name in rows.fieldnames or () if re.fullmatch(r"[A-Za-z_][\w.-]*", name)]
    return tuple({name: row.get(name) or "" for name in names} for row in rows)


def code_of(language: str) -> str:
    """The code in a language's name, as XLSForm writes it: ``Español (es)`` is ``es``."""
    found = _CODE.search(language)
    return found[1] if found else ""


def name_of(language: str) -> str:
    """The language's name without its code."""
    return _CODE.sub("", language).strip() or language


def best_language(languages: tuple[str, ...], *, asked: str, page: str) -> str:
    """The form's language that was asked for, or that of the page, or its first."""
    if asked in languages:
        return asked
    return next((each for each in languages if code_of(each) == page), languages[0])


def said(texts: Texts, language: str) -> str:
    """The words in the language, or in any."""
    return texts.get(language) or texts.get(UNNAMED) or next(iter(texts.values()), "")
