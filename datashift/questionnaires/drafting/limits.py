"""What an answer must be, in plain words and as XPath: "a number between 0 and 120"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from datashift.questionnaires.drafting.conditions import is_day
from datashift.questionnaires.questionnaire import Question

NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,6})?")
_LEAST, _MOST = r"\s*>=\s*(?P<least>{})", r"\s*<=\s*(?P<most>{})"
_SUBJECTS = {
    "integer": (r"\.", NUMBER.pattern),
    "date": (r"\.", r"date\('[\d-]+'\)"),
    "text": (r"string-length\(\.\)", r"\d+"),
    "select_multiple": (r"count-selected\(\.\)", r"\d+"),
}
_PIECES = {
    kind: tuple(re.compile(subject + sign.format(value)) for sign in (_LEAST, _MOST))
    for kind, (subject, value) in _SUBJECTS.items()
}
_WRITTEN = {
    "integer": (". >= {}", ". <= {}"),
    "date": (". >= date('{}')", ". <= date('{}')"),
    "text": ("string-length(.) >= {}", "string-length(.) <= {}"),
    "select_multiple": ("count-selected(.) >= {}", "count-selected(.) <= {}"),
}
_SAME = {"decimal": "integer", "range": "integer"}
_NOT_LATER = ". <= today()"
_PAST = re.compile(r"\.\s*<=\s*today\(\)")


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
    parts += [_NOT_LATER] if limits.past and kind == "date" else []
    return " and ".join(parts)


def read(expression: str, kind: str) -> Limits | None:
    """What a constraint says in plain words; None where plain words do not reach."""
    if not expression:
        return Limits()
    pieces = _PIECES.get(_SAME.get(kind, kind))
    if pieces is None:
        return None
    found: dict[str, str] = {}
    past = False
    for part in (each.strip() for each in expression.split(" and ")):
        match = next((match for each in pieces if (match := each.fullmatch(part))), None)
        if match and not found.keys() & match.groupdict().keys():
            found |= {key: _bare(value) for key, value in match.groupdict().items()}
        elif kind == "date" and _PAST.fullmatch(part):
            past = True
        else:
            return None
    return Limits(**found, past=past)


def _bare(value: str) -> str:
    """The day within `date('2020-01-01')`."""
    return value[6:-2] if value.startswith("date(") else value
