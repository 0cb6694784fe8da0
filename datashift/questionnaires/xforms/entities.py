"""Lists of things visited more than once: the entities of an XForm."""

from __future__ import annotations

from typing import Any

from datashift.questionnaires.questionnaire import EntityList
from datashift.questionnaires.xforms.model import Model
from datashift.questionnaires.xforms.paths import Path


def entity_list(model: Model, path: Path, node: Any) -> EntityList:
    """One `entity` element of a form's metadata (ODK Entities specification)."""
    said = model.names.said

    def calculated(name: str) -> str:
        return said(model.bind((*path, name)).get("calculate", ""), (*path, name))

    scope = path[: path.index("meta")]
    return EntityList(
        name=node.get("dataset", ""),
        label=calculated("label"),
        entity_id=calculated("@id"),
        create_if=calculated("@create"),
        update_if=calculated("@update"),
        path="/".join(scope),
        properties={
            bind["entities:saveto"]: "/".join(where)
            for where, bind in model.binds.items()
            if "entities:saveto" in bind and where[: len(scope)] == scope
        },
    )
