"""Forms on paper, for whoever fills one in: read once, because a version never changes."""

from __future__ import annotations

import csv
import io
import re
from functools import lru_cache
from typing import Any
from uuid import UUID

from datashift.questionnaires.filling.paper import Paper, listed
from datashift.web.collect import storage
from datashift.web.collect.models import Version

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
