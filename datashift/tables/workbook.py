"""The sheets of an XLSX workbook as its own list gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from datashift.tables import archive
from datashift.tables.archive import Archive

_LIST = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, the file inside that holds it, whether it is hidden."""

    name: str
    part: str
    hidden: bool


def sheets(opened: Archive) -> tuple[Sheet, ...]:
    """The sheets in order; () when the workbook keeps its list elsewhere.

    Raises:
        Problem: the list is damaged.
    """
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    if _LIST not in opened.names or _RELATIONS not in opened.names:
        return ()
    try:
        book = fromstring(b"".join(opened.blocks(_LIST)), forbid_dtd=True)
        relations = fromstring(b"".join(opened.blocks(_RELATIONS)), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise archive.damaged() from error
    parts = {item.get("Id"): _part(item.get("Target", "")) for item in relations.iter()}
    return tuple(
        Sheet(item.get("name", ""), parts.get(_relation(item.attrib), ""), _hidden(item.attrib))
        for item in book.iter()
        if item.tag.endswith("}sheet")
    )


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _relation(attributes: Mapping[str, str]) -> str | None:
    """The relation's id, whichever of the two namespaces the program wrote."""
    return next((value for name, value in attributes.items() if name.endswith("}id")), None)


def _hidden(attributes: Mapping[str, str]) -> bool:
    return attributes.get("state", "visible") != "visible"
