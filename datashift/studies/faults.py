"""A contradiction inside a study, found before any data are read."""

from __future__ import annotations

from dataclasses import dataclass

from datashift.studies.document import Path


@dataclass(frozen=True)
class Fault:
    """One contradiction: where in the document, what, and what to do."""

    path: Path
    what: str
    do: str | None = None
    code: str = "study.contradiction"
