"""The instance of a form while it is filled in: calculated, and checked against the form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import chain
from typing import Any

from datashift.questionnaires import xml
from datashift.questionnaires.filling import days, paper
from datashift.questionnaires.filling.expressions import Evaluator, moment_of
from datashift.questionnaires.filling.functions import Unknown, text
from datashift.questionnaires.filling.paper import Paper
from datashift.questionnaires.questionnaire import Question
from datashift.questionnaires.xforms.paths import Path

ROUNDS = 12  # of computing, until nothing changes
LISTS = "datashift-lists"
_MOMENTS = {"date": "day", "today": "day", "datetime": "moment", "start": "moment", "end": "moment"}
_INTEGER = re.compile(r"[+-]?\d{1,9}")
_DECIMAL = re.compile(r"[+-]?(\d+(?:[.,]\d*)?|[.,]\d+)")
_TIME = re.compile(r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?")


class Fault(StrEnum):
    """What is wrong with an answer."""

    MISSING = "missing"
    REFUSED = "refused"  # the form's own condition does not hold
    NOT_WHOLE = "not whole"
    NOT_NUMBER = "not number"
    NOT_DAY = "not day"
    NOT_TIME = "not time"
    NOT_OFFERED = "not offered"


@dataclass
class Leaf:
    """A node of the instance that has no others in it."""

    address: str
    path: Path
    node: Any
    question: Question | None
    given: str = ""


@dataclass
class Sheet:
    """The instance while it is computed."""

    root: Any
    leaves: list[Leaf] = field(default_factory=list)
    nodes: list[tuple[Path, Any]] = field(default_factory=list)  # all, those above first
    repeats: list[tuple[str, Path, Any]] = field(default_factory=list)  # address, path, parent


@dataclass
class Computed:
    """The instance when all of it is computed; `asked` are the nodes that are."""

    sheet: Sheet
    evaluator: Evaluator
    asked: set[Any]
    faults: dict[str, Fault]


def computed(
    form: Paper,
    answers: Mapping[str, str],
    begun: Iterable[str],
    instance_id: str,
    now: datetime,
    started: datetime | None,
    lists: Mapping[str, Any] | None,
) -> Computed:
    """Compute over answers; the arguments are those of `filled.fill` and `standing.stand`."""
    sheet = _written(form, answers, begun)
    root = xml.local(form.model.primary.tag)
    evaluator = Evaluator(
        _beside(sheet, {**form.lists, **(lists or {})}),
        now,
        _choice_names(form),
        frozenset(f"/{root}/{path}" for path in form.repeats),
    )
    unread = _read(sheet)
    _preload(sheet, form, instance_id=instance_id, now=now, started=started or now)
    _first_values(sheet, form, evaluator)
    asked = _compute(sheet, form, evaluator)
    faults = {
        leaf.address: fault
        for leaf in sheet.leaves
        if leaf.node in asked
        and (fault := unread.get(leaf.address) or _fault(leaf, form, evaluator))
    }
    return Computed(sheet, evaluator, asked, faults)


def _written(form: Paper, answers: Mapping[str, str], begun: Iterable[str]) -> Sheet:
    from lxml import etree

    questions = {question.path: question for question in form.form.questions}
    model = form.model
    given_at = (address for address, given in answers.items() if given.strip())
    places = form.places(chain(given_at, begun))
    sheet = Sheet(
        etree.Element(xml.local(model.primary.tag), model.primary.attrib, {"orx": xml.OPENROSA})
    )

    def below(path: Path, above: str, parent: Any) -> None:
        source = model.nodes[path] if path else model.primary
        for name in dict.fromkeys(xml.local(child.tag) for child in source):
            own = (*path, name)
            repeated = "/".join(own) in form.repeats
            if repeated:
                sheet.repeats.append((paper.address(above, name), own, parent))
            for place in places.get(paper.address(above, name), []) if repeated else [None]:
                put(own, paper.address(above, name, place), parent)

    def put(path: Path, address: str, parent: Any) -> None:
        source = model.nodes[path]
        node = etree.SubElement(parent, path[-1], paper.without_template(source))
        sheet.nodes.append((path, node))
        if len(source):
            below(path, address, node)
            return
        given = answers.get(address, "").strip()
        node.text = given or (source.text or "").strip()
        sheet.leaves.append(Leaf(address, path, node, questions.get("/".join(path)), given))

    below((), "", sheet.root)
    return sheet


def _beside(sheet: Sheet, lists: Mapping[str, Any]) -> dict[str, Any]:
    """Copies of the lists inside the instance, where `/data/...` of a filter finds the answers."""
    from copy import deepcopy

    from lxml import etree

    place = etree.SubElement(sheet.root, LISTS)
    copies = {name: deepcopy(instance) for name, instance in lists.items()}
    place.extend(copies.values())
    return copies


def _read(sheet: Sheet) -> dict[str, Fault]:
    """Bring what was typed into the form's kinds; days and moments become numbers."""
    faults = {}
    for leaf in sheet.leaves:
        written, kind = leaf.node.text or "", leaf.question.kind if leaf.question else ""
        if not written:
            continue
        if kind == "integer" and not _INTEGER.fullmatch(written):
            faults[leaf.address] = Fault.NOT_WHOLE
        elif kind in {"decimal", "range"}:
            if not _DECIMAL.fullmatch(written):
                faults[leaf.address] = Fault.NOT_NUMBER
            leaf.node.text = written.replace(",", ".")
        elif kind in _MOMENTS:
            found = days.number(written)
            if found is None:
                faults[leaf.address] = Fault.NOT_DAY
            else:
                leaf.node.text = repr(found)
        elif kind == "time" and not _TIME.match(written):
            faults[leaf.address] = Fault.NOT_TIME
    return faults


