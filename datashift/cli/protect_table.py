"""The table's half of `datashift protect`."""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from datashift.cli.terminal import progress
from datashift.kit.problem import Problem

if TYPE_CHECKING:
    from datashift.disclosure.tables.protect import Protected
    from datashift.disclosure.tables.reading import Counted, Layout
    from datashift.kit.progress import Progress

_SECRET = 16  # bytes, at least


def execute(options: argparse.Namespace) -> int:
    """Protect a long table of inner cells and write all cells and margins."""
    from datashift.disclosure.tables import report
    from datashift.disclosure.tables.reading import read_cells
    from datashift.tables import read

    layout = _layout(options)
    beside = _destinations(options)
    show = progress(quiet=options.quiet)
    try:
        table = read(options.file, sheet=options.sheet, progress=show)
        protected = _protected(options, read_cells(table, layout), show)
    finally:
        show.close()
    name = options.file.name
    if beside is not None:
        out, page = beside
        _write(out, _csv(protected, layout))
        _write(page, report.as_html(protected, name=name))
    if options.json:
        print(json.dumps(report.as_json(protected, name=name), ensure_ascii=False, indent=2))
        return 0
    for heading, text in report.sentences(protected):
        print(f"{heading}: {text}")
    if beside is not None and not options.quiet:
        sys.stderr.write(f"Written to {options.out}, with {beside[1].name} beside it\n")
    return 0


def _layout(options: argparse.Namespace) -> Layout:
    from datashift.disclosure.tables.reading import Layout

    if not options.by:
        raise _asked(options, "which columns classify the cells", "--by REGION,SEX", "by")
    if not options.count:
        raise _asked(options, "which column holds the number of people", "--count N", "count")
    within = []
    for text in options.within:
        inner, colon, outer = text.partition(":")
        if not (inner and colon and outer) or inner == outer:
            raise _asked(options, "what lies within what", "--within COUNTY:REGION", "within")
        within.append((inner, outer))
    if options.magnitude and options.method != "suppress":
        raise Problem(
            "Totals of amounts can only be protected by hiding",
            do="Leave out --magnitude, or use --method suppress",
            code="protect.magnitude_method",
        )
    return Layout(
        tables=tuple(options.by),
        count=options.count,
        within=tuple(within),
        magnitude=options.magnitude,
        largest=options.largest,
        second=options.second,
    )


def _asked(options: argparse.Namespace, what: str, example: str, code: str) -> Problem:
    return Problem(
        f"It is not said {what}",
        file=options.file.name,
        do=f"Add it, such as {example}",
        code=f"protect.{code}",
    )


def _protected(options: argparse.Namespace, counted: Counted, show: Progress) -> Protected:
    from datashift.disclosure.policy import rules_for
    from datashift.disclosure.tables.protect import blurred, rounded_off, suppressed

    for option, value, least in (("--minimum", options.minimum, 0), ("--base", options.base, 2)):
        if value is not None and value < least:
            raise Problem(f"{option} must be at least {least}", code=f"protect.{option.strip('-')}")
    rules = rules_for(options.topic, minimum=options.minimum)
    if options.method == "round":
        return rounded_off(counted, rules, base=options.base or 5)
    if options.method == "cell-key":
        return blurred(counted, rules, secret=_secret(options))
    return suppressed(counted, rules, attribute=options.attribute or "", progress=show)


def _secret(options: argparse.Namespace) -> bytes:
    if options.key is None:
        raise _asked(options, "where the secret of the noise is", "--key secret.key", "key")
    try:
        secret: bytes = options.key.read_bytes().strip()
    except OSError:
        raise Problem(
            "The file with the secret cannot be read", file=options.key.name, code="protect.key"
        ) from None
    if len(secret) < _SECRET:
        raise Problem(
            f"The secret is shorter than {_SECRET} bytes, so it could be guessed",
            file=options.key.name,
            do="Make one with: openssl rand -hex 32 > secret.key, and keep it for every release",
            code="protect.key_short",
        )
    return secret


def _destinations(options: argparse.Namespace) -> tuple[Path, Path] | None:
    if options.out is None:
        return None
    out: Path = options.out
    page = out.with_name(f"{out.stem}.report.html")
    for path in (out, page):
        if path.exists() and (not options.force or path.resolve() == options.file.resolve()):
            raise Problem(
                "There is already a file of this name",
                file=path.name,
                safe="It was left as it is",
                do="Choose another name, or add --force",
                code="protect.exists",
            )
    return out, page


def _csv(table: Protected, layout: Layout) -> str:
    from datashift.disclosure.tables.cube import labels
    from datashift.kit.cells import harmless

    codes = labels(table.cube)
    shown = table.cube.shown.ravel()
    columns = [[harmless(str(code)) for code in each[shown]] for each in codes.values()]
    hidden = table.hidden[shown].tolist()
    numbers = [(layout.count, [str(n) for n in table.counts[shown].tolist()])]
    if table.amounts is not None and layout.magnitude:
        scale = 10**table.decimals
        written = [f"{n / scale:.{table.decimals}f}" for n in table.amounts[shown].tolist()]
        numbers.append((layout.magnitude, written))
    for _, values in numbers:
        columns.append(["" if gone else n for gone, n in zip(hidden, values, strict=True)])
    columns.append(table.status[shown].tolist())
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*codes, *[name for name, _ in numbers], "OBS_STATUS"])
    writer.writerows(zip(*columns, strict=True))
    return text.getvalue()


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError:
        raise Problem(
            "The result cannot be written there",
            file=path.name,
            do="Choose a folder that exists and may be written to",
            code="protect.cannot_write",
        ) from None
