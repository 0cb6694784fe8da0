"""Functions that XForms add to XPath 1.0 (ODK XForms specification, section 5), for libxml2.

A day or a moment is a number here, as it is when XForms compare one; `expressions` sees to it.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import uuid4

from datashift.questionnaires.filling import days

Function = Callable[..., Any]
MOST_LETTERS = 2_000  # of an answer that a pattern is held against
SECONDS = 0.25  # for which it is
MOST_JOINED = 1_000_000  # letters of texts that are put together


class Unknown(Exception):
    """The expression asks for something that is not computed here."""


def text(value: Any) -> str:
    """A value of XPath as text: a set of nodes is the text of its first."""
    if isinstance(value, list):
        return text(value[0]) if value else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value) if isinstance(value, str) else (getattr(value, "text", None) or "")


def number(value: Any) -> float:
    """A value of XPath as a number; not a number where it is none."""
    if isinstance(value, bool | float | int):
        return float(value)
    written = text(value).strip()
    try:
        return float(written)
    except ValueError:
        found = days.number(written)
        return math.nan if found is None else found


def truth(value: Any) -> bool:
    """A value of XPath as true or false; a node counts by its text."""
    if isinstance(value, list):
        return bool(text(value))
    if isinstance(value, float):
        return not math.isnan(value) and value != 0
    return bool(value)


def flat(values: Sequence[Any]) -> list[Any]:
    """Sets of nodes opened up."""
    return [each for value in values for each in (value if isinstance(value, list) else [value])]


def _selected(_: Any, value: Any, wanted: Any) -> bool:
    return text(wanted).strip() in text(value).split()


def _selected_at(_: Any, value: Any, place: Any) -> str:
    found, at = text(value).split(), number(place)
    return found[int(at)] if not math.isnan(at) and 0 <= at < len(found) else ""


def _coalesce(_: Any, *values: Any) -> str:
    return next((found for value in values if (found := text(value))), "")


def _once(context: Any, value: Any) -> str:
    return context.context_node.text or text(value)


def _regex(_: Any, value: Any, pattern: Any) -> bool:
    """`(a|aa)+` is held against sixty letters for ever, and Python's own `re` has no bound."""
    import regex  # type: ignore[import-untyped]

    written = text(value)
    if len(written) > MOST_LETTERS:
        raise Unknown
    try:
        return regex.fullmatch(text(pattern), written, timeout=SECONDS) is not None
    except (regex.error, TimeoutError) as error:
        raise Unknown from error


def _round(_: Any, value: Any, places: Any = 0.0) -> float:
    found, digits = number(value), number(places)
    if math.isnan(found) or math.isinf(found):
        return found
    scale = 10.0 ** int(digits)
    return math.floor(found * scale + 0.5) / scale


def _int(_: Any, value: Any) -> float:
    found = number(value)
    return found if math.isnan(found) or math.isinf(found) else float(math.trunc(found))


def _extreme(choose: Callable[[list[float]], float]) -> Function:
    def function(_: Any, *values: Any) -> float:
        found = [number(each) for each in flat(values) if text(each)]
        return math.nan if not found or any(map(math.isnan, found)) else choose(found)

    return function


def _real(compute: Callable[..., float]) -> Function:
    def function(_: Any, *values: Any) -> float:
        try:
            return float(compute(*map(number, values)))
        except (ValueError, OverflowError, ZeroDivisionError):
            return math.nan

    return function


def _join(_: Any, between: Any, *values: Any) -> str:
    return _together(text(between), values)


def _concat(_: Any, *values: Any) -> str:
    return _together("", values)


def _together(between: str, values: Sequence[Any]) -> str:
    """Of calculations that each double the one before, the thirtieth would fill the memory."""
    texts = [*map(text, flat(values))]
    if sum(map(len, texts)) + len(between) * len(texts) > MOST_JOINED:
        raise Unknown
    return between.join(texts)


def _substr(_: Any, value: Any, start: Any, end: Any = None) -> str:
    stop = None if end is None else int(number(end))
    return text(value)[int(number(start)) : stop]


def _elements(value: Any) -> list[Any]:
    """The value, which must be a set of elements: neither a text nor the texts of some."""
    if not isinstance(value, list) or not all(hasattr(each, "iterancestors") for each in value):
        raise Unknown
    return value


def _position(_: Any, nodes: Any) -> float:
    node = _elements(nodes)
    if not node:
        raise Unknown
    return 1.0 + sum(1 for _each in node[0].itersiblings(node[0].tag, preceding=True))


def _indexed(_: Any, answers: Any, *pairs: Any) -> list[Any]:
    """`indexed-repeat(answer, repeat, number ...)`."""
    kept = _elements(answers)
    for repeat, place in zip(pairs[::2], pairs[1::2], strict=True):
        tags, wanted = {each.tag for each in _elements(repeat)}, number(place)
        kept = [
            node
            for node in kept
            if any(
                above.tag in tags and _position(None, [above]) == wanted
                for above in node.iterancestors()
            )
        ]
    return kept[:1]


def _date(_: Any, value: Any) -> float:
    return number(value)


def _format(_: Any, value: Any, pattern: Any) -> str:
    found = number(value)
    try:
        return "" if math.isnan(found) else days.said(found, text(pattern))
    except (OverflowError, ValueError):
        return ""


PLAIN: Mapping[str, Function] = {
    "if": lambda _, condition, yes, no: yes if truth(condition) else no,
    "selected": _selected,
    "selected-at": _selected_at,
    "count-selected": lambda _, value: float(len(text(value).split())),
    "count-non-empty": lambda _, *values: float(sum(1 for each in flat(values) if text(each))),
    "coalesce": _coalesce,
    "once": _once,
    "regex": _regex,
    "odk-round": _round,
    "int": _int,
    "min": _extreme(min),
    "max": _extreme(max),
    "pow": _real(math.pow),
    "sqrt": _real(math.sqrt),
    "abs": _real(abs),
    "exp": _real(math.exp),
    "log": _real(math.log),
    "log10": _real(math.log10),
    "sin": _real(math.sin),
    "cos": _real(math.cos),
    "tan": _real(math.tan),
    "pi": lambda _: math.pi,
    "random": lambda _: random.random(),  # noqa: S311 (what the form asks for; no secret)
    "uuid": lambda _: str(uuid4()),
    "join": _join,
    "odk-concat": _concat,
    "substr": _substr,
    "ends-with": lambda _, value, end: text(value).endswith(text(end)),
    "boolean-from-string": lambda _, value: text(value).strip() in {"1", "true"},
    "odk-position": _position,
    "indexed-repeat": _indexed,
    "date": _date,
    "date-time": _date,
    "decimal-date-time": _date,
    "decimal-time": lambda _, value: number(value) % 1,
    "format-date": _format,
    "format-date-time": _format,
}
