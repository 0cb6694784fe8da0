"""The elements of an XML file, one after another, from whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from datashift.kit.problem import Problem

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element


def events(path: Path) -> Iterator[tuple[str, Element]]:
    """Each element as it begins, "start", and as it ends, "end".

    Raises:
        Problem: it declares a document type.
        SyntaxError: the XML is broken.
    """
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    try:
        yield from iterparse(path, events=("start", "end"), forbid_dtd=True)
    except DefusedXmlException as error:
        raise Problem(
            "The XML declares a document type, which is not read because it can hide other files",
            do="Ask for a file without it",
            code="file.unsafe_xml",
        ) from error
