"""Expressions of a form, evaluated over its filled instance by libxml2."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from datashift.questionnaires import xml
from datashift.questionnaires.filling import days, functions
from datashift.questionnaires.filling.functions import Function, Unknown
from datashift.questionnaires.filling.reach import LONGEST, Sizes, reach

_QUOTED = re.compile(r"('[^']*'|\"[^\"]*\")")
_TWICE_MEANT = re.compile(r"(?<![\w-])(round|concat|position)\s*\((?!\s*\))")
_BEFORE_BRACKET = re.compile(r"\s+\[")
_MOMENT = re.compile(r"^\s*(?P<name>today|now|date|date-time)\s*\(")
_SPACES = {"jr": xml.JAVAROSA, "orx": xml.OPENROSA, "odk": xml.ODK}
_MOST = 4096  # expressions that are kept compiled
MOST = 100_000_000  # nodes that the expressions of one filled form look at, some two seconds


@dataclass
class Evaluator:
    """Evaluates over one instance.

    Args:
        lists: secondary instances by name, each an element whose child is their root.
        choice_names: path of a question and name of a choice to its words.
        repeats: paths of what is asked several times, from the root: ``/data/child``.
    """

    lists: Mapping[str, Any]
    now: datetime
    choice_names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    repeats: frozenset[str] = frozenset()
    _node: Any = None
    _sizes: Sizes | None = None
    _reached: int = 0

    def value(self, expression: str, node: Any) -> Any:
        """What the expression is at the node.

        Raises:
            Unknown: it asks for something that is not computed here, or cannot be read, or it and
                those before it look at more than `MOST` nodes.
        """
        from lxml import etree

        self._bound(expression, node)
        self._node = node
        before = _at_work.set(self)
        try:
            return _compiled(self._near(readable(expression), node))(node)
        except (etree.XPathError, TypeError, ValueError, OverflowError) as error:
            raise Unknown from error
        finally:
            _at_work.reset(before)

    def _bound(self, expression: str, node: Any) -> None:
        if len(expression) > LONGEST:
            raise Unknown
        if self._sizes is None:
            root = node.getroottree().getroot()
            self._sizes = Sizes(
                sum(1 for _ in root.iter()),
                max((_times(root, path) for path in self.repeats), default=1),
                {name: sum(1 for _ in held.iter()) for name, held in self.lists.items()},
            )
        reached = self._reached + reach(expression, self._sizes)
        if reached > MOST:
            raise Unknown
        self._reached = reached

    def holds(self, expression: str, node: Any, *, otherwise: bool) -> bool:
        """Whether the condition holds; `otherwise` where that is not computed here."""
        try:
            return functions.truth(self.value(expression, node))
        except Unknown:
            return otherwise

    def text(self, expression: str, node: Any) -> str:
        """The result of a calculation as the instance keeps it; "" where it is not computed."""
        try:
            found = self.value(expression, node)
        except Unknown:
            return ""
        return functions.text(found)

    def _near(self, expression: str, node: Any) -> str:
        """The expression with paths from the root that lead to where the node is.

        XForms read a path into a repeat as the time that the expression stands in, and inside
        brackets as the time that is looked at; XPath would read it as all of them.
        """
        if not self.repeats:
            return expression
        above = [*node.iterancestors()]
        for each in above[:-1]:  # the innermost first: its path has no places yet
            plain = "/" + "/".join(
                [*(up.tag for up in reversed([*each.iterancestors()])), each.tag]
            )
            if plain in self.repeats:
                place = 1 + sum(1 for _ in each.itersiblings(each.tag, preceding=True))
                step = rf"{re.escape(plain)}(?=/)"
                expression = re.sub(step, f"{plain}[{place}]", expression)
        for plain in self.repeats:
            expression = _looked_at(expression, plain)
        return expression


_at_work: ContextVar[Evaluator] = ContextVar("_at_work")


def _current(_: Any) -> list[Any]:
    return [_at_work.get()._node]


def _instance(_: Any, name: Any) -> list[Any]:
    found = _at_work.get().lists.get(functions.text(name))
    if found is None:
        raise Unknown
    return [found]


def _choice_name(_: Any, value: Any, path: Any) -> str:
    name = functions.text(value)
    return _at_work.get().choice_names.get((functions.text(path).strip(), name), name)


def _now(_: Any) -> float:
    return days.days(_at_work.get().now)


_FUNCTIONS: dict[tuple[str | None, str], Function] = {
    **{(None, name): function for name, function in functions.PLAIN.items()},
    (None, "current"): _current,
    (None, "instance"): _instance,
    (None, "now"): _now,
    (None, "today"): lambda _: float(int(_now(_))),
    (xml.JAVAROSA, "choice-name"): _choice_name,
}


@lru_cache(maxsize=_MOST)
def _compiled(expression: str) -> Any:
    """The expression for every evaluator: to compile it costs six times what it costs to use."""
    from lxml import etree

    return etree.XPath(expression, namespaces=_SPACES, extensions=_FUNCTIONS)


@lru_cache(maxsize=_MOST)
def readable(expression: str) -> str:
    """The expression as libxml2 takes it.

    Functions that XPath 1.0 has with fewer arguments get a name of their own, and a day that is
    written out becomes a number, because days are compared as numbers.
    """
    parts = _QUOTED.split(expression)
    parts[::2] = [
        _BEFORE_BRACKET.sub("[", _TWICE_MEANT.sub(r"odk-\1(", part)) for part in parts[::2]
    ]
    for place in range(1, len(parts), 2):
        found = days.number(parts[place][1:-1])
        parts[place] = parts[place] if found is None else repr(found)
    return "".join(parts)


def _times(root: Any, path: str) -> int:
    return max(1, len(root.findall("/".join([".", *path.split("/")[2:]]))))


def _looked_at(expression: str, repeat: str) -> str:
    """`/data/child[/data/child/age < 5]` as `/data/child[./age < 5]`."""
    start = expression.find(f"{repeat}[")
    while start >= 0:
        inside = start + len(repeat) + 1
        depth, end = 1, inside
        while end < len(expression) and depth:
            depth += {"[": 1, "]": -1}.get(expression[end], 0)
            end += 1
        within = expression[inside : end - 1].replace(f"{repeat}/", "./")
        expression = expression[:inside] + within + expression[end - 1 :]
        start = expression.find(f"{repeat}[", inside)
    return expression


def moment_of(expression: str) -> str:
    """The function at the head of the expression, if it is one that makes a day or a moment."""
    match = _MOMENT.match(expression)
    return match["name"] if match else ""
