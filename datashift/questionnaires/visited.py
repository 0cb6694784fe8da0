"""What a submission says about things visited more than once: the entities of ODK.

Source: ODK Entities specification 2025.1, https://getodk.github.io/xforms-spec/entities
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from datashift.questionnaires import xml
from datashift.questionnaires.questionnaire import EntityList, Questionnaire

_TRUE = {"1", "true"}
_NUMBER = re.compile(r"\d{1,9}")


@dataclass(frozen=True)
class Visited:
    """What is said about one thing.

    Args:
        list_name: of the list it belongs to.
        key: as phones know it.
        creates, updates: what is asked for; with both, it is made where it is not there.
        label: what it is called; None where nothing is said.
        values: property to text; those that are not said are absent.
        base: version of it that the phone knew; 0 for none.
        branch: name of the phone's own line of changes, made offline; "" for none.
    """

    list_name: str
    key: UUID
    creates: bool
    updates: bool
    label: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    base: int = 0
    branch: str = ""


def visited(document: bytes, questionnaire: Questionnaire) -> tuple[Visited, ...]:
    """Everything that a submission says about things of lists, in its order.

    What has no proper key, or asks for nothing, is left out.

    Raises:
        Problem: the document cannot be read.
    """
    root = xml.parse(document, xml.Limits())
    lists = {(one.name, one.path): one for one in questionnaire.entities}
    return tuple(_said(root, (), lists))


def _said(
    scope: Any, path: tuple[str, ...], lists: Mapping[tuple[str, str], EntityList]
) -> Iterator[Visited]:
    for child in scope:
        name = xml.local(child.tag)
        if name == "meta":
            for node in child:
                if xml.local(node.tag) == "entity" and (found := _one(node, scope, path, lists)):
                    yield found
        elif len(child):
            yield from _said(child, (*path, name), lists)


def _one(
    node: Any,
    scope: Any,
    path: tuple[str, ...],
    lists: Mapping[tuple[str, str], EntityList],
) -> Visited | None:
    name = node.get("dataset", "")
    creates, updates = (node.get(each, "") in _TRUE for each in ("create", "update"))
    try:
        key = UUID(node.get("id", "").removeprefix("uuid:"))
    except ValueError:
        return None
    if not name or not (creates or updates):
        return None
    declared = lists.get((name, "/".join(path)))
    label = next((each.text or "" for each in node if xml.local(each.tag) == "label"), None)
    base = node.get("baseVersion", "")
    return Visited(
        list_name=name,
        key=key,
        creates=creates,
        updates=updates,
        label=label.strip() if label is not None else None,
        values=dict(_values(declared, scope, len(path))) if declared else {},
        base=int(base) if _NUMBER.fullmatch(base) else 0,
        branch=node.get("branchId", "")[:64],
    )


def _values(declared: EntityList, scope: Any, depth: int) -> Iterator[tuple[str, str]]:
    for name, where in declared.properties.items():
        found = scope
        for step in where.split("/")[depth:]:
            found = next((each for each in found if xml.local(each.tag) == step), None)
            if found is None:
                break
        if found is not None and found is not scope:
            yield name, (found.text or "").strip()
