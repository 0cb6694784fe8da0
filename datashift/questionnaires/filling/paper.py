"""A form made ready to be filled in on one page, without a script."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from datashift.questionnaires import xform, xml
from datashift.questionnaires.questionnaire import Questionnaire
from datashift.questionnaires.xforms.model import Model, path_of
from datashift.questionnaires.xforms.paths import Path

_TEMPLATE = f"{{{xml.JAVAROSA}}}template"
_PLACE = re.compile(r"(?P<name>[^/\[\]]+)(?:\[(?P<place>\d+)\])?")
MOST_TIMES = 50  # that a group is asked on one page


@dataclass(frozen=True)
class Paper:
    """A form and what is needed to compute over it.

    Args:
        form: the questionnaire.
        model: its model, with expressions as the form has them.
        choice_sets: path of a question to the expression for the choices that it offers.
    """

    form: Questionnaire
    model: Model
    choice_sets: Mapping[Path, str]

    @classmethod
    def of(cls, document: bytes) -> Paper:
        """Read an XForm.

        Raises:
            Problem: as `xform.read` does.
        """
        root = xml.parse(document, xml.FORM, noun="The form")
        head, body = xml.child(root, "head"), xml.child(root, "body")
        model = Model.of(xml.child(head, "model"), body)
        sets = {}
        for control in [] if body is None else body.iter("{*}select1", "{*}select", "{*}rank"):
            path = path_of(control.get("ref"), xml.local(model.primary.tag))
            itemset = xml.child(control, "itemset")
            if path and itemset is not None and itemset.get("nodeset"):
                sets[path] = itemset.get("nodeset")
        return cls(xform.read(document), model, sets)

    @cached_property
    def repeats(self) -> frozenset[str]:
        """Paths of the groups that are asked several times."""
        return frozenset(group.path for group in self.form.repeats)

    @cached_property
    def lists(self) -> dict[str, Any]:
        """The lists of the form itself, as `instance()` gives them."""
        return {name: listed(items) for name, items in self.model.lists.items()}

    def places(self, addresses: Iterable[str]) -> dict[str, list[int]]:
        """Which times each repeat is asked, by its address without a place."""
        found: dict[str, set[int]] = {}
        for each in addresses:
            for above, place in _repeats_of(each):
                if place < MOST_TIMES:
                    found.setdefault(above, set()).add(place)
        return {above: sorted(places) for above, places in found.items()}


def listed(items: tuple[Mapping[str, str], ...]) -> Any:
    """A list of choices as an element with one child, its root; what is called by no name is left out."""
    from lxml import etree

    names = {name for name in chain(*items) if xml.is_name(name)}
    instance = etree.Element("instance")
    root = etree.SubElement(instance, "root")
    for item in items:
        node = etree.SubElement(root, "item")
        for name, value in item.items():
            if name in names:
                etree.SubElement(node, name).text = value
    return instance


def address(above: str, name: str, place: int | None = None) -> str:
    """The address of what stands below another: ``child[0]/name``."""
    own = name if place is None else f"{name}[{place}]"
    return f"{above}/{own}" if above else own


def path_at(address: str) -> str:
    """The path of an address: ``child[0]/name`` stands at ``child/name``."""
    return re.sub(r"\[\d+\]", "", address)


def _repeats_of(address: str) -> Iterator[tuple[str, int]]:
    """Every repeat above an address, without its own place, and that place."""
    above = ""
    for step in address.split("/"):
        match = _PLACE.fullmatch(step)
        if match is None:
            return
        plain = f"{above}/{match['name']}" if above else match["name"]
        if match["place"] is not None:
            yield plain, int(match["place"])
        above = f"{above}/{step}" if above else step


def without_template(node: Any) -> dict[str, str]:
    """The attributes of a node of the form that its instance keeps."""
    return {name: value for name, value in node.attrib.items() if name != _TEMPLATE}
