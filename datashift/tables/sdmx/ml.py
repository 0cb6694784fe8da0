"""SDMX-ML data messages: 2.1 and 3.0 structure-specific, 2.1 generic, and 2.0 compact and generic.

Elements are told by their local names, which the versions share; namespaces differ from one
message to the next (SDMX 2.1 section 3A, 3.0 section 3A).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from datashift.kit.problem import Problem
from datashift.tables.raw import Raw, Request
from datashift.tables.sdmx.rows import TIME, VALUE, Gathered
from datashift.tables.xml_events import events

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ROOT = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z]+)[\s>][^>]*sdmx", re.IGNORECASE)
MESSAGES = (
    *("StructureSpecificData", "StructureSpecificTimeSeriesData", "CompactData"),
    *("GenericData", "GenericTimeSeriesData"),
)
_GROUPS = 10_000  # groups with attributes of their own
# Of the message, not of the data; some versions write them without a namespace.
_OF_MESSAGE = {
    *("action", "structureRef", "validFromDate", "validToDate", "setID", "reportingBeginDate"),
    *("reportingEndDate", "publicationYear", "publicationPeriod", "dataScope"),
}


def message(head: bytes) -> str | None:
    """The kind of SDMX message that a file's first bytes open; None for other XML."""
    found = _ROOT.search(head)
    return found[1].decode() if found else None


def read(request: Request) -> Raw:
    """Read the observations of a data message.

    Raises:
        Problem: the XML is broken, has a document type, or holds no observations.
    """
    gathered = Gathered(request.limits)
    reader = _Message(gathered)
    request.progress("Reading the file", 0, request.size)
    try:
        for event, element in events(request.path):
            reader.begin(element) if event == "start" else reader.end(element)
    except SyntaxError as error:  # every XML error is one
        line = getattr(error, "position", (None,))[0]
        raise Problem(
            "The XML is broken or cut off here",
            line=line,
            do="Ask for the message again",
            code="file.broken_xml",
        ) from error
    request.progress("Reading the file", request.size, request.size)
    return gathered.raw({"message": reader.kind, "structure": reader.structure})


class _Message:
    """Where we are in a message, and what holds for the observations to come."""

    def __init__(self, gathered: Gathered) -> None:
        self.gathered = gathered
        self.kind = self.structure = ""
        self.at_observation = TIME
        self.data: dict[str, str] = {}
        self.series: dict[str, str] = {}
        self.groups: list[dict[str, str]] = []
        self.within: list[str] = []

    def begin(self, element: Element) -> None:
        name = _local(element.tag)
        if not self.within:
            self.kind = name
        elif name == "Structure" and "dimensionAtObservation" in element.attrib:
            self.at_observation = element.attrib["dimensionAtObservation"]
            if self.at_observation == "AllDimensions":
                self.at_observation = TIME
        elif name == "Ref" and not self.structure:
            self.structure = element.attrib.get("id", "")
        elif name == "DataSet":
            self.data = _plain(element)
            self.groups = []
        elif name == "Series":
            self.series = _plain(element)
        self.within.append(name)

    def end(self, element: Element) -> None:
        name = self.within.pop()
        parent = self.within[-1] if self.within else ""
        if name == "Attributes":
            self.gathered.attributes.update(_values(element))
        if name == "Obs":
            own = _plain(element) | _named(element, self.at_observation)
            keys = self.data | self.series | own
            self.gathered.add(self.data, self._grouped(keys), self.series, own)
            element.clear()
        elif name in ("SeriesKey", "Attributes") and parent == "Series":
            self.series |= _values(element)
        elif name == "Attributes" and parent == "DataSet":
            self.data |= _values(element)
        elif name == "Group":
            if len(self.groups) < _GROUPS:
                self.groups.append(_plain(element) | _within(element))
            element.clear()
        elif name == "Series":
            self.series = {}
            element.clear()

    def _grouped(self, keys: dict[str, str]) -> dict[str, str]:
        """Attributes of the groups the observation belongs to."""
        found: dict[str, str] = {}
        for group in self.groups:
            shared = group.keys() & keys.keys()
            if shared and all(group[each] == keys[each] for each in shared):
                found |= group
        return found


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _plain(element: Element) -> dict[str, str]:
    """Dimensions and attributes written as XML attributes; those with a namespace are not data."""
    return {
        name: text
        for name, text in element.attrib.items()
        if name[0] != "{" and name not in _OF_MESSAGE and text != ""
    }


def _values(element: Element) -> dict[str, str]:
    """`<Value id="SEX" value="F"/>`, of 2.0 `<Value concept="SEX" value="F"/>`."""
    found = {}
    for child in element:
        name = child.attrib.get("id") or child.attrib.get("concept") or ""
        text = child.attrib.get("value", "")
        if name and text:
            found[name] = text
    return found


def _within(element: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for child in element:
        found |= _values(child)
    return found


def _named(element: Element, at_observation: str) -> dict[str, str]:
    """What a generic observation says in elements of its own."""
    found: dict[str, str] = {}
    for child in element:
        name = _local(child.tag)
        if name in ("ObsKey", "Attributes"):
            found |= _values(child)
        elif name == "ObsDimension":
            found[child.attrib.get("id", at_observation)] = child.attrib.get("value", "")
        elif name == "Time":
            found[TIME] = child.text or ""
        elif name == "ObsValue":
            found[VALUE] = child.attrib.get("value", "")
    return {key: text for key, text in found.items() if text}
