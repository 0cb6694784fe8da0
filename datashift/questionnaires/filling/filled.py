"""Answers on paper become an instance: computed, checked, and what was not asked left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from datashift.questionnaires.filling.computed import LISTS, Fault, Sheet, computed, write_out
from datashift.questionnaires.filling.paper import Paper

__all__ = ["Fault", "Filled", "fill"]


@dataclass(frozen=True)
class Filled:
    """A filled questionnaire.

    Args:
        document: the instance, to be sent.
        faults: address to what is wrong there; the instance is sent only when there is none.
        left_out: addresses of answers to questions that were not asked.
    """

    document: bytes
    faults: Mapping[str, Fault]
    left_out: tuple[str, ...]


def fill(
    form: Paper,
    answers: Mapping[str, str],
    *,
    instance_id: str,
    now: datetime,
    started: datetime | None = None,
    lists: Mapping[str, Any] | None = None,
) -> Filled:
    """Make an instance of answers.

    Args:
        answers: address to what was answered, as XForms write it; see `paper.address`.
        started: when the person began, if that is known.
        lists: lists of choices kept in files, by name; see `paper.listed`.
    """
    found = computed(form, answers, (), instance_id, now, started, lists)
    left_out = tuple(
        leaf.address for leaf in found.sheet.leaves if leaf.given and leaf.node not in found.asked
    )
    return Filled(_document(found.sheet, form, found.asked), found.faults, left_out)


def _document(sheet: Sheet, form: Paper, asked: set[Any]) -> bytes:
    """The instance as it is sent: days and moments written out, what was not asked taken away."""
    from lxml import etree

    write_out(sheet, form)
    for beside in sheet.root.findall(LISTS):
        sheet.root.remove(beside)
    for _, node in reversed(sheet.nodes):
        if node not in asked and node.getparent() is not None:
            node.getparent().remove(node)
    document: bytes = etree.tostring(sheet.root, encoding="utf-8", xml_declaration=True)
    return document
