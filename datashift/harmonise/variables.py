"""The variables of a study, one after the other; a later one may use an earlier one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from datashift.harmonise.distinct import distinct
from datashift.harmonise.engine import evaluate
from datashift.harmonise.expression import Expression, parse
from datashift.harmonise.expression.kinds import nearest
from datashift.harmonise.mapping import Mapped, map_codes
from datashift.harmonise.rows import listed
from datashift.kit.problem import Problem
from datashift.sdg.dimension import dimension, find_code

if TYPE_CHECKING:
    import pyarrow as pa

    from datashift.harmonise.specification import Variable

CONDITION = "where"  # waits among the variables; its own name, so no variable may have it
# The list names the age groups that global series use; its codes follow a rule that others may too.
_FURTHER = {"AGE": re.compile(r"[YM](\d+(T\d+)?|_GE\d+|_LT\d+)")}
_NO_OTHERS = re.compile(r"(?!)")
RESERVED = (CONDITION, "REF_AREA", "TIME_PERIOD")


@dataclass
class Made:
    """Variables made so far; expressions wait until something needs their values.

    Args:
        data: the table with the variables that have values.
        mapped: what mappings met, in order.
        waiting: expressions whose values nobody needed yet, in order.
        condition: the row filter's answer for each row, null where it cannot be told.
    """

    data: pa.Table
    mapped: list[Mapped] = field(default_factory=list)
    waiting: dict[str, Expression] = field(default_factory=dict)
    condition: pa.ChunkedArray | None = None

    def settle(self) -> None:
        """Give all waiting variables their values, in one query."""
        if self.waiting:
            found = evaluate(self.data, self.waiting, condition=CONDITION)
            self.condition = found.pop(CONDITION, None)
            for name, values in found.items():
                self.put(name, values)
            self.waiting.clear()

    def waits_for(self, column: str) -> bool:
        """Whether a waiting expression uses a column as it is now."""
        return any(column in expression.columns for expression in self.waiting.values())

    def put(self, name: str, values: pa.Array | pa.ChunkedArray) -> None:
        """Add a variable; one of the same name as a column takes its place."""
        at = self.data.schema.get_field_index(name)
        if at < 0:
            self.data = self.data.append_column(name, values)
        else:
            self.data = self.data.set_column(at, name, values)


def make(data: pa.Table, variables: Sequence[Variable], where: str | None) -> Made:
    """Make all variables and tell the row filter, for all rows.

    Raises:
        Problem: a variable names an unknown column, contradicts itself, or yields codes that its
            dimension does not have.
    """
    made = Made(data)
    for variable in variables:
        _check(variable)
        if variable.expression is not None:
            made.waiting[variable.name] = parse(variable.expression, line=variable.line)
            continue
        if variable.source in made.waiting or made.waits_for(variable.name):
            made.settle()
        _from_column(variable, made)
    if where is not None:
        made.waiting[CONDITION] = parse(where)
    made.settle()
    for variable in variables:
        if variable.expression is not None:
            _known_codes(variable, distinct(made.data[variable.name]).values.to_pylist())
    return made


def _from_column(variable: Variable, made: Made) -> None:
    column = _column(variable, made.data)
    mapping = variable.mapping
    if mapping is None:
        codes = _codes(variable.name)
        if codes is None:
            made.put(variable.name, column)
            return
        mapping = _recognise(variable.name, distinct(column).texts())
        mapped = map_codes(column, replace(variable, mapping=mapping), recognised=True)
    else:
        if _codes(variable.name) is not None:
            mapping = {key: None if to is None else str(to) for key, to in mapping.items()}
        _known_codes(variable, list(mapping.values()))
        mapped = map_codes(column, replace(variable, mapping=mapping))
    made.mapped.append(mapped)
    made.put(variable.name, mapped.values)


def _recognise(name: str, texts: Sequence[str]) -> Mapping[object, object]:
    """The texts of a column that are words for codes of a dimension."""
    found = {text: find_code(name, text) for text in dict.fromkeys(texts)}
    return {text: code for text, code in found.items() if code is not None}


def _codes(name: str) -> Sequence[str] | None:
    """The codes of a dimension, or None when the variable is not one."""
    try:
        return tuple(dimension(name).codes)
    except KeyError:
        return None


def _known_codes(variable: Variable, values: Sequence[object]) -> None:
    codes = _codes(variable.name)
    if codes is None:
        return
    further = _FURTHER.get(variable.name, _NO_OTHERS)
    written = [str(value) for value in values if value is not None]
    wrong = [code for code in written if code not in codes and not further.fullmatch(code)]
    if not wrong:
        return
    meant = find_code(variable.name, wrong[0]) or nearest(wrong[0], tuple(codes))
    raise Problem(
        f'"{variable.name}" has no code {listed(wrong)}',
        line=variable.line,
        do=f"Did you mean {meant}?" if meant else f"Its codes are {listed(codes, 12)}",
        code="variables.unknown_code",
    )


def _check(variable: Variable) -> None:
    what = do = None
    if variable.name in RESERVED:
        what = (
            f'"{variable.name}" is made from the study\'s place and time and cannot be a variable'
        )
        do = "Give the variable another name"
    elif (variable.source is None) == (variable.expression is None):
        what = (
            f'The variable "{variable.name}" needs either a column it is made from or an expression'
        )
    elif variable.mapping is not None and variable.expression is not None:
        what = f'The variable "{variable.name}" has both a mapping and an expression'
        do = "Keep one of them"
    elif variable.mapping is not None and not variable.mapping:
        what = f'The mapping of the variable "{variable.name}" is empty'
    if what:
        raise Problem(what, line=variable.line, do=do, code="variables.unclear")


def _column(variable: Variable, data: pa.Table) -> pa.ChunkedArray:
    source = str(variable.source)
    if source in data.column_names:
        return data[source]
    near = nearest(source, tuple(data.column_names))
    raise Problem(
        f'The variable "{variable.name}" is made from "{source}", and there is no such column',
        line=variable.line,
        do=f'Did you mean "{near}"?'
        if near
        else f"The columns are {listed(data.column_names, 12)}",
        code="variables.unknown_column",
    )
