"""Personal data that figures do not need and that can hurt the people who answered.

No message, value or repair repeats what a cell says.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from datashift.quality import personal_columns as kinds
from datashift.quality import personal_words as vocabulary
from datashift.quality.headings import CODE, is_identifier, says, says_all
from datashift.quality.inspection import Inspection
from datashift.quality.offers import drop_column, keep
from datashift.quality.words import counted
from datashift.tables.flag import Flag, Severity

# These lead to a person only together with more than this table.
_INDIRECT = frozenset({"personal.photo", "personal.birth_date"})
# Fewer rows of a text that seem to hold a number may be an accident of spelling.
SOME = 5
_AGES = 8


def private_columns(inspection: Inspection) -> frozenset[str]:
    """Columns whose values must not be repeated anywhere."""
    return frozenset(_found(inspection))


def check(inspection: Inspection) -> Iterator[Flag]:
    """`personal.name`, `.phone`, `.email`, `.id`, `.device`, `.photo`, `.birth_date`, `.home`."""
    found = _found(inspection)
    for name, code in found.items():
        severity = Severity.LOOK if code in _INDIRECT else Severity.STOPS
        count = len(inspection) - inspection.table.column(name).missing
        yield _flag(code, name, severity, _sentence(code, name), count)
    for column in inspection.columns:
        is_code = is_identifier(column.name) or says(column.name, CODE)
        if column.kind == "text" and column.name not in found and not is_code:
            yield from _mentions(inspection, column.name)
    yield from _homes(inspection)


def _sentence(code: str, name: str) -> str:
    """What a column holds, as a whole sentence: its parts stand in another order elsewhere."""
    return {
        "personal.name": f'"{name}" holds names of people.',
        "personal.phone": f'"{name}" holds phone numbers.',
        "personal.email": f'"{name}" holds e-mail addresses.',
        "personal.id": f'"{name}" holds numbers of identity papers.',
        "personal.device": f'"{name}" holds the numbers of phones or SIM cards, '
        "which lead to their owners.",
        "personal.photo": f'"{name}" holds names of photo or sound files: look at what they '
        "show before anybody else does.",
        "personal.birth_date": f'"{name}" holds dates of birth: an age in years tells enough.',
        "personal.home": f'"{name}" holds addresses where people live.',
    }[code]


def _found(inspection: Inspection) -> dict[str, str]:
    return inspection.once("personal", "", lambda: dict(_columns(inspection)))


def _columns(inspection: Inspection) -> Iterator[tuple[str, str]]:
    for column in inspection.columns:
        if column.kind != "geometry" and column.missing < len(inspection):
            code = kinds.kind_of(column, inspection.distinct(column.name))
            if code is not None:
                yield column.name, code


def _mentions(inspection: Inspection, column: str) -> Iterator[Flag]:
    """Phone numbers and e-mail addresses inside longer texts."""
    distinct = inspection.distinct(column)
    if not distinct.is_text:
        return
    for code, sign, pattern, what in (
        ("personal.phone", r"\d.{0,5}\d{3}", kinds.PHONE_INSIDE, "a phone number"),
        ("personal.email", "@", kinds.EMAIL_INSIDE, "an e-mail address"),
    ):
        # A short pattern first: the whole one takes long over long texts.
        if not pc.any(pc.match_substring_regex(distinct.values, sign)).as_py():
            continue
        chosen = pc.match_substring_regex(distinct.values, pattern)
        mentioning = np.asarray(chosen.to_numpy(zero_copy_only=False), dtype=bool)
        if mentioning.any():
            rows = inspection.rows(distinct.rows_of(mentioning))
            verb = counted(len(rows), "row of", "rows of")
            hold = "holds" if len(rows) == 1 else "hold"
            message = f'{verb} "{column}" {hold} what looks like {what}.'
            severity = Severity.STOPS if len(rows) >= SOME else Severity.LOOK
            yield _flag(code, column, severity, message, len(rows), rows)


def _homes(inspection: Inspection) -> Iterator[Flag]:
    """Exact points where people live."""
    people = _is_about_people(inspection)
    exact: list[str] = []
    for point in inspection.points:
        at_home = people or says(point.longitude, vocabulary.HOME)
        if at_home and _is_exact(inspection, point.longitude):
            exact += (point.longitude, point.latitude)
    for column in inspection.columns:
        at_home = people or says(column.name, vocabulary.HOME)
        if (
            at_home
            and column.kind == "text"
            and kinds.holds_exact_points(inspection.distinct(column.name))
        ):
            exact.append(column.name)
    for name in exact:
        count = len(inspection) - inspection.table.column(name).missing
        message = f'"{name}" holds the exact place of people: keep it only to find their area.'
        yield _flag("personal.home", name, Severity.STOPS, message, count)


def _is_about_people(inspection: Inspection) -> bool:
    """Whether a row is a person or a household: it has a sex and an age, or a household's own."""
    names = [column.name for column in inspection.columns]
    if any(
        says(name, vocabulary.HOUSEHOLD) or says_all(name, vocabulary.HOUSEHOLD_TOGETHER)
        for name in names
    ):
        return True
    # Official series have a SEX and an AGE too, but of groups: "15-49".
    return any(says(name, vocabulary.SEX) for name in names) and any(
        column.kind in ("integer", "number")
        and says(column.name, vocabulary.AGE)
        and len(inspection.distinct(column.name)) >= _AGES
        for column in inspection.columns
    )


def _is_exact(inspection: Inspection, column: str) -> bool:
    """Whether most values have four decimals or more: about ten metres."""
    values = inspection.distinct(column).values
    if not len(values):
        return False
    thousandths = pc.cast(values, pa.float64()).to_numpy(zero_copy_only=False) * 1000
    thousandths = thousandths[np.isfinite(thousandths)]
    return len(thousandths) > 0 and bool(
        (np.abs(thousandths - np.round(thousandths)) > 1e-6).mean() > 0.5
    )


def _flag(
    code: str,
    column: str,
    severity: Severity,
    message: str,
    count: int,
    rows: tuple[int, ...] = (),
) -> Flag:
    return Flag(
        code=code,
        severity=severity,
        message=message,
        column=column,
        rows=rows,
        count=count,
        values={"column": column, "count": count},
        repairs=(drop_column(code, column), keep(code, column)),
    )
