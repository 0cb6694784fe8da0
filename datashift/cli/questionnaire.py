"""`datashift questionnaire`: look at an XLSForm, make tables of what was filled in, import."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from datashift.cli.terminal import progress
from datashift.kit.problem import Problem

if TYPE_CHECKING:
    from datashift.questionnaires.questionnaire import Questionnaire
    from datashift.questionnaires.submission import Submission
    from datashift.tables import Flag

NAME = "questionnaire"
SHORT = "look at an XLSForm, or turn filled questionnaires into tables"
ABOUT = """\
check: open an XLSForm or XForm and say what is in it: languages, questions, and the indicators
that its answers give. rows: turn a folder of filled questionnaires (XML, as phones send them) into
typed tables and, where questions give indicators, a study.yaml that needs no further work.
import: the same with an export of KoboToolbox, ODK Central, Briefcase, Ona, Ushahidi, Epicollect5,
CommCare or Google Forms; without the form one is made of the columns.
"""
EXAMPLES = """\
examples:
  datashift questionnaire check water.xlsx
  datashift questionnaire rows water.xlsx instances/ --out collected --country KE
  datashift questionnaire import kobo-export.xlsx --form water.xlsx --out collected
  datashift questionnaire import haiti.csv --zone America/Port-au-Prince --out collected
