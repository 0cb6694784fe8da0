"""XML from strangers, parsed within limits."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from typing import Any

from datashift.kit.problem import Problem

# https://www.w3.org/TR/xml/#NT-Name: the vowel signs of Nepali are no letters to Python
_START = (
    "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_REST = f"{_START}.0-9\xb7\u0300-\u036f\u203f\u2040-"
_NAME = re.compile(f"[{_START}][{_REST}]*")
_NAME_WITH_COLON = re.compile(f"[{_START}][:{_REST}]*")
# What no XML can hold, nor any cell: Extensible Markup Language 1.0, production 2.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_own = threading.local()
_MARKUP = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_ATTRIBUTE = re.compile(rb"=\s*[\"']")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<", b"\x00\x00")
_ENCODING = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")


@dataclass(frozen=True)
class Limits:
    """What a document may hold.

    Args:
        bytes: size of the document.
        nodes: elements and attributes, closing tags counted too.
        depth: levels of nesting.
    """

    bytes: int = 4 << 20
    nodes: int = 400_000
    depth: int = 64


FORM = Limits(bytes=24 << 20, nodes=2_000_000)


def is_name(text: str, *, colon: bool = False) -> bool:
    """Whether an element can be called so.

    Args:
        colon: whether it may have colons in it, as names of some older forms have.

    >>> is_name("water_point"), is_name("घरधुरी"), is_name("Water point?"), is_name("1st")
    (True, True, False, False)
    """
    return (_NAME_WITH_COLON if colon else _NAME).fullmatch(text) is not None


def parse(document: bytes, limits: Limits, *, noun: str = "The submission") -> Any:
    """The document's first element (lxml).

    Nothing outside the document is read: no document type, no entities, no network.

    Raises:
        Problem: too large, too deep, a document type declaration, not well-formed.
    """
    from lxml import etree

    _check(document, limits, noun)
    try:
        root = etree.fromstring(document, _parser())
    except etree.XMLSyntaxError as error:
        if "Excessive depth" in str(error):  # libxml2 itself stops at 256 levels
            raise _deep(limits, noun) from error
        raise Problem(
            f"{noun} is not well-formed XML",
            line=error.lineno or None,
            do="Send it again from the programme that made it",
            code="xml.broken",
        ) from error
    except (ValueError, LookupError) as error:
        raise _encoding(noun) from error
    if root is None:
        raise Problem(f"{noun} is empty", code="xml.empty")
    if document.count(b"<") > limits.depth:  # every level takes one
        _check_depth(root, limits, noun)
    return root


def _parser() -> Any:
    """This thread's parser: making one costs more than reading a short document."""
    from lxml import etree

    if not hasattr(_own, "parser"):
        _own.parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
    return _own.parser


def _check(document: bytes, limits: Limits, noun: str) -> None:
    if len(document) > limits.bytes:
        raise Problem(
            f"{noun} has {len(document):,} bytes; at most {limits.bytes:,} can be read",
            code="xml.too_large",
        )
    if not document or document.isspace():
        raise Problem(f"{noun} is empty", code="xml.empty")
    declared = _ENCODING.match(document[:200])
    if document.startswith(_WIDE) or (
        declared and declared[1].lower() not in {b"utf-8", b"utf8", b"us-ascii", b"ascii"}
    ):
        raise _encoding(noun)
    if b"<!" in document and _MARKUP.search(document):
        raise Problem(
            f"{noun} declares a document type, which could read files it must not see",
            code="xml.document_type",
        )
    if len(document) <= limits.nodes:
        return  # each of them takes a byte or more
    if document.count(b"<") + len(_ATTRIBUTE.findall(document)) > limits.nodes:
        raise Problem(f"{noun} has more than {limits.nodes:,} elements", code="xml.too_many")


def _check_depth(root: Any, limits: Limits, noun: str) -> None:
    level = [root]
    for _ in range(limits.depth):
        level = [child for element in level for child in element]
        if not level:
            return
    raise _deep(limits, noun)


def _deep(limits: Limits, noun: str) -> Problem:
    return Problem(f"{noun} is nested deeper than {limits.depth} levels", code="xml.too_deep")


def _encoding(noun: str) -> Problem:
    return Problem(f"{noun} is not written in UTF-8", do="Save it as UTF-8", code="xml.not_utf8")


def local(tag: str) -> str:
    """The element's name without its namespace."""
    return tag.rpartition("}")[2]


DATASHIFT = "https://datashift.example/xforms"
JAVAROSA = "http://openrosa.org/javarosa"
OPENROSA = "http://openrosa.org/xforms"
ODK = "http://www.opendatakit.org/xforms"
ENTITIES = "http://www.opendatakit.org/xforms/entities"
_PREFIXES = {
    DATASHIFT: "datashift",
    JAVAROSA: "jr",
    OPENROSA: "orx",
    ODK: "odk",
    ENTITIES: "entities",
}


def child(element: Any, name: str) -> Any:
    """The first child of that name, whatever its namespace; None where there is none."""
    return next((item for item in children(element, name)), None)


def children(element: Any, name: str) -> list[Any]:
    """The children of that name, whatever their namespace."""
    return [] if element is None else [item for item in element if local(item.tag) == name]


def qualified(attribute: str, more: Any = None) -> str:
    """``{http://openrosa.org/xforms}max-pixels`` as ``orx:max-pixels``."""
    if not attribute.startswith("{"):
        return attribute
    address, _, name = attribute[1:].partition("}")
    prefix = _PREFIXES.get(address) or next(
        (prefix for prefix, of in (more or {}).items() if of == address and prefix), ""
    )
    return f"{prefix}:{name}" if prefix else name
