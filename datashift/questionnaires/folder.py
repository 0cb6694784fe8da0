"""Submissions in a folder, as ODK Collect, Briefcase and Central's export leave them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from datashift.kit.problem import Problem
from datashift.questionnaires.questionnaire import Questionnaire
from datashift.questionnaires.submission import Submission, read
from datashift.tables.flag import Flag, Severity


@dataclass(frozen=True)
class Found:
    """What a folder holds.

    Args:
        submissions: those of the questionnaire that count, in the order of their files' names.
        flags: `folder.unreadable`, `folder.other_form`, `folder.replaced`, `folder.doubled`,
            `folder.differs`.
    """

    submissions: tuple[Submission, ...]
    flags: tuple[Flag, ...] = ()


def read_folder(folder: Path, questionnaire: Questionnaire) -> Found:
    """Read every XML file under a folder that answers the questionnaire.

    Raises:
        Problem: there is no such folder, or nothing in it answers the questionnaire.
    """
    if not folder.is_dir():
        raise Problem("There is no such folder", file=folder.name, code="folder.missing")
    found: list[Submission] = []
    flags: list[Flag] = []
    others = 0
    for path in sorted(folder.rglob("*.xml")):
        try:
            submission = read(path.read_bytes(), questionnaire)
        except Problem as problem:
            flags.append(_flag("unreadable", f"{path.name}: {problem.what}.", name=path.name))
            continue
        if submission.form_id == questionnaire.id:
            found.append(submission)
        else:
            others += 1
    if others:
        words = f"{others:,} files answer another questionnaire and were left out."
        flags.append(_flag("other_form", words, count=others))
    if not found:
        raise Problem(
            f'No file answers the questionnaire "{questionnaire.id}"',
            file=folder.name,
            do="Choose the folder with the filled questionnaires (XML)",
            code="folder.nothing",
        )
    kept, noticed = current(found)
    return Found(kept, (*flags, *noticed))


def current(submissions: Iterable[Submission]) -> tuple[tuple[Submission, ...], tuple[Flag, ...]]:
    """Those that count: no copies, and of an edited submission the last.

    Of two that have the same id and differ, the first counts, and it is said.
    """
    sent: Sequence[Submission] = tuple(submissions)
    replaced = {item.deprecated_id for item in sent if item.deprecated_id}
    seen: dict[str, Submission] = {}
    kept: list[Submission] = []
    counts = {"replaced": 0, "doubled": 0, "differs": 0}
    for item in sent:
        identifier = item.instance_id
        if identifier and identifier in seen:
            same = seen[identifier].values == item.values
            counts["doubled" if same else "differs"] += 1
            continue
        if identifier:
            seen[identifier] = item
        if identifier and identifier in replaced and item.deprecated_id != identifier:
            counts["replaced"] += 1
            continue
        kept.append(item)
    return tuple(kept), tuple(
        _flag(code, _WORDS[code] % f"{count:,}", count=count)
        for code, count in counts.items()
        if count
    )


_WORDS = {
    "replaced": "%s submissions were edited later; the edited ones count.",
    "doubled": "%s submissions are there twice and count once.",
    "differs": "%s submissions have the id of another but other answers; the first counts.",
}


def _flag(code: str, message: str, *, count: int = 1, name: str = "") -> Flag:
    severity = Severity.NOTE if code in {"replaced", "doubled"} else Severity.LOOK
    values = {"count": count, "name": name} if name else {"count": count}
    return Flag(f"folder.{code}", severity, message, count=count, values=values)
