"""Imports and servers as their pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from datashift.questionnaires.sources import PLATFORMS
from datashift.web.accounts.models import Organisation
from datashift.web.collect.models import Questionnaire
from datashift.web.imports.models import Import, Server

KINDS = ("changed", "unreadable", "new", "here")


@dataclass(frozen=True)
class Row:
    """A line of the preview: where it stands in the export, and its id or what is wrong."""

    file: str
    row: int
    words: str


@dataclass(frozen=True)
class Preview:
    """What an import would do, or did.

    Args:
        rows: kind to its first lines.
        flags: severity and sentence.
    """

    platform: str
    rows: dict[str, Sequence[Row]]
    flags: Sequence[tuple[str, str]]


def preview(brought: Import) -> Preview:
    """What the page of an import shows of its export."""
    rows: dict[str, list[Row]] = {kind: [] for kind in KINDS}
    for kind, file, row, words in brought.rows:
        rows[kind].append(Row(file, row, words))
    return Preview(
        PLATFORMS.get(brought.platform, brought.platform),
        {kind: found for kind, found in rows.items() if found},
        [(severity, message) for severity, message in brought.flags],
    )


def imports_of(organisation: Organisation) -> QuerySet[Import]:
    """The organisation's imports, the last first."""
    found = Import.objects.filter(organisation=organisation).select_related(
        "brought_by", "questionnaire", "server"
    )
    return found.defer("rows", "flags")


def servers_of(organisation: Organisation) -> QuerySet[Server]:
    """The servers that are asked, or were."""
    found = Server.objects.filter(organisation=organisation)
    return found.defer("secret").select_related("questionnaire")


def questionnaires_of(organisation: Organisation) -> QuerySet[Questionnaire]:
    """The questionnaires that an import may answer: those with a version."""
    known = organisation.questionnaires.exclude(state=Questionnaire.State.UNKNOWN)
    return known.filter(versions__isnull=False).distinct()
