"""What is wrong in the sheets of a workbook, all of it at once.

pyxform ends with the first mistake, and reads neither conditions nor calculations. Whoever corrects
a workbook wants to know of all mistakes, each with its sheet, row and column.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from difflib import get_close_matches
from typing import Any

from datashift.questionnaires import xml

Rows = Sequence[Mapping[str, Any]]
MOST = 50  # mistakes that are told of
_REFERENCE = re.compile(r"\$\{\s*+(?:last-saved#)?+([^}$]*+)\}")
_SAID_BY_LANGUAGE = {"label", "media", "image", "audio", "video", "big-image", "caption"}
_SELECTS = re.compile(r"(select_one|select_multiple|rank|select one(?: from)?)\s+(\S+)( or_other)?")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_CALLED = re.compile(r"(?<![\w:-])([\w:-]++)\s*+\(")
_BEFORE_NAME = re.compile("^[^A-Za-z]+")  # a minus, a number
_SMART = str.maketrans("‘’“”", "''\"\"")
_SAID_PLAINLY = {"yes", "no", "true", "false", "true()", "false()"}  # of a condition
_EXPRESSIONS = {
    "relevant": "relevant", "relevance": "relevant", "bind::relevant": "relevant",
    "constraint": "constraint", "bind::constraint": "constraint",
    "required": "required", "bind::required": "required",
    "calculation": "calculation", "calculate": "calculation", "bind::calculate": "calculation",
    "read_only": "read_only", "readonly": "read_only", "choice_filter": "choice_filter",
    "repeat_count": "repeat_count",
}  # fmt: skip
UNREADABLE = frozenset({"QUOTES", "BRACKETS", "EXPRESSION", "LONG"})
"""Codes of what pyxform lets pass and no phone, or nobody here, can read."""
_LIMIT = "limit exceeded"  # as libxml2 says of depth and of length; phones have other limits
_TYPES = (
    "text", "integer", "decimal", "select_one", "select_multiple", "select_one_from_file",
    "select_multiple_from_file", "rank", "range", "note", "date", "time", "datetime", "geopoint",
    "geotrace", "geoshape", "image", "audio", "video", "file", "barcode", "calculate", "acknowledge",
    "hidden", "start", "end", "today", "deviceid", "username", "phonenumber", "email", "audit",
    "begin_group", "end_group", "begin_repeat", "end_repeat", "xml-external", "csv-external",
    "background-audio", "start-geopoint", "background-geopoint",
)  # fmt: skip
# XPath 1.0, and https://getodk.github.io/xforms-spec/#xpath-functions
_FUNCTIONS = frozenset(
    """
    last position count id local-name namespace-uri name string concat starts-with contains
    substring-before substring-after substring string-length normalize-space translate boolean
    not true false lang number sum floor ceiling round text node comment and or div mod if
    coalesce once selected selected-at count-selected choice-name jr:choice-name jr:itext itext
    indexed-repeat instance current pulldata regex uuid random randomize int min max pow log
    log10 exp exp10 sqrt abs sin cos tan asin acos atan atan2 pi today now date date-time
    decimal-date-time decimal-time format-date format-date-time join substr ends-with
    count-non-empty checklist weighted-checklist boolean-from-string property digest area
    distance geofence intersects base64-decode extract-signed depend version thousands-sep
    """.split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Fault:
    """A mistake in a cell.

    Args:
        code: of `refusals`.
        blanks: what fills the sentence about it.
    """

    sheet: str
    row: int
    column: str
    code: str
    blanks: Mapping[str, str] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """The same in what JSON can carry."""
        return asdict(self)


def faults(survey: Rows, choices: Rows) -> list[Fault]:
    """The mistakes in the sheets, row by row; at most `MOST`.

    Args:
        survey, choices: rows as pyxform's readers give them, below their heading.
    """
    lists = {str(row.get("list_name") or row.get("list name") or "") for row in choices}
    names = {str(row["name"]).strip() for row in survey if row.get("name")}
    found: list[Fault] = []
    for at, row in enumerate(survey, 2):
        found += _in_row(at, row, lists, names)
        if len(found) >= MOST:
            break
    return [*found, *_headings(choices)][:MOST]


def _headings(choices: Rows) -> Iterator[Fault]:
    """Columns of choices that would become elements of no name; what has a space is left out."""
    headings = dict.fromkeys(
        str(heading) for row in choices for heading, cell in row.items() if heading and cell
    )
    for heading in headings:
        part = heading.partition(":")[0].strip().lower()
        if not (" " in heading or part in _SAID_BY_LANGUAGE or xml.is_name(heading)):
            yield Fault("choices", 1, heading, "HEADING", {"value": heading})


def _in_row(at: int, row: Mapping[str, Any], lists: set[str], names: set[str]) -> Iterator[Fault]:
    kind = " ".join(str(row.get("type") or "").split())
    if (
        not kind
        or kind.startswith("#")
        or str(row.get("disabled") or "").lower() in {"yes", "true"}
    ):
        return
    named = str(row.get("name") or "").strip()
    if kind.split()[0].split("_")[0] not in {"end", "begin"} and not _known(kind):
        yield Fault("survey", at, "type", "TYPE", {"value": kind, "near": _near(kind)})
    picked = _SELECTS.fullmatch(kind)
    if picked and picked[2] not in lists and "${" not in picked[2]:
        yield Fault("survey", at, "type", "LIST", {"value": picked[2]})
    if named and not xml.is_name(named, colon=True):
        yield Fault("survey", at, "name", "NAMES_008")
    for heading, text in row.items():
        column = _EXPRESSIONS.get(str(heading).strip().lower())
        if column and text and str(text).strip().lower() not in _SAID_PLAINLY:
            yield from _in_expression(at, str(heading), str(text), names)
        elif str(heading).lower().startswith(("label", "hint")) and isinstance(text, str):
            yield from _unknown(at, str(heading), text, names)


def _in_expression(at: int, column: str, text: str, names: set[str]) -> Iterator[Fault]:
    unknown = list(_unknown(at, column, text, names))
    yield from unknown
    if not unknown and (why := broken(text)):
        yield Fault("survey", at, column, why, {"value": text.strip()[:80]})
        return
    for name in _called(text):
        if name not in _FUNCTIONS:
            blanks = {"value": name, "near": _nearest(name, sorted(_FUNCTIONS))}
            yield Fault("survey", at, column, "FUNCTION", blanks)


def _unknown(at: int, column: str, text: str, names: set[str]) -> Iterator[Fault]:
    for name in dict.fromkeys(_referred(text)):
        if name.rpartition("/")[2] not in names:
            yield Fault("survey", at, column, "PYREF_003", {"q": name})


def _referred(text: str) -> list[str]:
    return [name.strip() for name in _REFERENCE.findall(text)]


def broken(expression: str) -> str:
    """Why an expression cannot be read, as a code of `refusals`; "" where it can."""
    from lxml import etree

    text = _REFERENCE.sub("/data/it", expression.translate(_SMART))
    if len(_QUOTED.sub("", text).replace('"', "'").split("'")) > 1:
        return "QUOTES"
    bare = _QUOTED.sub("''", text)
    if bare.count("(") != bare.count(")") or bare.count("[") != bare.count("]"):
        return "BRACKETS"
    try:
        etree.XPath(" ".join(text.split()))
    except etree.XPathError as error:
        return "LONG" if _LIMIT in str(error) else "EXPRESSION"
    except ValueError:  # a character that no XML can hold is told of by itself
        return ""
    return ""


def expressions(survey: Rows) -> dict[str, dict[str, str]]:
    """Name of a question to what its row says in columns of expressions, by their headings."""
    found: dict[str, dict[str, str]] = {}
    for row in survey:
        said = {
            str(heading): str(text)
            for heading, text in row.items()
            if text and str(heading).strip().lower() in _EXPRESSIONS
        }
        if said and row.get("name"):
            found.setdefault(str(row["name"]).strip(), said)
    return found


def column_with(said: Mapping[str, str], *, kinds: Collection[str], words: Collection[str]) -> str:
    """The heading of an expression that has one of the words; else the only one there is, or "".

    Args:
        said: headings to expressions, as `expressions` gives them.
        kinds: what the columns may be for, as XLSForm calls them today; none for any.
    """
    fit = {
        heading: text
        for heading, text in said.items()
        if not kinds or _EXPRESSIONS[heading.strip().lower()] in kinds
    }
    for heading, text in fit.items():
        called = {*_referred(text), *_called(text)}
        if called & set(words):
            return heading
    return next(iter(fit)) if len(fit) == 1 else ""


def meant(function: str) -> str | None:
    """The function that somebody may have meant, or ""; None where phones know this one."""
    return None if function in _FUNCTIONS else _nearest(function, sorted(_FUNCTIONS))


def _called(expression: str) -> list[str]:
    words = _CALLED.findall(_QUOTED.sub("''", expression))
    return [name for name in dict.fromkeys(_BEFORE_NAME.sub("", word) for word in words) if name]


def _known(kind: str) -> bool:
    from pyxform import aliases  # type: ignore[import-untyped]
    from pyxform.question_type_dictionary import QUESTION_TYPE_DICT  # type: ignore[import-untyped]

    if kind in QUESTION_TYPE_DICT:
        return True
    first = (*aliases.select, *aliases.select_from_file, "osm", "include")
    return any(kind == word or kind.startswith(f"{word} ") for word in first)


def _near(kind: str) -> str:
    return _nearest(kind.split(maxsplit=1)[0].casefold(), _TYPES)


def _nearest(word: str, known: Sequence[str]) -> str:
    return next(iter(get_close_matches(word, known, 1)), "")
