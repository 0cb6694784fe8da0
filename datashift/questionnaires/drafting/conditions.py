"""When a question is asked, in plain words and as XPath.

A condition is a list of clauses, all or any of which must be so. What an XLSForm says otherwise is
left as it stands: `read` gives None, and nothing is lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from datashift.questionnaires.questionnaire import DATA_FILES, Question

Verb = Literal[
    "is",
    "is_not",
    "has",
    "has_not",
    "more",
    "less",
    "at_least",
    "at_most",
    "answered",
    "unanswered",
]
Join = Literal["and", "or"]

SIGNS: dict[Verb, str] = {
    "is": "=", "is_not": "!=", "more": ">", "less": "<", "at_least": ">=", "at_most": "<=",
}  # fmt: skip
_VERBS: dict[str, Verb] = {sign: verb for verb, sign in SIGNS.items()}
_NUMBER = r"-?\d+(?:\.\d+)?"
_REFERENCE = r"\$\{\s*(?P<question>[\w.\-]+)\s*\}"
_TEXT = r"'[^']*'|\"[^\"]*\""
_COMPARED = re.compile(
    rf"{_REFERENCE}\s*(?P<sign>!=|>=|<=|=|>|<)\s*"
    rf"(?:(?P<text>{_TEXT})|(?P<number>{_NUMBER})|date\((?P<day>{_TEXT})\))"
)
_CHOSEN = re.compile(rf"selected\(\s*{_REFERENCE}\s*,\s*(?P<text>{_TEXT})\s*\)")
_NOT = re.compile(r"not\(\s*(?P<inner>.*)\s*\)")
_JOINT = re.compile(rf"({_TEXT})|(?<!\s)\s+(and|or)\s+")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBERS = frozenset({"integer", "decimal", "range"})
_DAYS = frozenset({"date", "today"})


@dataclass(frozen=True)
class Clause:
    """What one answer must be.

    Args:
        question: the name of the question that is looked at.
        verb: how its answer is compared.
        value: with what: a choice's name, a number, a day as YYYY-MM-DD, or text; "" where the
            verb needs none.
    """

    question: str
    verb: Verb
    value: str = ""


@dataclass(frozen=True)
class Condition:
    """Clauses, all (`and`) or any (`or`) of which must be so; no clauses: always."""

    clauses: tuple[Clause, ...] = ()
    joined: Join = "and"


ALWAYS = Condition()


def verbs(question: Question) -> tuple[Verb, ...]:
    """What can be said of a question's answer; nothing of one that nobody gives."""
    if question.kind == "select_multiple":
        return ("has", "has_not", "answered", "unanswered")
    if question.kind in _NUMBERS | _DAYS:
        return ("is", "is_not", "more", "less", "at_least", "at_most", "answered", "unanswered")
    if question.kind in DATA_FILES | {"note"}:
        return ()
    if question.kind in {"select_one", "text", "calculate", "hidden", "barcode"}:
        return ("is", "is_not", "answered", "unanswered")
    return ("answered", "unanswered")


def faults(clause: Clause, question: Question) -> bool:
    """Whether the value is none that the question's answers can be compared with."""
    if clause.verb in {"answered", "unanswered"}:
        return False
    if question.kind in _NUMBERS:
        return re.fullmatch(_NUMBER, clause.value) is None
    if question.kind in _DAYS:
        return not is_day(clause.value)
    if question.choices:
        return clause.value not in {choice.name for choice in question.choices}
    return not clause.value or ("'" in clause.value and '"' in clause.value)


def is_day(text: str) -> bool:
    """Whether the text is a day as YYYY-MM-DD."""
    from datetime import date

    try:
        return bool(_DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def quoted(text: str) -> str:
    """The text as XPath writes it, which has no sign for a quotation mark within its own."""
    return f'"{text}"' if "'" in text else f"'{text}'"


def written(condition: Condition, kinds: dict[str, str]) -> str:
    """The condition as XPath with ``${name}``.

    Args:
        kinds: name of each question to its kind, by which numbers and days are known.
    """
    return f" {condition.joined} ".join(
        _clause(clause, kinds.get(clause.question, "")) for clause in condition.clauses
    )


def _clause(clause: Clause, kind: str) -> str:
    asked = f"${{{clause.question}}}"
    if clause.verb == "answered":
        return f"{asked} != ''"
    if clause.verb == "unanswered":
        return f"{asked} = ''"
    if clause.verb in {"has", "has_not"}:
        chosen = f"selected({asked}, {quoted(clause.value)})"
        return chosen if clause.verb == "has" else f"not({chosen})"
    value = quoted(clause.value)
    if kind in _NUMBERS:
        value = clause.value
    elif kind in _DAYS:
        value = f"date({value})"
    return f"{asked} {SIGNS[clause.verb]} {value}"


def read(expression: str) -> Condition | None:
    """What an expression says in plain words; None where plain words do not reach."""
    if not expression.strip():
        return ALWAYS
    parts, joints = _parts(_unwrapped(expression.strip()))
    clauses = [_read_clause(part) for part in parts]
    found = tuple(clause for clause in clauses if clause is not None)
    if len(found) < len(clauses) or len(set(joints)) > 1:
        return None
    return Condition(found, "or" if "or" in joints else "and")


def _unwrapped(expression: str) -> str:
    """Without brackets around the whole of it."""
    while expression.startswith("(") and expression.endswith(")"):
        depth = 0
        for at, sign in enumerate(re.sub(_TEXT, lambda text: "_" * len(text[0]), expression)):
            depth += (sign == "(") - (sign == ")")
            if not depth and at < len(expression) - 1:
                return expression
        expression = expression[1:-1].strip()
    return expression


def _parts(expression: str) -> tuple[list[str], list[str]]:
    """The clauses between `and` and `or`, which may stand inside quotation marks too."""
    parts, joints, at = [], [], 0
    for match in _JOINT.finditer(expression):
        if match[2]:
            parts.append(expression[at : match.start()])
            joints.append(match[2])
            at = match.end()
    return [*parts, expression[at:]], joints


def _read_clause(text: str) -> Clause | None:
    text = _unwrapped(text.strip())
    if negated := _NOT.fullmatch(text):
        inner = _CHOSEN.fullmatch(negated["inner"])
        return Clause(inner["question"], "has_not", inner["text"][1:-1]) if inner else None
    if chosen := _CHOSEN.fullmatch(text):
        return Clause(chosen["question"], "has", chosen["text"][1:-1])
    found = _COMPARED.fullmatch(text)
    if found is None:
        return None
    verb, value = _VERBS[found["sign"]], _value(found)
    if found["text"] and not value:
        bare: dict[Verb, Verb] = {"is": "unanswered", "is_not": "answered"}
        return Clause(found["question"], bare[verb]) if verb in bare else None
    return Clause(found["question"], verb, value)


def _value(found: re.Match[str]) -> str:
    if found["number"]:
        return found["number"]
    return (found["text"] or found["day"])[1:-1]
