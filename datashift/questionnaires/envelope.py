"""What a submission says of itself: enough to keep it, without reading its answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from datashift.kit.problem import Problem
from datashift.questionnaires import xml
from datashift.questionnaires.submission import LONGEST_ID, read

LIMITS = xml.Limits()


@dataclass(frozen=True)
class Envelope:
    """The outside of a submission; the fields are those of `submission.Submission`.

    Args:
        title: what the form calls this submission (instanceName), or "".
        document: as it came.
        root: its first element (lxml).
    """

    form_id: str
    version: str
    instance_id: str
    deprecated_id: str
    title: str
    encrypted: bool
    document: bytes
    root: Any

    def attachments(self, paths: Iterable[Iterable[str]] | None) -> tuple[str, ...]:
        """Names of the files that belong to it, each once.

        Args:
            paths: of the answers that are files; None when nobody knows, then of what looks so.
        """
        if self.encrypted:
            paths = [("media", "file"), ("encryptedXmlFile",)]
        elif paths is None:
            return read(self.document).attachments
        found = (text for path in paths for text in _texts([self.root], list(path)))
        return tuple(dict.fromkeys(found))


def open_envelope(document: bytes, limits: xml.Limits = LIMITS) -> Envelope:
    """Read the outside of a submission.

    Raises:
        Problem: as `submission.read` does.
    """
    root = xml.parse(document, limits)
    form_id = root.get("id", "") or root.get("{http://openrosa.org/xforms}id", "")
    form_id = form_id or (root.tag[1:].partition("}")[0] if root.tag.startswith("{") else "")
    if not form_id:
        raise Problem(
            "The submission does not say which questionnaire it answers",
            do="Its first element needs the attribute id",
            code="submission.no_form",
        )
    meta = _meta(root)
    instance_id = meta.get("instanceID") or root.get("instanceID", "").strip()
    deprecated_id = meta.get("deprecatedID", "")
    version = root.get("version", "")
    if max(len(form_id), len(instance_id), len(deprecated_id), len(version)) > LONGEST_ID:
        raise Problem(
            f"An id in the submission is longer than {LONGEST_ID} letters",
            code="submission.long_id",
        )
    return Envelope(
        form_id=form_id,
        version=version,
        instance_id=instance_id,
        deprecated_id=deprecated_id,
        title=meta.get("instanceName", ""),
        encrypted=root.get("encrypted", "") == "yes",
        document=document,
        root=root,
    )


def _meta(root: Any) -> dict[str, str]:
    """The first text of each name below the elements called meta, whatever their namespaces."""
    found: dict[str, str] = {}
    for element in root.iterchildren("{*}meta"):
        for child in element.iterchildren("{*}*"):
            if text := (child.text or "").strip():
                found.setdefault(xml.local(child.tag), text)
    return found


def _texts(level: list[Any], path: list[str]) -> list[str]:
    """The texts at a path below elements, whatever namespaces its names are in."""
    for name in path:
        level = [child for each in level for child in each.iterchildren("{*}" + name)]
    return [text for each in level if (text := (each.text or "").strip())]
