"""What the questions about a study know: what it says so far, its file, and the guesses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from datashift import studies
from datashift.figures import Row
from datashift.figures.words import headline
from datashift.kit.plural import plural
from datashift.studies import Specification
from datashift.studies.specification import Indicator
from datashift.web.evidence.models import DataFile, Study
from datashift.web.evidence.queries import drafts
from datashift.web.evidence.queries.columns import Counted, counted


@dataclass(frozen=True)
class About:
    """A study that is asked about.

    Args:
        study: the study.
        said: what its text says.
        number: which of its findings is asked about, from 1.
    """

    study: Study
    said: Specification
    number: int = 1

    @property
    def indicator(self) -> Indicator:
        return self.said.indicators[self.number - 1]

    @cached_property
    def file(self) -> DataFile | None:
        return drafts.main_file(self.study)

    @cached_property
    def columns(self) -> list[dict[str, Any]]:
        """The columns of the file, as it was read; those with personal data are left out."""
        found = self.file.columns if self.file is not None else []
        return [each for each in found if not each.get("personal")]

    @cached_property
    def boundaries(self) -> list[DataFile]:
        """Files with boundaries that were read."""
        files = self.study.files.filter(part=DataFile.Part.AREAS, replaced_at=None)
        return list(files.filter(state=DataFile.State.READY))

    def suggested(self, *roles: str) -> list[dict[str, Any]]:
        """Columns that may have one of the roles, surest first."""
        found = self.file.suggestions if self.file is not None else []
        return [one for one in found if one["role"] in roles]

    def why(self, *columns: str | None) -> str:
        """Why a column was chosen for the draft."""
        found = self.file.suggestions if self.file is not None else []
        reasons = [one["why"] for one in found if one["column"] and one["column"] in columns]
        return " ".join(dict.fromkeys(reasons))

    def counted(self, column: str) -> Counted | None:
        return counted(self.file, column) if self.file is not None else None

    @property
    def things(self) -> str:
        """What the rows are, in the plural."""
        return plural(self.said.unit, self.said.language)

    @property
    def is_hand_written(self) -> bool:
        """Whether the text has comments or an order of its own, which an answer would undo."""
        return studies.to_yaml(self.said) != self.study.text


def value_so_far(about: About) -> float | None:
    """The number of a finding as the rows stand, unweighted; None where that takes a run."""
    indicator = about.indicator
    if indicator.measure == "count":
        return float(about.file.rows or 0) if about.file is not None else None
    if indicator.of is None:
        return None
    variable = about.said.variables.get(indicator.of)
    column = variable.source if variable is not None else indicator.of
    found = about.counted(column) if column is not None else None
    if found is None:
        return None
    if indicator.measure == "mean" and variable is None:
        return found.mean
    if indicator.measure == "total" and variable is None and found.mean is not None:
        return found.mean * (found.rows - found.missing)
    if indicator.measure == "proportion" and variable is not None and variable.mapping:
        answers = {str(key): value for key, value in variable.mapping.items()}
        counts = [(answers.get(one.text), one.count) for one in found.values]
        every = sum(count for answer, count in counts if answer in (0, 1))
        return (
            100 * sum(count for answer, count in counts if answer == 1) / every if every else None
        )
    return None


def sentence_so_far(about: About, *, title: str, sentence: str, unit_words: str) -> str:
    """The headline as it would read from the rows as they stand; "" where that takes a run."""
    value = value_so_far(about)
    if value is None:
        return ""
    return headline(
        Row("", value=value),
        about.indicator.measure,
        title=title,
        sentence=sentence,
        unit_words=unit_words,
    )


STUDY_QUESTIONS = ("rows", "design", "place", "time", "protect", "credit")
FINDING_QUESTIONS = ("counts", "sentence", "sdg", "groups")


def guess_key(question: str, indicator: str) -> str:
    """The name in `Study.guessed` of a question about one finding."""
    return f"{question}:{indicator}"


def all_guesses(said: Specification) -> list[str]:
    """The names of all questions about a study that was drafted and never looked at."""
    return [*STUDY_QUESTIONS, *(key for one in said.indicators for key in guesses_of(one))]


def guesses_of(indicator: Indicator) -> list[str]:
    """The names of the questions about one finding."""
    return [guess_key(question, indicator.id) for question in FINDING_QUESTIONS]
