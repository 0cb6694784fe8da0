"""Submissions as flat, typed tables: one for the questionnaire, one for each repeat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from datashift.questionnaires.questionnaire import Questionnaire
from datashift.questionnaires.submission import Submission
from datashift.tables.flag import Flag

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Tables:
    """Tables of submissions.

    Args:
        main: one row for each submission.
        repeats: path of the repeat to its table; `parent` and `place` say where a row belongs.
        flags: what was noticed.
    """

    main: pa.Table
    repeats: Mapping[str, pa.Table]
    flags: tuple[Flag, ...] = ()
