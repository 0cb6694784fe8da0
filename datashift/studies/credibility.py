"""What a study says of itself without being asked, for a framework of credibility.

A machine reads only what the study declares and what its findings report; the rest comes from the
documents and statements that people add. Nothing here is a score.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal

from datashift.exchange.licence import licence
from datashift.figures import Finding
from datashift.kit.words import how_many
from datashift.quality.credibility import Facts
from datashift.quality.credibility.facts import Access
from datashift.studies.specification import Specification

_CLOSE: tuple[Literal["direct", "partial", "proxy"], ...] = ("direct", "partial", "proxy")
_DAY = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(\d{2})))?(?:-(\d{2}))?$")
_SAMPLING = {
    "census": "a complete count",
    "probability": "a probability sample",
    "volunteer": "people who came forward by themselves",
    "register": "a register",
    "sensor": "sensors",
}


def facts_of(
    study: Specification,
    findings: Sequence[Finding],
    *,
    published: date | None = None,
    records: Access | None = None,
    documents: Collection[str] = (),
    statements: Mapping[str, str] | None = None,
) -> Facts:
    """The facts of a study that was computed.

    Args:
        study: what its text declares.
        findings: what was computed from it; none before that.
        published: day its figures were first public; None before that.
        records: who may have the records behind the figures; None when nobody has said.
        documents: kinds that people added: data, codebook, instruments, ethics, ...
        statements: what people wrote down of a documented part, by its id.
    """
    documented = dict(_documented(study, findings)) | dict(statements or {})
    return Facts(
        match=_match(study),
        period_end=_period_end(findings),
        available=published,
        access=_access(study, published, records),
        documents=frozenset({*documents, *_written(study, findings)}),
        documented=documented,
    )


def _match(study: Specification) -> Literal["direct", "partial", "proxy", "none"] | None:
    """The closest match of any indicator; "none" when no indicator of the SDGs is named."""
    named = [one for one in study.indicators if one.sdg or one.series]
    if not named:
        return "none"
    said = {one.match for one in named}
    return next((match for match in _CLOSE if match in said), None)


def _period_end(findings: Sequence[Finding]) -> date | None:
    ends = [last_day(finding.period.rpartition("–")[2]) for finding in findings]
    return max(filter(None, ends), default=None)


def last_day(period: str) -> date | None:
    """The last day of a year, quarter, month or day; None for what is none of them.

    >>> last_day("2024-Q1"), last_day("2024-02"), last_day("spring")
    (datetime.date(2024, 3, 31), datetime.date(2024, 2, 29), None)
    """
    found = _DAY.match(period.strip())
    if found is None:
        return None
    year, quarter, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    month = quarter * 3 if quarter else month or 12
    try:
        return date(year, month, day or calendar.monthrange(year, month)[1])
    except ValueError:
        return None


def _access(study: Specification, published: date | None, records: Access | None) -> Access | None:
    """Open only with a licence that lets anybody use it; figures alone do not open the records."""
    if published is None:
        return "internal"
    if records == "open" and not licence(study.licence).address:
        return "request"
    return records


def _written(study: Specification, findings: Sequence[Finding]) -> Iterator[str]:
    """The documents that a computed study is by itself."""
    if findings:
        yield from ("data", "metadata", "report")
    if study.variables:
        yield "codebook"


def _documented(study: Specification, findings: Sequence[Finding]) -> Iterator[tuple[str, str]]:
    if study.description:
        yield "objectives", f"The study says what it is for: {_short(study.description)}"
    yield "sampling", _sampling(study)
    if findings:
        count = how_many(len(findings), "finding is", "findings are")
        yield "analysis", f"study.yaml says how {count} computed; anybody can repeat it."
    coverage = _coverage(study)
    if coverage:
        yield "coverage", coverage
    if any(finding.overall.lower is not None for finding in findings):
        yield "sampling_error", "The figures carry 95 % intervals from the design of the sample."
    if study.design.nonresponse is not None:
        yield "nonresponse", "Weights are adjusted for those who did not answer."


def _sampling(study: Specification) -> str:
    design = study.design
    parts = [
        *([f"strata by {design.strata}"] if design.strata else []),
        *([f"clusters by {' and '.join(design.cluster)}"] if design.cluster else []),
        *([f"weights in {design.weight}"] if design.weight else []),
    ]
    more = f", with {', '.join(parts)}" if parts else ""
    return f"The study declares {_SAMPLING[design.sampling]}{more}."


def _coverage(study: Specification) -> str:
    said = [one.coverage or one.population for one in study.indicators]
    first = next(filter(None, said), "")
    return f"The study says whom it covers: {_short(first)}" if first else ""


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 200 else f"{words[:199].rstrip()}…"
