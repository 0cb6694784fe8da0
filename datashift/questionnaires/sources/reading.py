"""Read an export of another platform into submissions."""

from __future__ import annotations

import pathlib
from dataclasses import replace

from datashift.kit.problem import Problem
from datashift.kit.progress import Progress, silent
from datashift.questionnaires import xform
from datashift.questionnaires.questionnaire import Question, Questionnaire
from datashift.questionnaires.sources import built, fitted, moments, recognised
from datashift.questionnaires.sources.bundle import Bundle
from datashift.questionnaires.sources.export import Export, Filled, Path, Raw, Unreadable
from datashift.questionnaires.sources.names import Names
from datashift.questionnaires.sources.platforms import google, instances
from datashift.tables.flag import Severity

_SHOWN = 8  # headings named in one sentence


def read(
    source: pathlib.Path,
    *,
    name: str | None = None,
    form: Questionnaire | None = None,
    zone: str = "",
    progress: Progress = silent,
) -> Export:
    """Read an export: a file, a folder, or a zip of them; the platform is told by its content.

    Args:
        name: the file's name as the person knows it.
        form: what the submissions answer; built from the columns where None.
        zone: time zone of moments that say none, such as Africa/Nairobi; "" leaves them so.

    Raises:
        Problem: no known platform, damaged, too large, or nothing in it.
    """
    where = moments.zone_of(zone)
    bundle = Bundle(source, name or source.name)
    beside = instances.form_in(bundle) if form is None else None
    made = beside is not None
    if beside is not None:
        form = xform.read(beside)
    raw = recognised.read(bundle, Names(form), progress)
    own_form = form is not None and not made
    if form is None:
        form = built.questionnaire(raw, bundle.name)
        _tell_built(raw, form)
    elif missing := fitted.unknown(raw, form):
        _tell_unknown(raw, missing)
    absent = _absent(raw, form)
    fit = fitted.Fit(form, raw, zone=where, american=google.is_american(raw))
    by_name = fitted.by_basename(bundle.parts)
    filled: list[Filled] = [_found(each, by_name) for each in raw.sealed]
    for place, record in enumerate(raw.records, start=1):
        if place % 500 == 0:
            progress("Reading submissions", place, len(raw.records))
        try:
            filled.append(replace(fit.filled(record, by_name), absent=absent))
        except Problem as problem:
            raw.unreadable.append(Unreadable(record.file, record.row, str(problem)))
    if not filled and not raw.unreadable:
        raise Problem("There is no submission in the export", file=bundle.name, code="source.empty")
    kept = _once(filled, raw)
    return Export(
        platform=raw.platform,
        questionnaire=form,
        built=not own_form,
        submissions=tuple(kept),
        unreadable=tuple(raw.unreadable),
        flags=raw.noticed.flags(),
        bundle=bundle,
        xform=beside or b"",
    )


def _absent(raw: Raw, form: Questionnaire) -> tuple[Path, ...]:
    """What was not brought: outermost repeats and single questions; it is said of both."""
    found: list[Path] = []
    for each in form.repeats:
        path = tuple(each.path.split("/"))
        if any(path[: len(outer)] == outer for outer in found):
            continue
        if path in raw.absent:
            found.append(path)
        elif raw.flat and not any(column[: len(path)] == path for column in raw.labels):
            found.append(path)
            raw.noticed.add(
                "repeats_missing",
                'The table of the repeats "%(column)s" was not brought; those that are here '
                "already stay as they are.",
                column=each.path,
                severity=Severity.LOOK,
            )
    missing = [each for each in form.questions if _has_no_column(each, raw, found)]
    if missing:
        names = [f'"{each.path}"' for each in missing[:_SHOWN]] + ["…"] * (len(missing) > _SHOWN)
        raw.noticed.add(
            "columns_missing",
            "%(count)s questions have no column: %(names)s. What is here already of their answers "
            "stays as it is.",
            count=len(missing),
            names=", ".join(names),
        )
    return (*found, *(tuple(each.path.split("/")) for each in missing))


def _has_no_column(question: Question, raw: Raw, absent: list[Path]) -> bool:
    path = tuple(question.path.split("/"))
    if not raw.flat or path in raw.labels or path[0] == "meta" or question.kind == "note":
        return False
    return not any(path[: len(outer)] == outer for outer in absent)


def _found(each: Filled, by_name: dict[str, list[str]]) -> Filled:
    """Files in another folder (Central's `media`), where only one has the name."""
    missing = {name for name, part in each.files.items() if not part}
    if not missing:
        return each
    files = {name: part for name, part in each.files.items() if part}
    files |= {name: by_name[name][0] for name in missing if len(by_name.get(name, ())) == 1}
    return replace(each, files=files)


def _once(filled: list[Filled], raw: Raw) -> list[Filled]:
    """Copies go; of two with one id and other answers both stay, and it is said."""
    seen: dict[str, bytes] = {}
    kept: list[Filled] = []
    for each in filled:
        before = seen.setdefault(each.instance_id, each.text)
        if before is each.text:
            kept.append(each)
        elif before == each.text:
            raw.noticed.add(
                "doubled",
                "%(count)s submissions are in the export twice and count once.",
                row=each.row,
            )
        else:
            kept.append(each)
            raw.noticed.add(
                "differs",
                "%(count)s submissions have the id of another but other answers; the last counts.",
                row=each.row,
                severity=Severity.LOOK,
            )
    return kept


def _tell_built(raw: Raw, form: Questionnaire) -> None:
    raw.noticed.add(
        "built",
        "Nobody brought the questionnaire: one with %(count)s questions was made from the columns. "
        "Kinds of questions are taken from the answers, and choices are not known.",
        count=len(form.questions),
        severity=Severity.LOOK,
    )
    if any("-" in label for label in raw.labels.values()) and raw.platform in {
        "central",
        "briefcase",
    }:
        raw.noticed.add(
            "groups_guessed",
            "Hyphens in %(count)s headings were taken for borders of groups, as ODK writes them.",
            count=sum("-" in label for label in raw.labels.values()),
        )


def _tell_unknown(raw: Raw, missing: list[str]) -> None:
    names = [f'"{each}"' for each in missing[:_SHOWN]] + ["…"] * (len(missing) > _SHOWN)
    raw.noticed.add(
        "unknown_columns",
        "%(count)s columns are not asked by the questionnaire: %(names)s. "
        "Their answers are kept as text.",
        count=len(missing),
        severity=Severity.LOOK,
        names=", ".join(names),
    )
