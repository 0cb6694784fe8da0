"""A questionnaire as JSON, whole, so that a draft can be kept and taken up again."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields
from typing import Any

from datashift.questionnaires.questionnaire import (
    Choice,
    EntityList,
    Group,
    Question,
    Questionnaire,
)

_GROUP = "contents"  # only a group has it, and always


def to_json(questionnaire: Questionnaire) -> str:
    """The questionnaire as JSON; what is at its default is left out."""
    return json.dumps(_told(questionnaire), ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Questionnaire:
    """The questionnaire that `to_json` wrote."""
    said = json.loads(text)
    said["contents"] = _contents(said.get("contents", ()))
    said["entities"] = tuple(EntityList(**each) for each in said.get("entities", ()))
    said["lists"] = {name: _choices(each) for name, each in said.get("lists", {}).items()}
    return Questionnaire(**_tuples(said, "languages", "media", "files", "closing"))


def _told(item: Any) -> dict[str, Any]:
    found = {}
    for each in fields(item):
        value = getattr(item, each.name)
        default = each.default if each.default_factory is MISSING else each.default_factory()
        if value != default or (isinstance(item, Group) and each.name == _GROUP):
            found[each.name] = _plain(value)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, (Choice, EntityList, Group, Question)):
        return _told(value)
    return {key: _plain(each) for key, each in value.items()} if hasattr(value, "items") else value


def _contents(said: list[dict[str, Any]]) -> tuple[Question | Group, ...]:
    return tuple(_group(each) if _GROUP in each else _question(each) for each in said)


def _group(said: dict[str, Any]) -> Group:
    found = {**said, "contents": _contents(said["contents"])}
    return Group(**_tuples(found, "above", "closing"))


def _question(said: dict[str, Any]) -> Question:
    found = {**said, "choices": _choices(said.get("choices", []))}
    return Question(**_tuples(found, "triggers", "above"))


def _choices(said: list[dict[str, Any]]) -> tuple[Choice, ...]:
    return tuple(Choice(**each) for each in said)


def _tuples(said: dict[str, Any], *names: str) -> dict[str, Any]:
    return {**said, **{name: tuple(said[name]) for name in names if name in said}}
