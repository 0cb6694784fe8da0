"""What a study still needs before it can be computed, and what stands before publishing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datashift import studies
from datashift.kit.problem import Problem
from datashift.studies.columns import check_columns
from datashift.studies.modelled.columns import files_of
from datashift.web.evidence.models import DataFile, Study
from datashift.web.evidence.queries.text import data_files


@dataclass(frozen=True)
class Wanted:
    """One thing that is missing, and the page where it is mended.

    Args:
        words: what, in a sentence.
        page: name of the URL.
        button: what the link to it says.
    """

    words: str
    page: str
    button: str | Promise


def wanted(study: Study) -> list[Wanted]:
    """What must be there before the study can be computed, in the order of the work."""
    return [*_files(study), *_text(study)]


def faults(study: Study, text: str) -> list[Problem]:
    """Everything that is wrong with a text of the study, with lines, the files considered too."""
    found = list(studies.problems(text))
    if found:
        return found
    parsed = studies.parse(text)
    return [*_absent(study, parsed), *_unknown_columns(study, parsed)]


def named_files(spec: studies.Specification) -> dict[str, tuple[str | int, ...]]:
    """The files a study names, and where it names them."""
    named: dict[str, tuple[str | int, ...]] = dict.fromkeys(spec.data.file, ("data", "file"))
    if spec.place is not None and spec.place.areas is not None:
        named[spec.place.areas.file] = ("place", "areas", "file")
    if spec.design.calibrate is not None:
        named[spec.design.calibrate.to] = ("design", "calibrate", "to")
    for number, indicator in enumerate(spec.indicators):
        if indicator.per is not None and indicator.per.file is not None:
            named[indicator.per.file] = ("indicators", number, "per", "file")
        named |= dict(files_of(indicator.method, ("indicators", number, "method")))
    for number, official in enumerate(spec.official):
        named[official.file] = ("official", number, "file")
    return named


def _files(study: Study) -> Iterator[Wanted]:
    bring = gettext_lazy("Bring a file")
    files = data_files(study)
    if not files:
        yield Wanted(_("No file with rows is here yet."), "evidence:bring", bring)
    for file in study.files.filter(replaced_at=None).exclude(state=DataFile.State.READY):
        if file.name not in study.text:
            continue
        if file.state == DataFile.State.REFUSED:
            words = _("%(file)s could not be read.") % {"file": file.name}
        else:
            words = _("%(file)s is still being read.") % {"file": file.name}
        yield Wanted(words, "evidence:bring", gettext_lazy("Look at the files"))


def _text(study: Study) -> Iterator[Wanted]:
    if not study.text.strip():
        words = _("The questions are not answered yet.")
        yield Wanted(words, "evidence:questions", gettext_lazy("Answer them"))
        return
    for problem in faults(study, study.text):
        yield Wanted(str(problem), "evidence:text", gettext_lazy("Mend the text"))


def _absent(study: Study, parsed: studies.Study) -> Iterator[Problem]:
    here = set(study.files.filter(replaced_at=None).values_list("name", flat=True))
    for name, path in named_files(parsed.specification).items():
        if name not in here:
            yield Problem(
                f"The file `{name}` is not among those you brought",
                file=parsed.name,
                line=parsed.line(*path),
                do="Bring it, or name another",
                code="study.file_missing",
            )


def _unknown_columns(study: Study, parsed: studies.Study) -> Iterator[Problem]:
    files = {file.name: file for file in data_files(study) if file.state == DataFile.State.READY}
    name = parsed.specification.data.file[0]
    if name in files:
        try:
            check_columns(parsed, [each["name"] for each in files[name].columns], file=name)
        except Problem as problem:
            yield problem


@dataclass(frozen=True)
class Asks:
    """What a run will compute.

    Args:
        figures: titles of the indicators.
        rows: rows of the files with rows, as far as they are counted.
    """

    figures: tuple[str, ...]
    rows: int


def asks(study: Study) -> Asks:
    """What a run of the study will compute.

    Raises:
        Problem: the text is not right.
    """
    spec = studies.parse(study.text).specification
    rows = sum(file.rows or 0 for file in data_files(study) if file.name in spec.data.file)
    return Asks(tuple(indicator.title for indicator in spec.indicators), rows)
