"""Hypothesis strategies for sentences of the language that make sense, and for rows."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Any

from hypothesis import strategies as st

from datashift.harmonise.expression import tree

_LETTERS = "abAB ñछ'\"`"
_DAYS = st.dates(date(1999, 1, 1), date(2030, 12, 31))
_QUARTERS = st.integers(-40, 40).map(lambda number: number / 4)

COLUMNS = {
    "whole": st.integers(-9, 9),
    "real number": _QUARTERS,
    "text": st.text(_LETTERS, max_size=3),
    "jina la `kijiji`": st.text(_LETTERS, max_size=3),
    "उमेर": st.integers(0, 99),
    "day": _DAYS,
    "other day": _DAYS,
    "moment": st.datetimes(datetime(1999, 1, 1), datetime(2030, 12, 31)),  # noqa: DTZ001
    "yes": st.booleans(),
    "not": st.booleans(),
}
ROWS = st.lists(
    st.fixed_dictionaries({name: st.none() | values for name, values in COLUMNS.items()}),
    min_size=1,
    max_size=6,
)

Strategy = st.SearchStrategy[Any]


def _columns(*names: str) -> Strategy:
    return st.sampled_from([tree.Column(name) for name in names])


def _call(names: str, *arguments: Strategy) -> Strategy:
    return st.builds(tree.Call, st.sampled_from(names.split()), st.tuples(*arguments))


@cache
def numbers(depth: int) -> Strategy:
    """Sentences that yield numbers."""
    leaf = _columns("whole", "real number", "उमेर") | (st.integers(-9, 9) | _QUARTERS).map(
        tree.Number
    )
    if not depth:
        return leaf
    inner, truth = numbers(depth - 1), truths(depth - 1)
    return st.one_of(
        leaf,
        st.builds(tree.Arithmetic, st.sampled_from("+-*/"), inner | truth, inner),
        inner.filter(lambda node: not isinstance(node, tree.Number)).map(tree.Negative),
        _call("if", truth, inner, inner | st.just(tree.Missing())),
        _call("min max first", inner, inner) | _call("min max first", inner, inner, inner),
        _call("abs floor round", inner),
        _call("round", inner, st.integers(0, 3).map(tree.Number)),
        _call("year month", dates(0)),
    )


@cache
def texts(depth: int) -> Strategy:
    """Sentences that yield text."""
    leaf = _columns("text", "jina la `kijiji`") | st.text(_LETTERS, max_size=3).map(tree.Text)
    if not depth:
        return leaf
    inner = texts(depth - 1)
    return st.one_of(
        leaf,
        _call("lower", inner),
        _call("first", inner, inner),
        _call("if", truths(depth - 1), inner, inner),
    )


@cache
def dates(depth: int) -> Strategy:
    """Sentences that yield dates."""
    leaf = _columns("day", "other day", "moment")
    days = _columns("day", "other day")
    return leaf | _call("min max first", days, days) if depth else leaf


@cache
def truths(depth: int) -> Strategy:
    """Sentences that yield yes or no."""
    leaf = _columns("yes", "not") | st.booleans().map(tree.Truth)
    if not depth:
        return leaf
    number, text, day, inner = (
        numbers(depth - 1),
        texts(depth - 1),
        dates(depth - 1),
        truths(depth - 1),
    )
    written_day = _DAYS.map(lambda found: tree.Text(found.isoformat()))
    orders = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
    parts = st.lists(inner, min_size=2, max_size=4).map(tuple)
    return st.one_of(
        leaf,
        st.builds(tree.Comparison, orders, number, number),
        st.builds(tree.Comparison, orders, day, day | written_day),
        st.builds(tree.Comparison, st.sampled_from(["==", "!="]), text, text),
        st.builds(tree.Comparison, st.sampled_from(["==", "!="]), inner, inner | number),
        st.builds(tree.Among, number, _options(_QUARTERS.map(tree.Number)), st.booleans()),
        st.builds(
            tree.Among, text, _options(st.text(_LETTERS, max_size=2).map(tree.Text)), st.booleans()
        ),
        st.builds(tree.IsMissing, st.one_of(number, text, day, inner), st.booleans()),
        st.builds(tree.Not, inner),
        parts.map(tree.All),
        parts.map(tree.Any),
        _call("contains", text, text),
    )


def _options(of: Strategy) -> Strategy:
    return st.lists(of, min_size=1, max_size=3).map(tuple)


SENTENCES = st.one_of(truths(3), truths(2), numbers(2), texts(2), dates(1))
