"""An assessment as its pages show it: each item with its answer, its evidence, and its history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from datashift.exchange.credibility import Assessed, Given
from datashift.quality.credibility import Framework, Suggestion, Verdict, judge
from datashift.web.accounts.models import User
from datashift.web.credibility.models import Answer, Assessment, Ruling
from datashift.web.credibility.queries import facts
from datashift.web.evidence.models import Run, Study

# The page where somebody can raise a score, by the rule that suggests it.
_RAISE = {
    "documents": "credibility:add_document",
    "parts": "credibility:add_document",
    "access": "credibility:add_document",
    "match": "evidence:compare",
    "years": "evidence:publish",
}


@dataclass(frozen=True)
class Item:
    """A gate or a criterion.

    Args:
        levels: score and its meaning, where the framework's words are at hand.
        parts: what it consists of.
        goodwill: of a gate, why passing may depend on an authority's goodwill; else "".
        suggestion: what a machine sees; None where it cannot look.
        raise_at: name of the URL where somebody can raise it; "" when there is none.
        answer: the one that counts; None when nobody gave one.
        history: all answers, oldest first.
    """

    id: str
    name: str
    question: str
    is_gate: bool
    levels: tuple[tuple[int, str], ...]
    parts: tuple[str, ...]
    goodwill: str
    suggestion: Suggestion | None
    raise_at: str
    answer: Answer | None
    history: tuple[Answer, ...]

    @property
    def is_confirmed(self) -> bool:
        return self.answer is not None and hasattr(self.answer, "confirmation")

    @property
    def is_best(self) -> bool:
        """Whether nothing can raise what was given and confirmed."""
        best = 1 if self.is_gate else 3
        return self.is_confirmed and self.answer is not None and self.answer.value == best

    @property
    def earlier(self) -> tuple[Answer, ...]:
        """The answers before the one that counts, newest first."""
        return tuple(reversed(self.history[:-1]))

    def waits_for(self, user: User) -> bool:
        """Whether this user could be the second person behind its answer."""
        return self.answer is not None and not self.is_confirmed and self.answer.by_id != user.pk


@dataclass(frozen=True)
class Told:
    """An assessment with its items.

    Args:
        verdict: of what was confirmed by a second person: what the public reads.
        expected: were everything given confirmed.
        ruling: what the office decided last; None when it has not.
    """

    assessment: Assessment
    framework: Framework
    gates: tuple[Item, ...]
    criteria: tuple[Item, ...]
    verdict: Verdict
    expected: Verdict
    ruling: Ruling | None
    rulings: tuple[Ruling, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        return (*self.gates, *self.criteria)

    @property
    def unconfirmed(self) -> tuple[Item, ...]:
        return tuple(one for one in self.items if one.answer and not one.is_confirmed)

    @property
    def open(self) -> tuple[Item, ...]:
        """Items that still need somebody: no answer, or no second person."""
        return tuple(one for one in self.items if not one.is_confirmed)

    @property
    def last(self) -> date | None:
        """The day of the last answer."""
        return max((one.answer.at.date() for one in self.items if one.answer), default=None)

    @property
    def failed(self) -> tuple[Item, ...]:
        """Gates that were not passed and depend on nobody's goodwill."""
        failed = set(self.verdict.failed) - set(self.verdict.goodwill)
        return tuple(one for one in self.gates if one.id in failed)

    @property
    def refused_goodwill(self) -> tuple[Item, ...]:
        """Gates of goodwill that were not passed."""
        return tuple(one for one in self.gates if one.id in self.verdict.goodwill)

    def item(self, key: str) -> Item | None:
        return next((one for one in self.items if one.id == key), None)


def told(assessment: Assessment) -> Told:
    """The assessment as it stands now."""
    rules = assessment.framework
    documents = facts.documents_of(assessment.study)
    suggested = facts.suggestions_of(rules, facts.facts_of_run(assessment.run, documents))
    history: dict[str, list[Answer]] = {}
    answers = assessment.answers.select_related("by", "confirmation__by")
    for one in answers:
        history.setdefault(one.item, []).append(one)
    gates = tuple(
        Item(
            id=gate.id,
            name=gate.name,
            question=gate.question,
            is_gate=True,
            levels=(),
            parts=tuple(gate.parts.values()),
            goodwill=gate.goodwill,
            suggestion=suggested.get(gate.id),
            raise_at=_RAISE.get(gate.rule, ""),
            answer=history.get(gate.id, [None])[-1],
            history=tuple(history.get(gate.id, ())),
        )
        for gate in rules.gates
    )
    criteria = tuple(
        Item(
            id=criterion.id,
            name=criterion.name,
            question=criterion.question,
            is_gate=False,
            levels=tuple(sorted(criterion.levels.items(), reverse=True)),
            parts=tuple(criterion.parts.values()),
            goodwill="",
            suggestion=suggested.get(criterion.id),
            raise_at=_RAISE.get(str(criterion.rule.get("kind")), ""),
            answer=history.get(criterion.id, [None])[-1],
            history=tuple(history.get(criterion.id, ())),
        )
        for criterion in rules.criteria
    )
    rulings = tuple(assessment.rulings.select_related("by"))
    return Told(
        assessment=assessment,
        framework=rules,
        gates=gates,
        criteria=criteria,
        verdict=_judged(rules, gates, criteria, confirmed=True),
        expected=_judged(rules, gates, criteria, confirmed=False),
        ruling=rulings[-1] if rulings else None,
        rulings=rulings,
    )


def _judged(
    rules: Framework, gates: tuple[Item, ...], criteria: tuple[Item, ...], *, confirmed: bool
) -> Verdict:
    def given(items: tuple[Item, ...]) -> Mapping[str, int | None]:
        return {
            one.id: one.answer.value
            for one in items
            if one.answer is not None and (one.is_confirmed or not confirmed)
        }

    scores = given(criteria)
    skipped = [key for key, value in scores.items() if value is None]
    if len(skipped) == len(rules.criteria):  # nothing is left to be scored: nothing is decided
        scores, skipped = {}, []
    passed = {key: bool(value) for key, value in given(gates).items()}
    return judge(rules, passed, scores, not_applicable=skipped)


def assessments_of(run: Run) -> list[Told]:
    """All of a run: offices' before the organisation's own, the country's framework first."""
    order = [one.id for one in facts.frameworks_for(run.study)]
    found = [
        told(one)
        for one in run.assessments.select_related("run__study__organisation").order_by("begun_at")
    ]
    return sorted(
        found,
        key=lambda one: (
            order.index(one.framework.id) if one.framework.id in order else len(order),
            not one.assessment.office,
        ),
    )


def may_begin(study: Study, run: Run, *, office: str) -> list[Framework]:
    """Frameworks in force that nobody of this voice has begun for the run."""
    begun = set(run.assessments.filter(office=office).values_list("framework_id", flat=True))
    return [one for one in facts.frameworks_for(study) if one.id not in begun]


def assessed(one: Told) -> Assessed:
    """What of an assessment is public: confirmed answers, no person's name."""
    return Assessed(
        framework=one.framework,
        assessor=one.assessment.assessor,
        given=tuple(
            Given(
                item.id,
                item.answer.value,
                item.answer.evidence,
                item.answer.at.date(),
                item.answer.language,
            )
            for item in one.items
            if item.answer is not None and item.is_confirmed
        ),
        ruling="" if one.ruling is None else "accepted" if one.ruling.accepted else "refused",
        reasons=one.ruling.reasons if one.ruling else "",
        language=one.ruling.language if one.ruling else "",
    )
