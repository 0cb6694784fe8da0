"""Whether two texts of one submission say the same."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import UTC, datetime

from datashift.questionnaires.questionnaire import Questionnaire
from datashift.questionnaires.sources.export import Path
from datashift.questionnaires.submission import Submission, read

# A number that begins with zeros is a code: a barcode, a telephone number.
_NUMBER = re.compile(r"[+-]?(0|[1-9]\d{0,14})(\.\d+)?", re.ASCII)
_ASIDE = {"meta", "imported", "formhub", "__version__", "_version", "_version_"}


def same_answers(
    one: bytes,
    other: bytes,
    form: Questionnaire | None = None,
    *,
    without: Collection[Path] = (),
) -> bool:
    """Whether two texts hold the same answers, however each writes them.

    The same moment with another offset, 1 and 1.0, one space and two are the same. Ids, the
    version and what a platform says beside the answers are not looked at.

    Args:
        without: groups and repeats that are not looked at either.

    Raises:
        Problem: one of them is no submission.
    """
    if one == other:
        return True
    return _answers(read(one, form), without) == _answers(read(other, form), without)


def _answers(
    filled: Submission, without: Collection[Path]
) -> dict[tuple[Path, tuple[int, ...]], str]:
    return {
        (value.path, value.places): written_alike(value.text)
        for value in filled.values
        if value.leaf
        and value.text
        and value.path[0] not in _ASIDE
        and not any(value.path[: len(path)] == path for path in without)
    }


def written_alike(text: str) -> str:
    """The text as every way of writing it has it."""
    if ";" in text:  # a line: exports of ODK Central leave out how exact its points are
        points = [point.split() for point in text.split(";") if point.strip()]
        if all(_NUMBER.fullmatch(piece) for point in points for piece in point):
            return ";".join(written_alike(" ".join(point[:3])) for point in points)
    text = " ".join(text.split())
    if not text[:1].isdigit() and text[:1] not in "+-.":
        return text
    pieces = text.split(" ")
    if len(pieces) <= 4 and all(_NUMBER.fullmatch(piece) for piece in pieces):
        return " ".join(repr(float(piece)) for piece in pieces)
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC).isoformat() if moment.tzinfo else moment.isoformat()
    except (ValueError, OverflowError):  # no moment, or none of the years that have numbers
        return text
