"""What can be seen of a computed study, and the scores it suggests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from datashift import studies
from datashift.kit.problem import Problem
from datashift.quality.credibility import Facts, Framework, Suggestion, frameworks, suggest
from datashift.quality.credibility.facts import Access
from datashift.studies.credibility import facts_of
from datashift.web.credibility.models import Document
from datashift.web.evidence.models import Release, Run, Study
from datashift.web.evidence.queries import results

# The six that a statistical office asks for, in the order of KeSQAF Annex 4.
KINDS = ("data", "metadata", "codebook", "instruments", "ethics", "report")
_PARTS = ("objectives", "collection", "coverage", "nonresponse")


def documents_of(study: Study) -> list[Document]:
    """What people handed over, oldest first."""
    return list(study.documents.filter(removed_at=None).select_related("by"))


def release_of(run: Run) -> Release | None:
    """The release that the run became."""
    return Release.objects.filter(run=run).first()


def facts_of_run(run: Run, documents: Sequence[Document]) -> Facts:
    """The facts of a run that ended well; of a text that is no longer read, none."""
    try:
        said = studies.parse(run.text).specification
    except Problem:
        return Facts()
    release = release_of(run)
    return facts_of(
        said,
        results.findings(run),
        published=release.published_at.date() if release else None,
        records=records_of(documents),
        documents=[one.kind for one in documents if one.kind in KINDS],
        statements=_statements(documents),
    )


def _statements(documents: Sequence[Document]) -> dict[str, str]:
    """What was written down of how the study was made, by part; a questionnaire tells of one."""
    said = {str(one.kind): one.words or one.link or one.name for one in documents}
    if Document.Kind.INSTRUMENTS in said:
        said.setdefault("collection", _("The questionnaire is handed over."))
    return {part: words for part, words in said.items() if part in _PARTS}


def records_of(documents: Sequence[Document]) -> Access | None:
    """Who may have the records: by a link anyone, by a file or words those who ask."""
    given = [one for one in documents if one.kind == Document.Kind.DATA]
    if not given:
        return None
    return "open" if any(one.link for one in given) else "request"


def suggestions_of(rules: Framework, facts: Facts) -> Mapping[str, Suggestion]:
    """Suggestions by id of the gate or criterion."""
    return {one.of: one for one in suggest(rules, facts)}


def country_of(study: Study) -> str:
    """Alpha-2 code of the country a study speaks of, else of its organisation; "" for none."""
    try:
        place = studies.parse(study.text).specification.place if study.text.strip() else None
    except Problem:
        place = None
    return (place.country if place and place.country else "") or study.organisation.country


def frameworks_for(study: Study) -> list[Framework]:
    """Frameworks in force, the country's own first."""
    country = country_of(study)
    current = [one for one in frameworks() if not one.replaced_by]
    return sorted(current, key=lambda one: one.country != country)


def handed_over(run: Run, documents: Sequence[Document]) -> dict[str, str]:
    """The documents in the order of the office's form, by kind: what each is, in words."""
    by_itself = {
        "data": _("observations.csv: every figure of the release, protected"),
        "metadata": _("release.json: origin, versions and hashes"),
        "codebook": _("study.yaml: every variable and how it was made"),
        "report": _("report.html: findings, ranges, checks and method"),
    }
    added: dict[str, list[str]] = {}
    for one in documents:
        added.setdefault(one.kind, []).append(one.words or one.name or one.link)
    found = facts_of_run(run, documents).documents
    said = {}
    for kind in KINDS:
        parts = [by_itself[kind]] if kind in found and kind in by_itself else []
        parts += added.get(kind, [])
        if parts:
            said[kind] = "; ".join(parts)
    return said
