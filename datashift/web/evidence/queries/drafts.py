"""First guesses about a study, made from the rows of its file."""

from __future__ import annotations

from typing import Any

from datashift import studies
from datashift.kit.problem import Problem
from datashift.studies.dump import inline
from datashift.web.evidence.models import DataFile, Study
from datashift.web.evidence.queries.text import data_files


def main_file(study: Study) -> DataFile | None:
    """The file with rows that questions are asked about: the one the text names, or the first."""
    ready = [file for file in data_files(study) if file.state == DataFile.State.READY]
    named = [file for file in ready if file.name in study.text]
    return next(iter(named or ready), None)


def text_of(study: Study) -> str:
    """A draft of the study's text with the reasons of its guesses; "" without a file.

    Its repairs are left out: in the workspace they are decided pile by pile.
    """
    file = main_file(study)
    if file is None or not file.draft:
        return ""
    start = file.draft.partition("\nrepairs:\n")[0].rstrip()
    lines = [
        f"title: {inline(study.title)}" if line.startswith("title: ") else line
        for line in start.split("\n")
    ]
    return "\n".join(lines) + "\n"


def specification_of(study: Study) -> studies.Specification | None:
    """The draft as a specification, with what the organisation's records add; None without one."""
    text = text_of(study)
    if not text:
        return None
    drafted = studies.parse(text).specification
    first = drafted.indicators[0]
    coded = {"SEX", "AGE", "URBANISATION"}
    update = {
        "producer": study.organisation.name,
        # One finding to begin with; others are added one by one.
        "indicators": (first,),
        "variables": {
            name: one
            for name, one in drafted.variables.items()
            if name == first.of or name in coded
        },
    }
    return drafted.model_copy(update=update)


def suggestions(study: Study, *roles: str) -> list[dict[str, Any]]:
    """What columns may be, in these roles, surest first."""
    file = main_file(study)
    found: list[dict[str, Any]] = file.suggestions if file is not None else []
    return [one for one in found if one["role"] in roles]


def written(study: Study) -> studies.Specification | None:
    """What the study's text says; None when it says nothing or is not right."""
    if not study.text.strip():
        return None
    try:
        return studies.parse(study.text).specification
    except Problem:
        return None
