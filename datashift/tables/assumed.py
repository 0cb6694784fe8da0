"""What was assumed about the values of a column."""

from __future__ import annotations

from datashift.kit.language import marked
from datashift.tables.answers import Answers
from datashift.tables.arrays import Mask
from datashift.tables.flag import Flag, Severity
from datashift.tables.numbers import Numbers, match
from datashift.tables.sentences import keep, mark_missing, sentence
from datashift.tables.texts import Texts


def codes(texts: Texts, mask: Mask) -> Flag:
    """Digits kept as text, because a number would lose their leading zero."""
    return sentence(
        "types.codes",
        Severity.NOTE,
        texts,
        mask,
        "{column} holds digits that are codes, not numbers (such as {example}); it stays text.",
        rows=False,
    )


def half(texts: Texts, mask: Mask, share: float, kind: str) -> Flag:
    """A column that is mostly numbers or dates, yet not enough to be read as such."""
    return sentence(
        "types.mixed",
        Severity.LOOK,
        texts,
        mask,
        "{column} is mostly {kind} ({percent} %), but {count} {values} {are} not (such as "
        "{example}); "
        "it stays text.",
        values={"kind": kind, "percent": int(share * 100)},
        repairs=(mark_missing("types.mixed", texts, mask), keep("types.mixed", texts)),
    )


def unread(texts: Texts, mask: Mask, kind: str) -> Flag | None:
    """Values that are no number or date in a column of them: they became missing."""
    if not mask.any():
        return None
    return sentence(
        "types.mixed",
        Severity.LOOK,
        texts,
        mask,
        "{count} {values} in {column} {are} not {kind} (such as {example}) and left out as missing.",
        values={"kind": kind},
        repairs=(mark_missing("types.mixed", texts, mask), keep("types.mixed", texts)),
    )


def markers(answers: Answers) -> tuple[Flag, ...]:
    """Markers believed to mean missing, because the rest of the column is numbers or dates."""
    found = (
        declared(answers.texts, answers.declared),
        nothing(answers.texts, answers.markers),
    )
    return tuple(flag for flag in found if flag)


def nothing(texts: Texts, mask: Mask) -> Flag | None:
    """Texts read as missing without a doubt."""
    if not mask.any():
        return None
    return sentence(
        "missing.marker",
        Severity.NOTE,
        texts,
        mask,
        "{count} {values} in {column} {are} read as missing: {listed}.",
        rows=False,
    )


def of_numbers(answers: Answers, found: Numbers, *, expected: bool) -> tuple[Flag, ...]:
    """Everything assumed about a column of numbers.

    Args:
        expected: the form of the file suggests decimal commas.
    """
    texts, full = answers.texts, answers.full
    sure = ~found.uncertain
    flags = (
        unread(texts, answers.given & ~full(found.reads), marked("a number")),
        decimal_comma(texts, full(found.comma & sure), expected=expected),
        grouped(texts, full(found.grouped & sure)),
        percent(texts, full(found.percent), every=bool((found.percent == found.reads).all())),
        uncertain_marks(texts, full(found.uncertain), found),
        needless_decimals(texts, full(found.needless)),
    )
    return tuple(flag for flag in flags if flag)


def markers_in_text(texts: Texts, mask: Mask) -> Flag | None:
    """Markers left alone in a column of words, where they may be an answer."""
    if not mask.any():
        return None
    return sentence(
        "missing.marker",
        Severity.LOOK,
        texts,
        mask,
        "{column} has {count} {values} that may mean missing or may be an answer: {listed}. "
        "They are kept as written.",
        repairs=(mark_missing("missing.marker", texts, mask), keep("missing.marker", texts)),
    )


def declared(texts: Texts, mask: Mask) -> Flag | None:
    """Values that the study declares missing."""
    if not mask.any():
        return None
    return sentence(
        "missing.declared",
        Severity.NOTE,
        texts,
        mask,
        "{count} {values} in {column} {are} read as missing, as declared: {listed}.",
        rows=False,
    )


def decimal_comma(texts: Texts, mask: Mask, *, expected: bool) -> Flag | None:
    """Decimal commas; "1,3" may also be two answers to one question."""
    if not mask.any():
        return None
    doubtful = not expected and not (mask & ~_short_pairs(texts)).any()
    return sentence(
        "numbers.decimal_comma",
        Severity.LOOK if doubtful else Severity.NOTE,
        texts,
        mask,
        "{count} {values} in {column} {are} read with a decimal comma (such as {example}).",
        rows=doubtful,
        repairs=(keep("numbers.decimal_comma", texts),) if doubtful else (),
    )


def _short_pairs(texts: Texts) -> Mask:
    return match(texts.values, r"^\d{1,2},\d{1,2}$")


def grouped(texts: Texts, mask: Mask) -> Flag | None:
    """Grouped thousands about which the column leaves no doubt."""
    if not mask.any():
        return None
    return sentence(
        "numbers.thousands",
        Severity.NOTE,
        texts,
        mask,
        "{count} {values} in {column} {are} read with marks between thousands (such as {example}).",
        rows=False,
    )


def percent(texts: Texts, mask: Mask, *, every: bool) -> Flag | None:
    """Per cent signs left out; doubtful where only some of the numbers carry one."""
    if not mask.any():
        return None
    return sentence(
        "numbers.percent",
        Severity.NOTE if every else Severity.LOOK,
        texts,
        mask,
        "{count} {values} in {column} {are} read without the per cent sign (such as {example}).",
        rows=not every,
        repairs=() if every else (keep("numbers.percent", texts),),
    )


def needless_decimals(texts: Texts, mask: Mask) -> Flag | None:
    """Whole numbers written as 2008.0, as programs do when some are missing."""
    if not mask.any():
        return None
    return sentence(
        "numbers.whole",
        Severity.NOTE,
        texts,
        mask,
        "{column} holds whole numbers written with a zero behind the point (such as {example}).",
        rows=False,
    )


def formula_like(texts: Texts, mask: Mask) -> Flag | None:
    """Text that a spreadsheet program would run as a formula; here it is only text."""
    if not mask.any():
        return None
    return sentence(
        "reading.formula_like",
        Severity.NOTE,
        texts,
        mask,
        "{count} {values} in {column} would be run as a formula by a spreadsheet program (such as "
        "{example}); here it is text.",
    )


def uncertain_marks(texts: Texts, mask: Mask, found: Numbers) -> Flag | None:
    """ "1,234" where no other value says whether the comma marks decimals or thousands."""
    if not mask.any():
        return None
    decimal = bool((found.uncertain & found.comma).any())
    return sentence(
        "numbers.ambiguous",
        Severity.LOOK,
        texts,
        mask,
        "{count} {values} in {column} could be read in two ways (such as {example}); the mark is "
        "taken {taken}.",
        values={"taken": "for a decimal mark" if decimal else "to group thousands"},
        repairs=(keep("numbers.ambiguous", texts),),
    )
