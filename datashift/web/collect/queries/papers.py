"""Forms on paper, for whoever fills one in: read once, because a version never changes."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from uuid import UUID

from datashift.questionnaires import choices
from datashift.questionnaires.filling.paper import Paper, listed
from datashift.web.collect import storage
from datashift.web.collect.models import Version

MOST_BYTES = 5_000_000  # of a list of choices in a file


@lru_cache(maxsize=32)
def paper_of(version: UUID) -> Paper:
    """The version's form."""
    return Paper.of(bytes(Version.objects.values_list("xform", flat=True).get(pk=version)))


def lists_of(version: Version) -> dict[str, Any]:
    """Lists of choices that the version keeps in files, as `instance()` gives them."""
    found = {}
    sources = {source: name for name, source in paper_of(version.pk).model.sources.items()}
    for file in version.media.exclude(sha256=""):
        for source, name in sources.items():
            if source.endswith(f"/{file.name}") and file.name.endswith((".csv", ".geojson")):
                with storage.read(version.questionnaire.organisation_id, file.sha256) as kept:
                    found[name] = listed(choices.rows(kept.read(MOST_BYTES), file.name))
    return found
