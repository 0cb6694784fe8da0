"""What an answer must be, in plain words and as XPath: "a number between 0 and 120"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from datashift.questionnaires.drafting.conditions import is_day
from datashift.questionnaires.questionnaire import Question

NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,6})?")
_PIECES = {
    "integer": (r"\. >= (?P<least>{number})", r"\. <= (?P<most>{number})"),
    "date": (r"\. >= date\('(?P<least>[\d-]+)'\)", r"\. <= date\('(?P<most>[\d-]+)'\)"),
    "text": (
        r"string-length\(\.\) >= (?P<least>\d+)",
        r"string-length\(\.\) <= (?P<most>\d+)",
    ),
    "select_multiple": (
        r"count-selected\(\.\) >= (?P<least>\d+)",
        r"count-selected\(\.\) <= (?P<most>\d+)",
    ),
}
_WRITTEN = {
    "integer": (". >= {}", ". <= {}"),
    "date": (". >= date('{}')", ". <= date('{}')"),
    "text": ("string-length(.) >= {}", "string-length(.) <= {}"),
    "select_multiple": ("count-selected(.) >= {}", "count-selected(.) <= {}"),
}
_SAME = {"decimal": "integer", "range": "integer"}
_PAST = ". <= today()"


@dataclass(frozen=True)
class Limits:
    """The least and the most that an answer may be.

    Of a number its value, of a date the day (YYYY-MM-DD), of text its letters, of several choices
    how many.

    Args:
        least, most: "" for no limit.
        past: a date that is not in the future.
    """

    least: str = ""
    most: str = ""
    past: bool = False


def limited(question: Question) -> bool:
    """Whether a question of its kind can have limits."""
    return _SAME.get(question.kind, question.kind) in _WRITTEN


def faults(limits: Limits, kind: str) -> bool:
    """Whether they are no limits for that kind, or exclude every answer."""
    said = [each for each in (limits.least, limits.most) if each]
    if kind == "date":
        return not all(map(is_day, said)) or limits.least > (limits.most or "9999")
    whole = kind in {"text", "select_multiple"}
    if not all(NUMBER.fullmatch(each) and not (whole and not each.isdecimal()) for each in said):
        return True
    return len(said) == 2 and float(limits.least) > float(limits.most)


def written(limits: Limits, kind: str) -> str:
    """The limits as XPath; "" for none."""
    low, high = _WRITTEN[_SAME.get(kind, kind)]
    parts = [low.format(limits.least)] if limits.least else []
    parts += [high.format(limits.most)] if limits.most else []
    parts += [_PAST] if limits.past and kind == "date" else []
    return " and ".join(parts)


def read(expression: str, kind: str) -> Limits | None:
    """What a constraint says in plain words; None where plain words do not reach."""
    if not expression:
        return Limits()
    pieces = _PIECES.get(_SAME.get(kind, kind))
    if pieces is None:
        return None
    number = NUMBER.pattern
    found: dict[str, str] = {}
    past = False
    for part in expression.split(" and "):
        match = next(
            (
                m
                for each in pieces
                if (m := re.fullmatch(each.replace("{number}", number), part.strip()))
            ),
            None,
        )
        if match:
            found |= match.groupdict()
        elif kind == "date" and part.strip() == _PAST:
            past = True
        else:
            return None
    limits = Limits(**found, past=past)
    return limits if written(limits, kind) == expression else None
