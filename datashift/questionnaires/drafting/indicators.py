"""Which SDG indicators a questionnaire computes, and what is missing for one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from datashift.kit.problem import Problem
from datashift.questionnaires import concepts, library
from datashift.questionnaires.drafting import names
from datashift.questionnaires.questionnaire import Question, Questionnaire

BREAKDOWNS = ("SEX", "AGE", "URBANISATION", "DISABILITY_STATUS")
_TIMES = frozenset({"today", "start", "end"})


@dataclass(frozen=True)
class Measured:
    """An indicator, and how far the questionnaire is from computing it.

    Args:
        sdg: its code.
        questions: paths of the questions that give it.
        match: how near they are to its definition: `direct`, `partial`, `proxy`; "" where none is.
        missing: names of the library's questions that it needs and that are not asked.
        uncoded: paths of its questions whose answers have no meaning yet.
    """

    sdg: str
    questions: tuple[str, ...] = ()
    match: str = ""
    missing: tuple[str, ...] = ()
    uncoded: tuple[str, ...] = ()

    @property
    def computed(self) -> bool:
        """Whether the answers give it with no further work."""
        return bool(self.questions) and not self.missing and not self.uncoded


@dataclass(frozen=True)
class Account:
    """What a questionnaire will show.

    Args:
        indicators: those that it computes or was meant to, in order of their codes.
        by: what every figure is broken down by, of `BREAKDOWNS`.
        not_by: the others.
        dated: it says when.
        placed: it says where.
    """

    indicators: tuple[Measured, ...]
    by: tuple[str, ...]
    not_by: tuple[str, ...]
    dated: bool
    placed: bool


def account(questionnaire: Questionnaire, wishes: Collection[str] = ()) -> Account:
    """What the questionnaire computes, and what it lacks.

    Args:
        wishes: codes of indicators that it should compute.
    """
    has = {item.concept for item in questionnaire.questions if item.concept}
    kinds = {item.kind for item in questionnaire.questions}
    found = {code: _measured(questionnaire, code) for code in (*_codes(questionnaire), *wishes)}
    return Account(
        indicators=tuple(found[code] for code in sorted(found, key=_order)),
        by=tuple(name for name in BREAKDOWNS if name in has),
        not_by=tuple(name for name in BREAKDOWNS if name not in has),
        dated="TIME_PERIOD" in has or bool(kinds & _TIMES),
        placed="REF_AREA" in has or "geopoint" in kinds,
    )


def _codes(questionnaire: Questionnaire) -> Iterable[str]:
    return (code for item in questionnaire.questions for code in _said(item))


def _said(question: Question) -> dict[str, str]:
    """Code of each indicator that a question names to its match; nothing of what cannot be read."""
    one = Questionnaire("", contents=(question,))
    try:
        return {each.sdg: each.match for each in concepts.wanted(one)}
    except Problem:
        return {}


def _measured(questionnaire: Questionnaire, code: str) -> Measured:
    giving = [item for item in questionnaire.questions if code in _said(item)]
    if not giving:
        return Measured(code, missing=tuple(known.name for known in library.questions(sdg=code)))
    asked = {item.name for item in questionnaire.questions}
    needed = [name for item in giving for name in names.references(item)]
    order = {"direct": 0, "partial": 1, "proxy": 2}
    return Measured(
        sdg=code,
        questions=tuple(item.path for item in giving),
        match=min((_said(item)[code] for item in giving), key=order.__getitem__),
        missing=tuple(dict.fromkeys(name for name in needed if name not in asked)),
        uncoded=tuple(item.path for item in giving if not _coded(item)),
    )


def _coded(question: Question) -> bool:
    """Whether its answers mean something: a share needs a yes, and a no beside it."""
    codes = {choice.code for choice in question.choices}
    if question.kind == "select_multiple":
        return bool(codes - {"", "0"})
    return not question.choices or {"0", "1"} <= codes or bool(codes - {"", "0", "1"})


def _order(code: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(part), "") if part.isdecimal() else (99, part) for part in code.split("."))
