"""`datashift protect FILE --microdata`."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from datashift.cli.terminal import progress
from datashift.kit.problem import Problem

if TYPE_CHECKING:
    import pyarrow as pa

    from datashift.disclosure.microdata.protect import ProtectedRecords


def configure(part: argparse.ArgumentParser) -> None:
    """The options that only records need."""
    records = part.add_argument_group("records, with --microdata")
    records.add_argument(
        "--keys", metavar="A,B,C", type=_names, help="what can be known of a person from elsewhere"
    )
    records.add_argument(
        "--sensitive", metavar="A,B", type=_names, default=(), help="answers that could hurt"
    )
    records.add_argument("--weight", metavar="COLUMN", help="how many people a record stands for")
    records.add_argument(
        "--amounts", metavar="A,B", type=_names, default=(), help="numbers to show as group means"
    )
    records.add_argument(
        "--keep", metavar="A,B", type=_names, default=(), help="further columns that may leave"
    )
    records.add_argument(
        "--categories", metavar="A,B", type=_names, default=(), help="keys whose numbers are names"
    )
    records.add_argument("--k", type=int, default=5, help="how many records must look alike (5)")
    records.add_argument(
        "--named",
        metavar="SHARE",
        type=float,
        default=0.001,
        help="share of a sample that a list of everybody may name rightly (0.001)",
    )


def execute(options: argparse.Namespace) -> int:
    """Change records until they may leave, and say what that took."""
    from datashift.disclosure.microdata.gate import Rules
    from datashift.disclosure.microdata.protect import Parts, protect_records
    from datashift.disclosure.microdata.words import as_json, sentences
    from datashift.tables import read

    _check(options)
    show = progress(quiet=options.quiet)
    try:
        table = read(options.file, sheet=options.sheet, progress=show)
        show("protecting", 0, None)
        parts = Parts(
            options.keys,
            options.sensitive,
            options.weight,
            options.amounts,
            _within(options.within),
            options.keep,
            options.categories,
        )
        today = date.today()  # noqa: DTZ011 - the day where the person sits
        protected = protect_records(
            table, parts, Rules(k=options.k, named=options.named), today=today
        )
    finally:
        show.close()
    if options.out is not None:
        _write(options.out, protected)
    if options.json:
        print(json.dumps(as_json(protected), ensure_ascii=False, indent=2))
        return 0
    for heading, lines in sentences(protected).items():
        print(heading)
        for line in lines:
            print(f"  {line}")
    if options.out is not None and not options.quiet:
        sys.stderr.write(f"Written to {options.out}; the report is {_report(options.out)}\n")
    return 0


def _check(options: argparse.Namespace) -> None:
    if not options.keys:
        raise Problem(
            "It is not said what can be known of a person from elsewhere",
            file=options.file.name,
            do="Add --keys with these columns, such as --keys SEX,AGE,DISTRICT",
            code="protect.keys",
        )
    if options.k < 2:
        raise Problem("At least 2 records must look alike", do="Give --k 5", code="protect.k")
    if not 0 < options.named <= 1:
        raise Problem(
            "The share lies between 0 and 1", do="Give --named 0.001", code="protect.named"
        )
    if options.out is not None:
        for path in (options.out, _report(options.out)):
            if path.exists() and not options.force:
                raise Problem(
                    "There is already a file of this name",
                    file=path.name,
                    safe="It was left as it is",
                    do="Choose another name, or add --force",
                    code="file.exists",
                )
        if not options.out.resolve().parent.is_dir():
            raise Problem(
                "There is no such folder",
                file=options.out.name,
                do="Make it first",
                code="file.folder",
            )


def _within(pairs: list[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        inner, mark, outer = pair.partition(":")
        if not (inner and mark and outer):
            raise Problem(
                f'"{pair}" does not say which column lies within which',
                do="Write --within DISTRICT:REGION",
                code="protect.within",
            )
        found[inner.strip()] = outer.strip()
    return found


def _write(out: Path, protected: ProtectedRecords) -> None:
    """Both files or none."""
    from datashift.disclosure.microdata.words import sentences
    from datashift.disclosure.page import page

    with tempfile.TemporaryDirectory(dir=out.resolve().parent, prefix=".protect-") as folder:
        records, report = Path(folder) / "records", Path(folder) / "report"
        _write_csv(protected.data, records)
        report.write_text(page(out.name, sentences(protected).items()), encoding="utf-8")
        records.replace(out)
        report.replace(_report(out))


def _write_csv(data: pa.Table, path: Path) -> None:
    """Records whose words no spreadsheet takes for formulas."""
    import pyarrow as pa
    from pyarrow import csv

    from datashift.kit.cells import harmless

    columns = [_harmless(column) for column in data.columns]
    names = [harmless(name) for name in data.column_names]
    written = pa.Table.from_arrays(columns, names=names)
    csv.write_csv(written, path, csv.WriteOptions(quoting_style="needed"))


def _harmless(column: pa.ChunkedArray) -> pa.ChunkedArray:
    import pyarrow as pa

    from datashift.kit.cells import harmless

    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return column
    pieces = []
    for piece in column.chunks:
        coded = piece.dictionary_encode()
        words = [None if each is None else harmless(each) for each in coded.dictionary.to_pylist()]
        pieces.append(pa.array(words, type=column.type).take(coded.indices))
    return pa.chunked_array(pieces, type=column.type)


def _report(out: Path) -> Path:
    return out.with_name(f"{out.stem}.report.html")


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
