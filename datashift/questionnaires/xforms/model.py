"""The model of an XForm: its instance, its bindings, its lists."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from datashift.kit.problem import Problem
from datashift.questionnaires import xml
from datashift.questionnaires.xforms.paths import Names, Path

_TEMPLATE = f"{{{xml.JAVAROSA}}}template"
_SOURCE = re.compile(r"jr://[\w-]+/(?P<name>.+)")
# What the phone itself keeps: https://getodk.github.io/xforms-spec/#secondary-instances---external
_LAST_SAVED = "jr://instance/last-saved"


@dataclass(frozen=True)
class Model:
    """What stands in the form's head.

    Args:
        element: the model itself.
        primary: the first element of the primary instance.
        nodes: path to element of the primary instance, in document order.
        binds: path to the attributes of its binding, prefixes written out.
        values: path to (events, expression) of what is set when something happens.
        lists: secondary instances: name to items, each column to text.
        sources: secondary instances kept in files: name to address.
        names: to say paths by name.
    """

    element: Any
    primary: Any
    nodes: Mapping[Path, Any]
    binds: Mapping[Path, Mapping[str, str]]
    values: Mapping[Path, tuple[str, str, str]]
    lists: Mapping[str, tuple[Mapping[str, str], ...]]
    sources: Mapping[str, str]
    names: Names
    spaces: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, element: Any, body: Any) -> Model:
        """Read a model.

        Args:
            element: the model.
            body: the form's body, which says what repeats.

        Raises:
            Problem: there is no model, or no instance in it.
        """
        instances = xml.children(element, "instance")
        if not instances or not len(instances[0]):
            raise Problem(
                "This is no form: it has no model with an instance",
                do="Choose the XForm itself, or the XLSForm that it is made from",
                code="xform.no_model",
            )
        primary = instances[0][0]
        root, nodes = xml.local(primary.tag), _nodes(primary)
        spaces = element.nsmap
        return cls(
            element=element,
            primary=primary,
            nodes=nodes,
            binds=_binds(element, root, spaces),
            values=_values(element, root),
            lists={item.get("id", ""): _items(item) for item in instances[1:] if len(item)},
            sources={
                item.get("id", ""): item.get("src", "") for item in instances[1:] if item.get("src")
            },
            names=Names(root, frozenset(nodes), _repeats(body, root)),
            spaces=spaces,
        )

    def bind(self, path: Path) -> Mapping[str, str]:
        """Attributes of the binding of that path; empty where there is none."""
        return self.binds.get(path, {})

    def qualified(self, attribute: str) -> str:
        """An attribute's name with its prefix."""
        return xml.qualified(attribute, self.spaces)

    def files(self) -> tuple[str, ...]:
        """Names of the files of data that the form needs."""
        kept = (address for address in self.sources.values() if address != _LAST_SAVED)
        found = [_SOURCE.fullmatch(address) for address in kept]
        return tuple(dict.fromkeys(match["name"] for match in found if match))


def _repeats(body: Any, root: str) -> frozenset[Path]:
    if body is None:
        return frozenset()
    found = (
        path_of(item.get("nodeset"), root)
        for item in body.iter()
        if xml.local(item.tag) == "repeat"
    )
    return frozenset(path for path in found if path)


def path_of(written: str | None, root: str) -> Path | None:
    """``/data/household/age`` as ``("household", "age")``; None where it is no such path."""
    if not written or not written.startswith("/"):
        return None
    first, *rest = written.strip("/").split("/")
    return tuple(rest) if first == root else None


def _nodes(primary: Any) -> dict[Path, Any]:
    found: dict[Path, Any] = {}

    def gather(element: Any, path: Path) -> None:
        for item in element:
            below = (*path, xml.local(item.tag))
            if below not in found:  # the template of a repeat comes first and has everything
                found[below] = item
                gather(item, below)

    gather(primary, ())
    return found


def _binds(element: Any, root: str, spaces: Mapping[str, str]) -> dict[Path, dict[str, str]]:
    found: dict[Path, dict[str, str]] = {}
    for bind in xml.children(element, "bind"):
        path = path_of(bind.get("nodeset"), root)
        if path is not None:
            found[path] = {
                xml.qualified(name, spaces): value
                for name, value in bind.attrib.items()
                if name != "nodeset"
            }
    return found


def _values(element: Any, root: str) -> dict[Path, tuple[str, str, str]]:
    """Actions of the model: path to (what, events, expression)."""
    found = {}
    for action in element:
        what = xml.local(action.tag)
        if what in {"setvalue", "setgeopoint", "recordaudio"}:
            path = path_of(action.get("ref"), root)
            if path is not None:
                said = action.get("value") or (action.text or "")
                if what == "recordaudio":
                    said = action.get(f"{{{xml.ODK}}}quality", "")
                found[path] = (what, action.get("event", ""), said)
    return found


def _items(instance: Any) -> tuple[Mapping[str, str], ...]:
    return tuple({xml.local(cell.tag): (cell.text or "") for cell in item} for item in instance[0])
