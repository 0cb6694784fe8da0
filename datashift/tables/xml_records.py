"""Records written as XML: what the World Bank's interface and its downloads hand out.

Three documents, told by their elements:

- an answer of the Indicators API, whose records are `wb:data` elements (format=xml, its default);
- an answer of the Advanced Data API, whose records name their `wb:variable`s;
- a download (downloadformat=xml; the United Nations' data.un.org writes the same): `record`s of
  `field`s, with what it is in `name` and its code in `key`.

Source: datahelpdesk.worldbank.org, "Basic API call structure" and "Advanced data API queries".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from datashift.kit.problem import Problem
from datashift.tables.flatten import Flattener
from datashift.tables.raw import Raw, Request
from datashift.tables.xml_events import events

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_WORLD_BANK = re.compile(rb"<(?:[\w.-]+:)?(?:data|error)\s[^>]*www\.worldbank\.org", re.IGNORECASE)
_DOWNLOAD = re.compile(rb"<root\b[^>]*>\s*<data\b[^>]*>\s*<record\b", re.IGNORECASE)
_DEPTH = 8  # the deepest of the three has five


def opens(head: bytes) -> bool:
    """Whether a file's first bytes open one of these documents."""
    return bool(_WORLD_BANK.search(head) or _DOWNLOAD.search(head))


def read(request: Request) -> Raw:
    """Read the records of a document.

    Raises:
        Problem: the XML is broken, has a document type, is an error message, or holds no records.
    """
    import pyarrow as pa

    if request.size > request.limits.document:
        raise Problem(
            f"The XML document has {request.size >> 20:,} MB; at most "
            f"{request.limits.document >> 20:,} MB can be read at once",
            do="Ask for fewer countries or years, or for CSV",
            code="file.too_large",
        )
    flattener = Flattener(request.limits)
    details: dict[str, Any] = {}
    request.progress("Reading the file", 0, request.size)
    try:
        for record in _records(request, details):
            flattener.add(record)
    except SyntaxError as error:  # every XML error is one
        raise Problem(
            "The XML is broken or cut off here",
            line=getattr(error, "position", (None,))[0],
            do="Download the file again",
            code="file.broken_xml",
        ) from error
    request.progress("Reading the file", request.size, request.size)
    if not flattener.rows:
        raise Problem("The document holds no records", code="file.no_rows")
    numbers = pa.array(range(2, flattener.rows + 2), pa.int64())
    return Raw("xml", flattener.fields(), numbers, flattener.flags(), details)


def _records(request: Request, details: dict[str, Any]) -> Iterator[Mapping[str, str]]:
    within: list[Element] = []
    inside = 0  # elements open from the record on, itself counted
    for event, element in events(request.path):
        if event == "start":
            if not within:
                details |= _page(element)
            within.append(element)
            if inside or _is_record(within):
                inside += 1
            if len(within) > _DEPTH:
                raise Problem("The document is nested too deeply", code="file.too_deep")
            continue
        within.pop()
        inside -= inside > 0
        if inside or not within:
            continue
        if _is_record([*within, element]):
            yield _told(element)
        elif _local(element) == "message" and _local(within[0]) == "error":
            raise Problem(
                "The World Bank answered with an error instead of figures",
                do="Ask it again with the code of an indicator and of a country that it knows",
                code="file.no_rows",
            )
        within[-1].remove(element)  # or all of them stay in memory to the end of the file


def _is_record(opened: list[Element]) -> bool:
    """Whether the innermost of the open elements is a record."""
    name = _local(opened[-1])
    return name == "record" or (name == "data" and len(opened) > 1 and _local(opened[0]) == "data")


def _told(record: Element) -> dict[str, str]:
    if _local(record) == "record":
        return _of_download(record)
    if any(_local(child) == "variable" for child in record):
        return _of_variables(record)
    return _of_answer(record)


def _page(root: Element) -> dict[str, int]:
    """Which page of an answer this is, and of how many."""
    said = {name: root.get(name, "") for name in ("page", "pages")}
    return {name: int(text) for name, text in said.items() if text.isdecimal()}


def _of_answer(record: Element) -> dict[str, str]:
    """One record under the names that the same answer has as JSON."""
    found: dict[str, str] = {}
    for child in record:
        name, text = _local(child), _text(child)
        if "id" in child.attrib:
            found |= {f"{name}/id": child.attrib["id"], f"{name}/value": text}
        else:
            found[name] = text
    return found


def _of_variables(record: Element) -> dict[str, str]:
    """One record under the headings of the World Bank's tables: Country Name, Country Code, Time."""
    found: dict[str, str] = {}
    for child in record:
        if (name := child.get("name")) is None:
            found[_local(child)] = _text(child)
        elif name == "Time":
            found[name] = _text(child)
        else:
            found |= {f"{name} Name": _text(child), f"{name} Code": child.get("id", "")}
    return found


def _of_download(record: Element) -> dict[str, str]:
    found = {}
    for child in record:
        name = child.get("name") or _local(child)
        found[name] = _text(child)
        if "key" in child.attrib:
            found[f"{name} Code"] = child.attrib["key"]
    return found


def _text(element: Element) -> str:
    return (element.text or "").strip()


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