"""


def configure(part: argparse.ArgumentParser) -> None:
    steps = part.add_subparsers(title="steps", metavar="STEP", required=True)
    look = steps.add_parser("check", help="what is in a questionnaire")
    look.add_argument("form", metavar="FORM", type=Path, help="XLSForm (XLSX, XLS) or XForm (XML)")
    look.set_defaults(step=_check)
    table = steps.add_parser("rows", help="filled questionnaires as tables")
    table.add_argument("form", metavar="FORM", type=Path, help="XLSForm (XLSX, XLS) or XForm (XML)")
    table.add_argument("folder", metavar="FOLDER", type=Path, help="where the submissions are")
    _writes(table)
    table.set_defaults(step=_rows)
    brought = steps.add_parser("import", help="an export of another platform as tables")
    brought.add_argument(
        "export", metavar="EXPORT", type=Path, help="a file, a zip or a folder of them"
    )
    brought.add_argument("--form", metavar="FORM", type=Path, help="XLSForm or XForm it answers")
    brought.add_argument(
        "--zone",
        metavar="ZONE",
        default="",
        help="of times that name none: Africa/Nairobi or +03:00 (they stay as they are)",
    )
    _writes(brought)
    brought.add_argument("-q", "--quiet", action="store_true", help="no progress")
    brought.set_defaults(step=_import)


def _writes(part: argparse.ArgumentParser) -> None:
    part.add_argument("--out", metavar="DIR", type=Path, required=True, help="where to write")
    part.add_argument("--country", metavar="CODE", help="where the answers are from, such as KE")
    part.add_argument(
        "--sampling",
        choices=("census", "probability", "volunteer", "register", "sensor"),
        default="volunteer",
        help="how the answers came about (volunteer)",
    )


def execute(options: argparse.Namespace) -> int:
    code: int = options.step(options)
    return code


@dataclass(frozen=True)
class _Opened:
    """A form as it was opened; `rows` as `xlsform.Converted` has them, where it is a sheet."""

    form: Questionnaire
    flags: tuple[Flag, ...] = ()
    name: str = ""
    rows: Mapping[str, int] = field(default_factory=dict)

    @contextmanager
    def named(self) -> Iterator[None]:
        """Say of what is wrong with a question in which row of the sheet it stands."""
        from datashift.questionnaires.concepts import QuestionProblem

        try:
            yield
        except QuestionProblem as problem:
            every = [problem, *(one for one in problem.others if isinstance(one, QuestionProblem))]
            for one in every:
                one.row = self.rows.get(f"survey/{one.question}")
                one.file = self.name if one.row is None else f'{self.name}, sheet "survey"'
            raise


def _opened(form: Path) -> _Opened:
    from datashift.questionnaires import xform, xlsform

    if not form.is_file():
        raise Problem("There is no such file", file=form.name, code="file.missing")
    if form.suffix.lower() == ".xml":
        return _Opened(xform.read(form.read_bytes()), name=form.name)
    made = xlsform.convert(form, validate=True)
    return _Opened(made.questionnaire, made.flags, form.name, made.rows)


def _check(options: argparse.Namespace) -> int:
    from datashift.questionnaires import concepts
    from datashift.questionnaires.questionnaire import UNNAMED

    opened = _opened(options.form)
    form = opened.form
    languages = ", ".join(name for name in form.languages if name != UNNAMED) or "none named"
    print(f"{form.title or form.id}: {form.id}, version {form.version or 'none'}")
    silent = len(form.questions) - len(form.asked)
    by_itself = f" (and {silent:,} that the phone fills in by itself)" if silent else ""
    print(f"questions: {len(form.asked):,}{by_itself}; repeats: {len(form.repeats):,}")
    print(f"languages: {languages}")
    if form.encrypted:
        print("Submissions are encrypted on the phone.")
    with opened.named():
        wanted = concepts.wanted(form)
    for item in wanted:
        print(f"gives {item.sdg} ({item.match}) from the answers to {item.question}")
    if not wanted:
        print("No question names an indicator (datashift::indicator).")
    _say(opened.flags)
    return 0


def _rows(options: argparse.Namespace) -> int:
    from datashift.questionnaires.folder import read_folder

    _check_free(options.out)
    opened = _opened(options.form)
    found = read_folder(options.folder, opened.form)
    return _write(opened, found.submissions, (*opened.flags, *found.flags), options)


def _import(options: argparse.Namespace) -> int:
    from datashift.questionnaires import sources, written
    from datashift.questionnaires.folder import current
    from datashift.questionnaires.submission import read

    _check_free(options.out)
    given = _opened(options.form) if options.form else None
    show = progress(quiet=options.quiet)
    try:
        form = given.form if given else None
        export = sources.read(options.export, form=form, zone=options.zone, progress=show)
    finally:
        show.close()
    kept, replaced = current(read(each.text, export.questionnaire) for each in export.submissions)
    platform = sources.PLATFORMS[export.platform]
    print(f"{options.export.name} is an export of {platform}: {len(kept):,} submissions")
    for each in export.unreadable:
        print(f"  {each.file}, row {each.row}: {each.why}   [source.unreadable]")
    opened = given or _Opened(export.questionnaire, name=options.export.name)
    code = _write(opened, kept, (*opened.flags, *export.flags, *replaced), options)
    if export.built:
        (options.out / "form.xlsx").write_bytes(written.xlsform(export.questionnaire))
        print(f"the questionnaire that was made: {options.out.name}/form.xlsx")
    return code


def _check_free(out: Path) -> None:
    if out.exists() and any(out.iterdir()):
        raise Problem(
            "The folder already holds something",
            file=out.name,
            safe="It was left as it is",
            do="Choose another folder",
            code="questionnaire.exists",
        )


def _write(
    opened: _Opened,
    submissions: tuple[Submission, ...],
    noticed: tuple[Flag, ...],
    options: argparse.Namespace,
) -> int:
    """Tables, and the study where questions give indicators."""
    import pyarrow.parquet as pq

    from datashift.questionnaires import concepts
    from datashift.questionnaires.rows import joined, tables

    form = opened.form
    found = tables(submissions, form)
    files = {repeat: f"{repeat.replace('/', '.')}.parquet" for repeat in found.repeats}
    study, unit = None, ""
    with opened.named():
        if concepts.wanted(form):
            unit = concepts.unit_repeat(form)
            study = concepts.study(
                form,
                file=files.get(unit, "submissions.parquet"),
                repeat=unit,
                country=options.country,
                sampling=options.sampling,
            )
    options.out.mkdir(parents=True, exist_ok=True)
    pq.write_table(found.main, options.out / "submissions.parquet")
    for repeat, table in found.repeats.items():
        whole = joined(found, repeat) if repeat == unit else table
        pq.write_table(whole, options.out / files[repeat])
    if study is not None:
        (options.out / "study.yaml").write_text(study.text, encoding="utf-8")
    print(f"{found.main.num_rows:,} submissions, {found.main.num_columns:,} columns")
    for repeat, table in found.repeats.items():
        print(f"{repeat}: {table.num_rows:,} rows")
    if study is not None:
        print(f"next: datashift run {options.out.name}/study.yaml --out release")
    more = study.flags if study is not None else ()
    _say((*noticed, *found.flags, *more))
    return 0


def _say(flags: tuple[Flag, ...]) -> None:
    for flag in flags:
        print(f"  {flag.message}   [{flag.code}]")
