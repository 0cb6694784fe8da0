"""Exports of other platforms read into submissions with stable ids."""

from datashift.questionnaires.sources.bundle import Bundle
from datashift.questionnaires.sources.export import PLATFORMS, Export, Filled, Unreadable
from datashift.questionnaires.sources.kept import with_kept
from datashift.questionnaires.sources.reading import read
from datashift.questionnaires.sources.same import same_answers

__all__ = [
    "PLATFORMS",
    "Bundle",
    "Export",
    "Filled",
    "Unreadable",
    "read",
    "same_answers",
    "with_kept",
]
