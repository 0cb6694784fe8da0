"""One filled questionnaire, as a phone sends it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from datashift.kit.problem import Problem
from datashift.questionnaires import xml
from datashift.questionnaires.questionnaire import FILES, Questionnaire

if TYPE_CHECKING:
    from datashift.questionnaires.rows import Tables

LONGEST_ID = 249  # OpenRosa metadata
_FILE = re.compile(
    r"[^/\\<>\x00-\x1f]{1,200}\."
    r"(jpe?g|png|gif|webp|heic|mp3|m4a|amr|aac|ogg|opus|wav|3gp{1,2}|mp4|webm|mov|csv|pdf|"
    r"docx?|xlsx?|pptx?|txt|rtf|zip|osm|geojson|json|enc)",
    re.IGNORECASE,
)


class Value(NamedTuple):
    """What one element holds.

    Args:
        path: names from below the root down to it: ``("household", "age")``.
        places: which of its namesakes each of them is, counted from 0.
        text: as sent.
        leaf: it holds no elements.
    """

    path: tuple[str, ...]
    places: tuple[int, ...]
    text: str
    leaf: bool = True


@dataclass(frozen=True)
class Submission:
    """One filled questionnaire.

    Args:
        form_id: `Questionnaire.id` it says it answers.
        version: of the questionnaire, or "".
        instance_id: its own id, or "" where it has none.
        deprecated_id: id of the one that it replaces, or "".
        start, end: when it was begun and finished on the phone, as written, or "".
        values: everything in it, in order.
        attachments: names of the files that belong to it, each once.
        encrypted: its answers are in an encrypted file among the attachments.
        root: name of its first element.
    """

    form_id: str
    version: str
    instance_id: str
    deprecated_id: str = ""
    start: str = ""
    end: str = ""
    values: tuple[Value, ...] = ()
    attachments: tuple[str, ...] = ()
    encrypted: bool = False
    root: str = "data"

    def value(self, path: str) -> str:
        """The first text at a path such as ``household/age``; "" where there is none."""
        wanted = tuple(path.split("/"))
        return next((item.text for item in self.values if item.path == wanted), "")


def read(
    document: bytes,
    questionnaire: Questionnaire | None = None,
    *,
    limits: xml.Limits | None = None,
) -> Submission:
    """Read one submission.

    Args:
        questionnaire: tells which answers are names of files; without it, those that look so.

    Raises:
        Problem: not well-formed, beyond the limits, a document type, no form id, an id too long.
    """
    root = xml.parse(document, limits or xml.Limits())
    _check_kind(root.tag)
    values: list[Value] = []
    _gather(root, (), (), values)
    form_id = root.get("id", "") or root.get("{http://openrosa.org/xforms}id", "")
    form_id = form_id or _namespace(root.tag)
    if not form_id:
        raise Problem(
            "The submission does not say which questionnaire it answers",
            do="Its first element needs the attribute id",
            code="submission.no_form",
        )
    first: dict[tuple[str, ...], str] = {}
    for item in values:
        first.setdefault(item.path, item.text)
    instance_id = first.get(("meta", "instanceID"), "") or root.get("instanceID", "").strip()
    for identifier in (form_id, instance_id, first.get(("meta", "deprecatedID"), "")):
        if len(identifier) > LONGEST_ID:
            raise Problem(
                f"An id in the submission is longer than {LONGEST_ID} letters",
                code="submission.long_id",
            )
    encrypted = root.get("encrypted", "") == "yes"
    return Submission(
        form_id=form_id,
        version=root.get("version", ""),
        instance_id=instance_id,
        deprecated_id=first.get(("meta", "deprecatedID"), ""),
        start=first.get(("start",), ""),
        end=first.get(("end",), ""),
        values=tuple(values),
        attachments=_attachments(values, questionnaire, encrypted=encrypted),
        encrypted=encrypted,
        root=xml.local(root.tag),
    )


_OTHERS = {
    "{http://www.w3.org/1999/xhtml}html": "a form",
    "{http://opendatakit.org/submissions}submission": "what a server answers",
    "{http://opendatakit.org/submissions}idChunk": "what a server answers",
    "{http://openrosa.org/http/response}OpenRosaResponse": "what a server answers",
    "{http://openrosa.org/xforms/xformsList}xforms": "a list of forms",
}


def _check_kind(tag: str) -> None:
    if other := _OTHERS.get(tag):
        raise Problem(
            f"This is {other}, not a submission",
            do="Choose the submission, which is usually called submission.xml",
            code="submission.something_else",
        )


def _namespace(tag: str) -> str:
    """The root's namespace, which old forms have instead of an id."""
    return tag[1:].partition("}")[0] if tag.startswith("{") else ""


def _gather(
    element: Any, path: tuple[str, ...], places: tuple[int, ...], values: list[Value]
) -> None:
    seen: dict[str, int] = {}
    for child in element:
        name = xml.local(child.tag)
        place = seen.get(name, 0)
        seen[name] = place + 1
        below, at = (*path, name), (*places, place)
        leaf = len(child) == 0
        values.append(Value(below, at, (child.text or "").strip(), leaf))
        if not leaf:
            _gather(child, below, at, values)


def _attachments(
    values: Sequence[Value], questionnaire: Questionnaire | None, *, encrypted: bool
) -> tuple[str, ...]:
    if encrypted:
        wanted = {("media", "file"), ("encryptedXmlFile",)}
        found = [item.text for item in values if item.path in wanted and item.text]
    elif questionnaire is not None:
        paths = {
            tuple(question.path.split("/"))
            for question in questionnaire.questions
            if question.kind in FILES
        }
        paths.add(("meta", "audit"))
        found = [item.text for item in values if item.path in paths and item.text]
    else:
        found = [item.text for item in values if item.leaf and _FILE.fullmatch(item.text)]
    return tuple(dict.fromkeys(found))


def rows(submissions: Sequence[Submission], questionnaire: Questionnaire) -> Tables:
    """Flat typed tables of many submissions: see `datashift.questionnaires.rows.tables`."""
    from datashift.questionnaires.rows import tables

    return tables(submissions, questionnaire)
