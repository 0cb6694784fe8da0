"""What pages and actions ask about studies."""

from __future__ import annotations

from typing import Any

import yaml

from datashift import studies
from datashift.studies.dump import written
from datashift.web.evidence.models import DataFile, Decision, Study


def decisions_in_force(study: Study) -> list[Decision]:
    """The answers that count, in the order they were given."""
    return list(study.decisions.filter(undone_at=None).select_related("by"))


def full_text(study: Study) -> str:
    """The study.yaml that is computed: its text, and the answers in force as its `repairs`.

    Repairs that the text lists itself come first. The text is kept as its author wrote it; answers
    are added at its end.
    """
    lines: list[dict[str, Any]] = [decision.repair for decision in decisions_in_force(study)]
    if not lines:
        return study.text
    if not studies.parse(study.text).specification.repairs:
        return f"{study.text.rstrip()}\n{written({'repairs': lines})}"
    content = yaml.safe_load(study.text)
    content["repairs"] = [*content["repairs"], *lines]
    return written(content)


def data_files(study: Study) -> list[DataFile]:
    """The current files with rows."""
    return list(study.files.filter(part=DataFile.Part.DATA, replaced_at=None))


def kept_columns(study: Study) -> frozenset[str]:
    """Columns that look like personal data, and that somebody looked at and chose to keep."""
    return frozenset(
        each.column
        for each in decisions_in_force(study)
        if each.flag.startswith("personal.") and "keep" in each.repair
    )
