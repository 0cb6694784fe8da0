"""Submissions as flat, typed tables: one for the questionnaire, one for each repeat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from datashift.questionnaires import typed
from datashift.questionnaires.merged import Asked, asked
from datashift.questionnaires.questionnaire import Questionnaire
from datashift.tables.flag import Flag, Severity

if TYPE_CHECKING:
    import pyarrow as pa

    from datashift.questionnaires.submission import Submission, Value

Path = tuple[str, ...]
MOST_UNKNOWN = 200
_OWN = {("meta", "instanceID"), ("meta", "deprecatedID"), ("meta",)}


@dataclass(frozen=True)
class Tables:
    """Tables of submissions.

    Args:
        main: one row for each submission, `instance_id` first.
        repeats: path of the repeat to its table; `parent` is the `row` above it (an instance id
            for a repeat that stands in no other), `place` counts from 1 within it.
        columns: path of the question to the name of its column.
        flags: what was noticed; rows are counted from 1 in the order of the submissions.
    """

    main: pa.Table
    repeats: Mapping[str, pa.Table]
    columns: Mapping[str, str]
    flags: tuple[Flag, ...] = ()


@dataclass
class _Sheet:
    """One table while it is filled: keys of its rows, and the answers of each path."""

    instance: list[str] = field(default_factory=list)
    number: list[int] = field(default_factory=list)
    row: list[str] = field(default_factory=list)
    parent: list[str] = field(default_factory=list)
    place: list[int] = field(default_factory=list)
    version: list[str] = field(default_factory=list)
    replaces: list[str] = field(default_factory=list)
    answers: dict[Path, dict[int, str]] = field(default_factory=dict)
    again: dict[Path, dict[int, str]] = field(default_factory=dict)

    def put(self, path: Path, at: int, text: str) -> None:
        cells = self.answers.setdefault(path, {})
        if at not in cells:
            cells[at] = text
        elif text:
            more = self.again.setdefault(path, {})
            more[at] = f"{more[at]}; {text}" if at in more else text

    def written(self, path: Path) -> list[str | None]:
        cells = self.answers.get(path, {})
        return [cells.get(at) for at in range(len(self.instance))]


def tables(
    submissions: Sequence[Submission],
    questionnaire: Questionnaire,
    *,
    older: Sequence[Questionnaire] = (),
) -> Tables:
    """Turn submissions into tables, one row for each, in their order.

    Every question has a column of its own name (with its group's where two have the same), with the
    kind it asks for. A point has four columns, `_longitude`, `_latitude`, `_altitude`, `_accuracy`
    (metres); a moment one in universal time, `_offset`, the minutes by which the phone was ahead,
    and `_day`, the day it was there; a question with several answers one for each choice besides
    its own. What cannot be read, what is sent twice and what no version knows are kept as text, and
    flagged.

    Args:
        older: earlier versions, oldest first: their questions keep their columns.
    """
    form = asked(questionnaire, older)
    sheets: dict[Path, _Sheet] = {(): _Sheet()}
    for repeat in form.repeats:
        sheets[repeat] = _Sheet()
    sealed = [at for at, submission in enumerate(submissions, 1) if submission.encrypted]
    for number, submission in enumerate(submissions, 1):
        if not submission.encrypted:
            _add(sheets, form, submission, number)
    flags = [_sealed(sealed)] if sealed else []
    columns: dict[Path, list[Path]] = {path: [] for path in sheets}
    for path in form.names:
        columns[form.inside(path)].append(path)
    built = {
        path: _table(sheet, path, columns[path], form, flags) for path, sheet in sheets.items()
    }
    return Tables(
        main=built[()],
        repeats={"/".join(path): table for path, table in built.items() if path},
        columns={"/".join(path): name for path, name in form.names.items()},
        flags=tuple(flags),
    )


def _add(sheets: Mapping[Path, _Sheet], form: Asked, submission: Submission, number: int) -> None:
    main = sheets[()]
    main.instance.append(submission.instance_id)
    main.version.append(submission.version)
    main.replaces.append(submission.deprecated_id)
    main.number.append(number)
    rows: dict[str, int] = {"": len(main.instance) - 1}
    for value in submission.values:
        if value.path in _OWN:
            continue
        path = form.now(value.path)
        if path in sheets:
            _row(sheets, form, submission, number, value, rows)
            continue
        if not value.leaf or (not value.text and path not in form.names):
            continue
        repeat, key = _place(form, path, value)
        sheet = sheets[repeat]
        at = rows.get(key)
        if at is not None:
            sheet.put(path, at, value.text)


def _place(form: Asked, path: Path, value: Value) -> tuple[Path, str]:
    """The innermost repeat that an answer stands in, and the key of its row."""
    repeat = form.inside(path)
    return repeat, _key(form, value.path[: len(repeat)], value.places)


def _key(form: Asked, path: Path, places: Sequence[int]) -> str:
    """`household/member[2]/visit[1]`: only repeats are counted."""
    said = zip(path, places, form.counted(path), strict=False)
    return "/".join([f"{name}[{place + 1}]" if counted else name for name, place, counted in said])


def _row(
    sheets: Mapping[Path, _Sheet],
    form: Asked,
    submission: Submission,
    number: int,
    value: Value,
    rows: dict[str, int],
) -> None:
    path = value.path
    sheet, key = sheets[path], _key(form, path, value.places)
    outer = _key(form, path[: len(form.inside(path))], value.places)
    sheet.instance.append(submission.instance_id)
    sheet.number.append(number)
    sheet.row.append(f"{submission.instance_id}/{key}")
    sheet.parent.append(f"{submission.instance_id}/{outer}" if outer else submission.instance_id)
    sheet.place.append(value.places[-1] + 1)
    rows[key] = len(sheet.instance) - 1


def _table(
    sheet: _Sheet, repeat: Path, asked_there: Sequence[Path], form: Asked, flags: list[Flag]
) -> pa.Table:
    import pyarrow as pa

    columns: dict[str, pa.Array] = {"instance_id": pa.array(sheet.instance, pa.string())}
    if repeat:
        columns["row"] = pa.array(sheet.row, pa.string())
        columns["parent"] = pa.array(sheet.parent, pa.string())
        columns["place"] = pa.array(sheet.place, pa.int32())
    else:
        columns["version"] = pa.array(sheet.version, pa.string())
        replaces = [text or None for text in sheet.replaces]
        columns["deprecated_id"] = pa.array(replaces, pa.string())
    for path in asked_there:
        _answers(columns, sheet, path, form.names[path], form, flags)
    _unknown(columns, sheet, form, flags)
    return pa.table(columns)


def _answers(
    columns: dict[str, pa.Array],
    sheet: _Sheet,
    path: Path,
    name: str,
    form: Asked,
    flags: list[Flag],
) -> None:
    written = sheet.written(path)
    read = typed.typed(form.kinds[path], written, form.choices.get(path, ()))
    for ending, values in read.columns.items():
        columns[form.ending(path, ending)] = values
    if read.unreadable:
        rows = tuple(sheet.number[at] for at in read.unreadable)
        flags.append(_unreadable(name, form.kinds[path], rows))
        if form.kinds[path] not in {"several", "rank"}:
            kept = {at: written[at] for at in read.unreadable}
            _keep(columns, f"{name}_written", kept, len(sheet.instance))
    if path in sheet.again:
        rows = tuple(sheet.number[at] for at in sheet.again[path])
        flags.append(_twice(name, rows))
        _keep(columns, f"{name}_again", sheet.again[path], len(sheet.instance))


def _unknown(columns: dict[str, pa.Array], sheet: _Sheet, form: Asked, flags: list[Flag]) -> None:
    """What no version of the questionnaire asks: kept as text under the name of its path."""
    unknown = [path for path in sheet.answers if path not in form.names]
    if len(unknown) > MOST_UNKNOWN:
        flags.append(_too_many(len(unknown)))
    for path in unknown[:MOST_UNKNOWN]:
        cells = sheet.answers[path]
        joined = {
            at: "; ".join(part for part in (text, sheet.again.get(path, {}).get(at)) if part)
            for at, text in cells.items()
        }
        name = "_".join(path)
        rows = tuple(sheet.number[at] for at in joined)
        flags.append(
            Flag(
                code="submission.unknown_element",
                severity=Severity.LOOK,
                message=f'{len(rows):,} submissions answer "{"/".join(path)}", which no version '
                "of the questionnaire asks; the answers are kept as text.",
                column=name,
                rows=rows,
                count=len(rows),
                values={"count": len(rows), "path": "/".join(path)},
            )
        )
        _keep(columns, name, joined, len(sheet.instance))


def _keep(
    columns: dict[str, pa.Array], name: str, cells: Mapping[int, str | None], length: int
) -> None:
    import pyarrow as pa

    while name in columns:
        name += "_"
    columns[name] = pa.array([cells.get(at) or None for at in range(length)], pa.string())


def _too_many(count: int) -> Flag:
    return Flag(
        code="submission.many_unknown",
        severity=Severity.LOOK,
        message=f"{count:,} different questions are answered that no version of the questionnaire "
        f"asks; {MOST_UNKNOWN} of them are in the table, all are in the submissions.",
        count=count,
        values={"count": count, "kept": MOST_UNKNOWN},
    )


def _unreadable(name: str, kind: str, rows: tuple[int, ...]) -> Flag:
    if kind in {"several", "rank"}:
        return Flag(
            code="submission.unknown_choice",
            severity=Severity.LOOK,
            message=f'{len(rows):,} answers to "{name}" name a choice that is not on its list.',
            column=name,
            rows=rows,
            count=len(rows),
            values={"count": len(rows), "column": name},
        )
    return Flag(
        code="submission.unreadable",
        severity=Severity.LOOK,
        message=f'{len(rows):,} answers to "{name}" are not of the kind it asks for; they are '
        f'missing there, and kept as text in "{name}_written".',
        column=name,
        rows=rows,
        count=len(rows),
        values={"count": len(rows), "column": name, "kind": kind},
    )


def _twice(name: str, rows: tuple[int, ...]) -> Flag:
    return Flag(
        code="submission.answered_twice",
        severity=Severity.LOOK,
        message=f'{len(rows):,} submissions answer "{name}" more than once; the first answer '
        f'counts, the others are kept in "{name}_again".',
        column=name,
        rows=rows,
        count=len(rows),
        values={"count": len(rows), "column": name},
    )


def _sealed(numbers: Sequence[int]) -> Flag:
    return Flag(
        code="submission.encrypted",
        severity=Severity.STOPS,
        message=f"{len(numbers):,} submissions are encrypted and have no row until they are "
        "decrypted.",
        rows=tuple(numbers),
        count=len(numbers),
        values={"count": len(numbers)},
    )


def joined(found: Tables, repeat: str) -> pa.Table:
    """A repeat's table with the columns of the repeats and the submissions its rows belong to.

    Columns around it whose name the repeat's own table has (its keys) are left out.
    """
    import pyarrow.compute as pc

    inner = found.repeats[repeat]
    steps, parent = repeat.split("/"), inner["parent"]
    around = ("/".join(steps[:depth]) for depth in range(len(steps) - 1, 0, -1))
    for outer in (found.repeats[path] for path in around if path in found.repeats):
        outer = outer.take(pc.index_in(parent, value_set=outer["row"]))
        inner, parent = _beside(inner, outer), outer["parent"]
    where = pc.index_in(inner["instance_id"], value_set=found.main["instance_id"])
    return _beside(inner, found.main.take(where))


def _beside(inner: pa.Table, outer: pa.Table) -> pa.Table:
    for name in outer.column_names:
        if name not in inner.column_names:
            inner = inner.append_column(name, outer[name])
    return inner
