"""Categories written in several ways, and several categories written in one cell."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from datashift.quality import several
from datashift.quality.checks.personal import private_columns
from datashift.quality.identifiers import identifies
from datashift.quality.inspection import Distinct, Inspection
from datashift.quality.offers import keep, recode
from datashift.quality.spellings import usual_spellings
from datashift.quality.words import counted
from datashift.tables.flag import Flag, Severity

# Above, words are names or sentences rather than categories.
MOST_DIFFERENT = 50_000
# Typing slips are looked for among this many; case and spaces always. Among more, names lie so
# close that other things look like slips: "La Caldera" and "La Calera" are two towns.
MOST_COMPARED = 200
_SHOWN = 2


def check(inspection: Inspection) -> Iterator[Flag]:
    """`categories.split`, `categories.multiple`, `categories.not_compared`."""
    private = private_columns(inspection)
    for column in inspection.columns:
        if column.kind != "text" or column.name in private:
            continue
        distinct = inspection.distinct(column.name)
        if not distinct.is_text or identifies(inspection, column.name):
            continue
        if 2 <= len(distinct) <= min(MOST_DIFFERENT, distinct.present / 2):
            if not distinct.is_prose:
                yield from _split(inspection, column.name, distinct)
            yield from _multiple(inspection, column.name, distinct)


def _split(inspection: Inspection, column: str, distinct: Distinct) -> Iterator[Flag]:
    categories = len(set(distinct.bare))
    compared = categories <= MOST_COMPARED
    mapping = usual_spellings(
        distinct.texts, distinct.bare, distinct.counts.tolist(), slips=compared
    )
    if mapping:
        yield _split_flag(inspection, column, distinct, mapping)
    if not compared:
        code = "categories.not_compared"
        yield Flag(
            code=code,
            severity=Severity.NOTE,
            message=f'"{column}" has {categories:,} different values: they were compared by '
            "case and spaces, not for typing slips.",
            column=column,
            count=categories,
            values={"column": column, "count": categories, "most": MOST_COMPARED},
            repairs=(keep(code, column),),
        )


def _split_flag(
    inspection: Inspection, column: str, distinct: Distinct, mapping: dict[str, str]
) -> Flag:
    code = "categories.split"
    chosen = np.array([text in mapping for text in distinct.texts])
    rows = inspection.rows(distinct.rows_of(chosen))
    categories = len(set(mapping.values()))
    shown = sorted(mapping, key=lambda text: (text.strip() == mapping[text], text))[:_SHOWN]
    examples = ", ".join(f'"{text}" for "{mapping[text]}"' for text in shown)
    return Flag(
        code=code,
        severity=Severity.LOOK,
        message=f'{counted(categories, "category", "categories")} of "{column}" '
        f"{'is' if categories == 1 else 'are'} written in more than one way, such as {examples}: "
        f"{counted(len(rows), 'row differs', 'rows differ')} from the usual spelling.",
        column=column,
        rows=rows,
        count=len(rows),
        values={"column": column, "count": len(rows), "categories": categories},
        repairs=(recode(code, column, mapping), keep(code, column)),
    )


def _multiple(inspection: Inspection, column: str, distinct: Distinct) -> Iterator[Flag]:
    found = several.find(distinct.texts)
    if found is None:
        return
    code = "categories.multiple"
    rows = inspection.rows(distinct.rows_of(np.array(found.cells)))
    yield Flag(
        code=code,
        severity=Severity.NOTE,
        message=f"{counted(len(rows), 'row holds', 'rows hold')} several answers in one cell of "
        f'"{column}" ({found.answers:,} different answers in all).',
        column=column,
        rows=rows,
        count=len(rows),
        values={
            "column": column,
            "count": len(rows),
            "answers": found.answers,
            "separator": found.separator,
        },
        repairs=(keep(code, column),),
    )
