"""How a questionnaire stands while its questions are answered one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from datashift.questionnaires.filling.computed import Fault, computed, left_choices, write_out
from datashift.questionnaires.filling.expressions import Evaluator
from datashift.questionnaires.filling.paper import Paper
from datashift.questionnaires.xforms.paths import Path


@dataclass(frozen=True)
class Standing:
    """How a questionnaire stands while it is being answered.

    Args:
        values: address to what stands there now, calculations among them, as it would be sent.
        asked: addresses of the questions that are asked with these answers, in order.
        faults: address to what is wrong there.
        offered: address to the names of the choices left there, where the form filters them.
        required, read_only: addresses.
        repeats: addresses of the groups that may be asked several times with these answers.
    """

    values: Mapping[str, str]
    asked: tuple[str, ...]
    faults: Mapping[str, Fault]
    offered: Mapping[str, tuple[str, ...]]
    required: frozenset[str]
    read_only: frozenset[str]
    repeats: frozenset[str]


def stand(
    form: Paper,
    answers: Mapping[str, str],
    *,
    now: datetime,
    started: datetime | None = None,
    lists: Mapping[str, Any] | None = None,
    begun: Iterable[str] = (),
) -> Standing:
    """How the questionnaire stands with these answers; the arguments are those of `fill`.

    Args:
        begun: addresses in repeats that are being asked and have no answer yet.
    """
    found = computed(form, answers, begun, "", now, started, lists)
    sheet, evaluator = found.sheet, found.evaluator
    repeats = frozenset(
        address
        for address, path, parent in sheet.repeats
        if parent in found.asked and _may_repeat(path, parent, form, evaluator)
    )
    asked = [leaf for leaf in sheet.leaves if leaf.question and leaf.node in found.asked]
    held: dict[str, set[str]] = {
        name: {
            leaf.address
            for leaf in asked
            if (condition := form.model.bind(leaf.path).get(name, ""))
            and evaluator.holds(condition, leaf.node, otherwise=False)
        }
        for name in ("required", "readonly")
    }
    offered = {
        leaf.address: left
        for leaf in asked
        if (left := left_choices(leaf, form, evaluator)) is not None
    }
    write_out(sheet, form)
    return Standing(
        values={leaf.address: leaf.node.text or "" for leaf in sheet.leaves},
        asked=tuple(leaf.address for leaf in asked),
        faults=found.faults,
        offered=offered,
        required=frozenset(held["required"]),
        read_only=frozenset(held["readonly"]),
        repeats=repeats,
    )


def _may_repeat(path: Path, parent: Any, form: Paper, evaluator: Evaluator) -> bool:
    """Whether a group is asked that stands nowhere yet: tried with an empty one."""
    from lxml import etree

    condition = form.model.bind(path).get("relevant", "")
    if not condition:
        return True
    tried = etree.SubElement(parent, path[-1])
    try:
        return evaluator.holds(condition, tried, otherwise=True)
    finally:
        parent.remove(tried)
