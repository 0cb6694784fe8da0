"""How credible a release was found, as data: JSON with a schema, and attributes of the SDG metadata.

Every framework keeps its own gates, scores and verdict, and every other side stands by itself:
nothing here adds up what belongs apart.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from datashift.quality.credibility import Framework, Side, Verdict, judge

SCHEMA = Path(__file__).parent / "schemas" / "credibility.schema.json"
FORMAT = "datashift-credibility/1"
_WORDS = {True: "accepted", False: "not accepted", None: "not decided yet"}


@dataclass(frozen=True)
class Given:
    """One gate passed or not, or one criterion scored.

    Args:
        of: id of the gate or criterion.
        value: of a gate 1 for passed and 0 for not; of a criterion 0 to 3; None when it does not
            apply.
        evidence: what it rests on.
        at: the day it was given.
        language: of the evidence, by BCP 47; "" when it is not known.
    """

    of: str
    value: int | None
    evidence: str
    at: date
    language: str = ""


@dataclass(frozen=True)
class Assessed:
    """One framework applied to a release by one assessor.

    Args:
        assessor: the office or organisation; never a person.
        given: what was given and confirmed by a second person.
        ruling: what an office decided: "accepted", "refused" or "".
        reasons: why.
        language: of the reasons, by BCP 47; "" when it is not known.
    """

    framework: Framework
    assessor: str
    given: tuple[Given, ...]
    ruling: str = ""
    reasons: str = ""
    language: str = ""

    @property
    def verdict(self) -> Verdict:
        """What the framework says of what was given."""
        gates = {gate.id for gate in self.framework.gates}
        return judge(
            self.framework,
            {one.of: bool(one.value) for one in self.given if one.of in gates},
            {one.of: one.value for one in self.given if one.of not in gates},
            not_applicable=[
                one.of for one in self.given if one.of not in gates and one.value is None
            ],
        )

    @property
    def last(self) -> date | None:
        """The day of what was given last."""
        return max((one.at for one in self.given), default=None)


@dataclass(frozen=True)
class SideSaid:
    """One of the other sides: its questions answered, or its level; each with its evidence.

    Args:
        languages: of the evidence, by BCP 47, where they are known.
    """

    side: Side
    answers: Mapping[str, bool | int]
    evidence: Mapping[str, str]
    languages: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Standing:
    """All that is known of how credible a release is.

    Args:
        title: of the release.
        address: of the release, where it has one.
        documents: what is handed over, by kind.
        fieldwork: what the checks of fieldwork may say to everybody; "" when none was made.
    """

    title: str
    producer: str
    number: int
    address: str
    assessed: tuple[Assessed, ...]
    sides: tuple[SideSaid, ...]
    documents: Mapping[str, str]
    fieldwork: str = ""


def document(standing: Standing) -> bytes:
    """The standing as JSON that `SCHEMA` describes; the same standing gives the same bytes."""
    content = {
        "format": FORMAT,
        "release": {
            "title": standing.title,
            "producer": standing.producer,
            "number": standing.number,
            "address": standing.address,
        },
        "assessments": [_assessment(one) for one in standing.assessed],
        "sides": [_side(one) for one in standing.sides],
        "documents": dict(standing.documents),
        "fieldwork": standing.fieldwork,
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"


def _assessment(one: Assessed) -> dict[str, Any]:
    framework, verdict = one.framework, one.verdict
    average = verdict.average
    return {
        "framework": framework.id,
        "name": framework.name,
        "authority": framework.authority,
        "version": framework.version,
        "assessor": one.assessor,
        "gates": [_given(one, gate.id, gate.name) for gate in framework.gates],
        "criteria": [_given(one, criterion.id, criterion.name) for criterion in framework.criteria],
        "accepted": verdict.accepted,
        "accepted_without_goodwill": verdict.data_accepted,
        "average": None
        if average is None
        else {"points": average.numerator, "of": average.denominator, "value": float(average)},
        "asked_for": f"{framework.comparator} {float(framework.average):g}",
        "reasons": list(verdict.reasons),
        "ruling": one.ruling or None,
        "ruling_reasons": one.reasons,
        **_written_in(one.language),
    }


def _given(one: Assessed, of: str, name: str) -> dict[str, Any]:
    given = {each.of: each for each in one.given}.get(of)
    if given is None:
        return {"id": of, "name": name, "state": "open"}
    return {
        "id": of,
        "name": name,
        "state": "given" if given.value is not None else "not applicable",
        "value": given.value,
        "evidence": given.evidence,
        "given": given.at.isoformat(),
        **_written_in(given.language),
    }


def _written_in(language: str) -> dict[str, str]:
    return {"language": language} if language else {}


def _side(said: SideSaid) -> dict[str, Any]:
    if said.side.scale:
        level = said.answers.get("level")
        return {
            "id": said.side.id,
            "name": said.side.name,
            "level": level,
            "levels": len(said.side.scale),
            "evidence": said.evidence.get("level", ""),
            **_written_in(said.languages.get("level", "")),
        }
    return {
        "id": said.side.id,
        "name": said.side.name,
        "questions": [
            {
                "id": key,
                "question": words,
                "answer": said.answers.get(key),
                "evidence": said.evidence.get(key, ""),
                **_written_in(said.languages.get(key, "")),
            }
            for key, words in said.side.questions.items()
        ],
    }


def attributes(standing: Standing) -> dict[str, str]:
    """What is known of the quality, by id of the attribute in `IAEG-SDGs:SDG_MSD(1.0)`."""
    said = {
        "QUALITY_ASSMNT": _joined(_assessment_words(one) for one in standing.assessed),
        "QUALITY_ASSURE": _joined(
            _criterion_words(one, of)
            for one in standing.assessed
            for of in ("assurance", "quality")
        ),
        "QUALITY_MGMNT": standing.fieldwork,
        "DOC_METHOD": _joined(_criterion_words(one, "methods") for one in standing.assessed),
        "COMPARABILITY": _joined(_criterion_words(one, "relevance") for one in standing.assessed),
        "OTHER_DOC": "; ".join(f"{kind}: {words}" for kind, words in standing.documents.items()),
    }
    return {name: text for name, text in said.items() if text}


def _joined(parts: Iterable[str]) -> str:
    return " ".join(filter(None, parts))


def _assessment_words(one: Assessed) -> str:
    """ "By Kenya's criteria (KNBS, May 2022), assessed by ...: accepted; average 2.20." """
    verdict = one.verdict
    average = f"; average {float(verdict.average):.2f}" if verdict.average is not None else ""
    when = f" on {one.last.isoformat()}" if one.last else ""
    rules = one.framework
    named = f"{rules.name} ({rules.authority}, {rules.version})"
    parts = [
        f"{named}, assessed by {one.assessor}{when}: {_WORDS[verdict.accepted]}{average}.",
        *verdict.reasons,
    ]
    if one.ruling:
        reasons = _quoted(one.reasons, one.language)
        parts.append(f"{one.assessor} has {one.ruling} it: {reasons}")
    return " ".join(parts)


def _criterion_words(one: Assessed, of: str) -> str:
    given = {each.of: each for each in one.given}.get(of)
    if given is None or given.value is None:
        return ""
    name = {criterion.id: criterion.name for criterion in one.framework.criteria}.get(of)
    if not name:
        return ""
    evidence = _quoted(given.evidence, given.language)
    return f"{name} scored {given.value} of 3 by {one.assessor}: {evidence}"


def _quoted(words: str, language: str) -> str:
    """What people wrote within an English sentence; in another language with its tag behind it."""
    other = language and language.partition("-")[0] != "en"
    return f"{words} [{language}]" if other and words else words
