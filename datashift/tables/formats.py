"""Which form a file has, by its content; the extension is only a hint."""

from __future__ import annotations

import re
from pathlib import PurePath

from datashift.kit.problem import Problem
from datashift.tables import xml_records
from datashift.tables.sdmx import ml

HEAD = 4096  # bytes looked at
_SPSS = (b"$FL2", b"$FL3")
_STATA_OLD = range(104, 116)  # Stata 5 to 12: the first byte is the release
_REFUSED: tuple[tuple[bytes, str, str], ...] = (
    (b"SQLite format 3\0", "a SQLite database", "Export the table as CSV and bring that."),
    (b"%PDF", "a PDF document", "Ask for the table as a spreadsheet or CSV file."),
    (b"\x89PNG", "a picture", ""),
    (b"\xff\xd8\xff", "a picture", ""),
    (b"GIF8", "a picture", ""),
    (b"II*\0", "a picture", ""),
    (b"MM\0*", "a picture", ""),
    (b"RIFF", "a picture, a film or a sound", ""),
    (b"\x1f\x8b", "a compressed file", "Unpack it first and bring the file inside."),
    (b"BZh", "a compressed file", "Unpack it first and bring the file inside."),
    (b"\xfd7zXZ\0", "a compressed file", "Unpack it first and bring the file inside."),
    (b"\x28\xb5\x2f\xfd", "a compressed file", "Unpack it first and bring the file inside."),
    (b"7z\xbc\xaf\x27\x1c", "a compressed archive", "Unpack it first and bring one file."),
    (b"Rar!", "a compressed archive", "Unpack it first and bring one file."),
    (b"\x7fELF", "a program", ""),
    (b"{\\rtf", "a text document", "Save its table as a spreadsheet or CSV file."),
)
_TABLE_FORMS = "Bring a CSV, Excel, OpenDocument, JSON, GeoJSON, Parquet, SPSS or Stata file."
_XML_FORMS = (
    "Of XML, messages of SDMX-ML with data and the World Bank's downloads are read. "
    "Else bring a CSV, Excel, OpenDocument or JSON file."
)
_WEB_PAGE = re.compile(
    rb"\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_MARKUP = re.compile(rb"\s*<(\?xml|!doctype|[a-z][\w.:-]*[\s>])", re.IGNORECASE)


def recognise(head: bytes, name: str) -> str:
    """The form of the file that starts with these bytes.

    Returns:
        "zip" (XLSX, ODS or an archive), "ole" (XLS), "parquet", "spss", "stata", "sdmx" (SDMX-ML
        data), "xml" (records of the World Bank), "json" (also GeoJSON and SDMX-JSON) or "text".

    Raises:
        Problem: it is something that holds no table we can read.
    """
    if not head:
        raise Problem("The file is empty", do=_TABLE_FORMS, code="file.empty")
    for magic, what, do in _REFUSED:
        if head.startswith(magic):
            raise _not_a_table(what, do or _TABLE_FORMS)
    if head[4:8] == b"ftyp":
        raise _not_a_table("a picture or a film", _TABLE_FORMS)
    return _binary_form(head) or _text_form(head, name)


def _binary_form(head: bytes) -> str | None:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "ole"
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(_SPSS):
        return "spss"
    if head.startswith(b"<stata_dta>"):
        return "stata"
    old_stata = len(head) > 3 and head[0] in _STATA_OLD and head[1] in (1, 2) and head[2] == 1
    return "stata" if old_stata and head[3] == 0 else None


def _text_form(head: bytes, name: str) -> str:
    start = head.removeprefix(b"\xef\xbb\xbf")
    if _WEB_PAGE.match(start):
        raise _not_a_table(
            "a web page", "Open the page where it came from and download the data file itself."
        )
    if _MARKUP.match(start):
        if (kind := ml.message(start)) in ml.MESSAGES:
            return "sdmx"
        if xml_records.opens(start):
            return "xml"
        if kind == "Structure":
            raise _not_a_table(
                "an SDMX structure message", "Bring the message with the data instead."
            )
        raise _not_a_table("an XML document", _XML_FORMS)
    first = start.lstrip()[:1]
    if first == b"{" or (first == b"[" and _opens_json_list(start.lstrip())):
        return "json"
    if first == b"[" and PurePath(name).suffix.lower() in (".json", ".geojson"):
        return "json"
    return "text"


def _opens_json_list(start: bytes) -> bool:
    return re.match(rb'\[\s*([{\["\]0-9-]|true|false|null|$)', start) is not None


def _not_a_table(what: str, do: str) -> Problem:
    return Problem(f"The file is {what}, not a table", do=do, code="file.not_a_table")