def _preload(
    sheet: Sheet, form: Paper, *, instance_id: str, now: datetime, started: datetime
) -> None:
    moments = {"start": days.days(started), "end": days.days(now)}
    moments["today"] = float(int(days.days(started)))
    for leaf in sheet.leaves:
        bind = form.model.bind(leaf.path)
        parameter = bind.get("jr:preloadParams", "")
        if leaf.path[-2:] == ("meta", "instanceID"):
            leaf.node.text = instance_id
        elif bind.get("jr:preload") in {"timestamp", "date"} and parameter in moments:
            leaf.node.text = repr(moments[parameter])


def _first_values(sheet: Sheet, form: Paper, evaluator: Evaluator) -> None:
    """Defaults that are computed once, when the form is opened."""
    for leaf in sheet.leaves:
        what, events, expression = form.model.values.get(leaf.path, ("", "", ""))
        if what == "setvalue" and "first-load" in events and not leaf.node.text and expression:
            leaf.node.text = evaluator.text(expression, leaf.node)


def _compute(sheet: Sheet, form: Paper, evaluator: Evaluator) -> set[Any]:
    """Calculate and blank what is not asked, until nothing changes; the nodes that are asked."""
    answers = {leaf.node: leaf.node.text or "" for leaf in sheet.leaves}
    asked: set[Any] = set()
    for _ in range(ROUNDS):
        before = [leaf.node.text for leaf in sheet.leaves], len(asked)
        asked = _asked(sheet, form, evaluator)
        for leaf in sheet.leaves:
            expression = form.model.bind(leaf.path).get("calculate", "")
            if leaf.node not in asked:
                leaf.node.text = ""
            elif expression:
                leaf.node.text = evaluator.text(expression, leaf.node)
            else:
                leaf.node.text = answers[leaf.node]
        if before == ([leaf.node.text for leaf in sheet.leaves], len(asked)):
            break
    return asked


def _asked(sheet: Sheet, form: Paper, evaluator: Evaluator) -> set[Any]:
    asked = {sheet.root}
    for path, node in sheet.nodes:
        condition = form.model.bind(path).get("relevant", "")
        if node.getparent() in asked and (
            not condition or evaluator.holds(condition, node, otherwise=True)
        ):
            asked.add(node)
    return asked


def _fault(leaf: Leaf, form: Paper, evaluator: Evaluator) -> Fault | None:
    """What the form itself says against an answer; what cannot be computed here passes."""
    bind = form.model.bind(leaf.path)
    if leaf.question is None:
        return None
    if not leaf.node.text:
        needed = bind.get("required", "")
        missing = needed and evaluator.holds(needed, leaf.node, otherwise=False)
        return Fault.MISSING if missing else None
    constraint = bind.get("constraint", "")
    if constraint and not evaluator.holds(constraint, leaf.node, otherwise=True):
        return Fault.REFUSED
    if leaf.question.choices and not _offered(leaf, form, evaluator):
        return Fault.NOT_OFFERED
    return None


def _offered(leaf: Leaf, form: Paper, evaluator: Evaluator) -> bool:
    """Whether every choice that was made is among those that the question offers."""
    assert leaf.question is not None
    several = leaf.question.kind in {"select_multiple", "rank"}
    chosen = set((leaf.node.text or "").split()) if several else {leaf.node.text or ""}
    left = left_choices(leaf, form, evaluator)
    names = {choice.name for choice in leaf.question.choices} if left is None else set(left)
    return chosen <= names


def left_choices(leaf: Leaf, form: Paper, evaluator: Evaluator) -> tuple[str, ...] | None:
    """Names of the choices that are left of a filtered list; None where that is not computed."""
    if not (expression := form.choice_sets.get(leaf.path, "")):
        return None
    try:
        items = evaluator.value(expression, leaf.node)
    except Unknown:
        return None
    if not isinstance(items, list):
        return None
    names = (xml.child(item, "name") for item in items if hasattr(item, "iterchildren"))
    return tuple(text(name) for name in names if name is not None)


def _choice_names(form: Paper) -> dict[tuple[str, str], str]:
    """Words of choices for `jr:choice-name`, in the form's first language."""
    root, first = xml.local(form.model.primary.tag), form.form.languages[0]
    return {
        (f"/{root}/{question.path}", choice.name): choice.labels.get(first, choice.name)
        for question in form.form.questions
        for choice in question.choices
    }


def write_out(sheet: Sheet, form: Paper) -> None:
    """Write days and moments as they are sent."""
    for leaf in sheet.leaves:
        how = _MOMENTS.get(leaf.question.kind if leaf.question else "", "")
        made = moment_of(form.model.bind(leaf.path).get("calculate", ""))
        if made and not how:
            how = "day" if made in {"today", "date"} else "moment"
        if leaf.node.text and how:
            leaf.node.text = _in_full(leaf.node.text, how)


def _in_full(written: str, how: str) -> str:
    try:
        count = float(written)
        return days.day_text(count) if how == "day" else days.moment_text(count)
    except (ValueError, OverflowError):
        return written
