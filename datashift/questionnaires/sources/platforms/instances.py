"""Filled questionnaires as XML: folders of ODK Collect and Briefcase, and what servers hand out."""

from __future__ import annotations

import hashlib
import uuid
from collections import defaultdict
from pathlib import PurePosixPath
from typing import Any

from datashift.kit.problem import Problem
from datashift.kit.progress import Progress
from datashift.questionnaires import xml
from datashift.questionnaires.envelope import open_envelope
from datashift.questionnaires.sources.bundle import Bundle
from datashift.questionnaires.sources.export import Filled, Raw, Unreadable
from datashift.questionnaires.sources.names import Names
from datashift.tables.flag import Severity

CONTENT = uuid.UUID("0d8b0d2b-5b3c-4c39-8f0a-3f6e0f5f8a11")  # ids made of what was answered
_SUBMISSION = "{http://opendatakit.org/submissions}submission"
_FORM = b"<h:html", b"<html"
_MANIFEST = {"form.xml", "manifest.xml"}


def documents(bundle: Bundle) -> tuple[str, ...]:
    """The XML files that may be submissions."""
    return tuple(
        part
        for part in bundle.parts
        if part.lower().endswith(".xml")
        or (len(bundle.parts) == 1 and bundle.head(part).lstrip()[:1] == b"<")
    )


def form_in(bundle: Bundle) -> bytes | None:
    """The XForm that Briefcase keeps beside its instances, if there is exactly one."""
    found = [part for part in documents(bundle) if _is_form(bundle.head(part))]
    return bundle.read(found[0]) if len(found) == 1 else None


def _is_form(head: bytes) -> bool:
    return any(mark in head for mark in _FORM)


def read(bundle: Bundle, names: Names, progress: Progress) -> Raw:
    """Every submission among the XML files, byte for byte as it came."""
    raw = Raw("instances")
    form = names.form
    beside: dict[str, dict[str, str]] = defaultdict(dict)
    for part in bundle.parts:
        folder, _, name = part.rpartition("/")
        beside[folder][name] = part
    found: dict[str, list[Filled]] = defaultdict(list)
    parts = documents(bundle)
    for place, part in enumerate(parts, start=1):
        if place % 100 == 0:
            progress("Reading submissions", place, len(parts))
        if _is_form(bundle.head(part)):
            continue
        name = PurePosixPath(part).name
        try:
            form_id, filled = _filled(bundle.read(part), name, place)
        except Problem as problem:
            if problem.code != "submission.something_else":
                raw.unreadable.append(Unreadable(name, place, str(problem)))
            continue
        near = beside[part.rpartition("/")[0]]
        files = {each: where for each, where in near.items() if where != part}
        found[form_id].append(_with_files(filled, files, alone=len(_xmls(near)) == 1))
    raw.form_id = form.id if form else max(found, key=lambda each: len(found[each]), default="")
    raw.sealed = found.pop(raw.form_id, [])
    if found:
        raw.noticed.add(
            "other_form",
            "%(count)s files answer another questionnaire and were left out.",
            count=sum(map(len, found.values())),
            severity=Severity.LOOK,
        )
    return raw


def _xmls(names: dict[str, str]) -> list[str]:
    return [name for name in names if name.lower().endswith(".xml")]


def _filled(content: bytes, name: str, place: int) -> tuple[str, Filled]:
    """The form id and the submission."""
    text = _unwrapped(content)
    envelope = open_envelope(text)
    own = envelope.instance_id or content_id(hashlib.sha256(text).hexdigest())
    files = dict.fromkeys(envelope.attachments(None), "")
    return envelope.form_id, Filled(own, envelope.deprecated_id, text, name, place, files)


def _unwrapped(content: bytes) -> bytes:
    """The submission inside what a Briefcase server hands out; anything else as it is."""
    if b"opendatakit.org/submissions" not in content[:600]:
        return content
    root = xml.parse(content, xml.Limits())
    if root.tag != _SUBMISSION:
        return content
    data: Any = xml.child(root, "data")
    inside: Any = next(iter(data), None) if data is not None else None
    if inside is None:
        return content
    from lxml import etree

    return bytes(etree.tostring(inside, encoding="utf-8", with_tail=False))


def _with_files(found: Filled, near: dict[str, str], *, alone: bool) -> Filled:
    """The files beside it: those that it names; all of them where it has the folder to itself."""
    named = {name: near.get(name, "") for name in found.files}
    if alone and any(name.endswith(".enc") for name in near):
        named |= {name: where for name, where in near.items() if name.endswith(".enc")}
    return Filled(found.instance_id, found.replaces, found.text, found.file, found.row, named)


def content_id(*content: str) -> str:
    """An id made of the content: the same whenever and by whomever it is imported."""
    return f"uuid:{uuid.uuid5(CONTENT, chr(0).join(content))}"
