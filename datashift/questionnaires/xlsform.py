"""An XLSForm (the spreadsheet people write) converted to an XForm (what phones read)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from datashift.kit import bounded
from datashift.kit.problem import Problem
from datashift.questionnaires import noticed, odk_validate, proofread, refusals, xform
from datashift.questionnaires.beside import Beside
from datashift.questionnaires.questionnaire import Questionnaire
from datashift.tables import archive
from datashift.tables.flag import Flag, Severity
from datashift.tables.limits import Limits
from datashift.tables.raw import Request

LIMITS = Limits(bytes=16 << 20, unpacked=128 << 20, entries=2_000)
SECONDS = 60
_SUFFIXES = {".xlsx", ".xlsm", ".xls", ".csv", ".md"}


@dataclass(frozen=True)
class Converted:
    """A converted XLSForm.

    Args:
        xform: what phones read.
        questionnaire: the same, to look into.
        itemsets: `itemsets.csv` of a form with external choices, or None.
        flags: words and indicators that are missing, what the converter and ODK Validate noticed,
            media that are not there.
        validated: ODK Validate has passed the form; False where there is no Java.
        rows: `survey/age` to the row of the sheet in which that name stands first.
    """

    xform: bytes
    questionnaire: Questionnaire
    itemsets: bytes | None = None
    flags: tuple[Flag, ...] = ()
    validated: bool = False
    rows: Mapping[str, int] = field(default_factory=dict)


def convert(
    source: Path, *, media: Sequence[str] = (), name: str | None = None, validate: bool = False
) -> Converted:
    """Convert an XLSForm (XLSX, XLS, CSV or Markdown) to an XForm.

    It is done in a child process with bounded memory and time.

    Args:
        media: names of the files that came with it.
        name: the file's name as the person knows it; the path's own where None.
        validate: also ask ODK Validate, where there is Java.

    Raises:
        Problem: the workbook cannot be used; its sheet, row and column are named.
    """
    shown = name or source.name
    suffix = Path(shown).suffix.lower()
    _check(source, shown, suffix)
    answer = _run(source, shown, suffix)
    if "error" in answer:
        raise refusals.problem(shown, answer)
    document = answer["xform"].encode()
    questionnaire = xform.read(document)
    itemsets = answer["itemsets"]
    _readable(shown, answer, questionnaire)
    flags = [
        *noticed.without_indicator(questionnaire),
        *noticed.untranslated(questionnaire),
        *refusals.flags(answer["warnings"], answer["wrong"]),
        *_missing(questionnaire, media),
    ]
    validated = False
    if validate:
        verdict = odk_validate.validate(document)
        if verdict.asked and not verdict.valid:
            raise refusals.invalid(shown, verdict.remarks, answer["rows"], answer["expressions"])
        validated = verdict.valid
        flags += [] if verdict.asked else [_unasked()]
    return Converted(
        xform=document,
        questionnaire=questionnaire,
        itemsets=itemsets.encode() if itemsets else None,
        flags=tuple(flags),
        validated=validated,
        rows=answer["rows"],
    )


def read_beside(source: Path, *, name: str | None = None) -> Beside:
    """What an XLSForm that was converted has beside its form.

    It is looked for in a child process with bounded memory and time.

    Args:
        name: the file's name as the person knows it; the path's own where None.

    Raises:
        Problem: the workbook cannot be read.
    """
    shown = name or source.name
    suffix = Path(shown).suffix.lower()
    _check(source, shown, suffix)
    return Beside.of(_run(source, shown, suffix, "gathering"))


def _missing(questionnaire: Questionnaire, media: Sequence[str]) -> list[Flag]:
    """Files that the form shows or looks into and that did not come with it."""
    return [
        Flag(
            code="xlsform.missing_media",
            severity=Severity.LOOK,
            message=f'The form needs the file "{name}", which is not there yet.',
            count=1,
            values={"name": name},
        )
        for name in dict.fromkeys((*questionnaire.media, *questionnaire.files))
        if name not in set(media)
    ]


def _readable(name: str, answer: Mapping[str, Any], questionnaire: Questionnaire) -> None:
    """Refuse what pyxform lets pass, and no phone can use."""
    unread = [one for one in answer["wrong"] if one["code"] in proofread.UNREADABLE]
    if unread:
        first, *others = refusals.problems(name, unread)
        first.others = tuple(others)
        raise first
    if not questionnaire.questions:
        raise refusals.empty(name)


def _unasked() -> Flag:
    return Flag(
        code="xlsform.not_validated",
        severity=Severity.NOTE,
        message="ODK Validate was not asked, because there is no Java on this machine; a mistake "
        "in an expression may only show on the phone.",
    )


def _check(source: Path, name: str, suffix: str) -> None:
    if suffix not in _SUFFIXES:
        raise Problem(
            "This is no XLSForm: such a questionnaire is a spreadsheet",
            file=name,
            do="Save it as XLSX and try again",
            code="xlsform.no_spreadsheet",
        )
    size = source.stat().st_size
    if size == 0:
        raise Problem("The file is empty", file=name, code="file.empty")
    if size > LIMITS.bytes:
        raise Problem(
            f"The questionnaire has {size:,} bytes; at most {LIMITS.bytes:,} can be read",
            file=name,
            do="Take pictures out of it and try again",
            code="xlsform.too_large",
        )
    if suffix in {".xlsx", ".xlsm"}:
        try:
            archive.open_safely(Request(source, name, size, limits=LIMITS)).zip.close()
        except Problem as problem:
            problem.file = problem.file or name
            raise


def _run(source: Path, name: str, suffix: str, process: str = "converting") -> dict[str, Any]:
    module = f"datashift.questionnaires.{process}"
    try:
        answer: dict[str, Any] = bounded.ask(
            module, str(source), suffix, Path(name).stem, seconds=SECONDS
        )
    except bounded.Ended as error:
        raise (refusals.too_much if error.forced else refusals.damaged)(name) from error
    return answer
