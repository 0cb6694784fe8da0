"""Which pairs of records are compared at all."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

ALL_PAIRS = 1_000_000  # up to so many, every record is compared with every other
TELLING = 2_000_000  # a column that leaves at most so many pairs is enough by itself
MOST_PAIRS = 20_000_000  # by two columns together
Rule = tuple[str, ...]  # columns that must be the same


def condition(rule: Rule) -> str:
    """The rule as Splink reads it."""
    return " and ".join(f"l.{name} = r.{name}" for name in rule) or "1 = 1"


def pairs_of(connection: duckdb.DuckDBPyConnection, tables: Sequence[str], rule: Rule) -> int:
    """How many pairs of records of different lists a rule compares."""
    columns = ", ".join(rule)
    known = " and ".join(f"{name} is not null" for name in rule)
    total = 0
    for left, right in combinations(tables, 2):
        found = connection.execute(
            f"select coalesce(sum(a.n * b.n), 0) from "  # noqa: S608 - our own names
            f"(select {columns}, count(*) n from {left} where {known} group by all) a join "
            f"(select {columns}, count(*) n from {right} where {known} group by all) b "
            f"using ({columns})"
        ).fetchall()  # DuckDB 2 refuses the next query until a result is read to its end
        total += int(found[0][0])
    return total


def compared(
    connection: duckdb.DuckDBPyConnection,
    tables: Sequence[str],
    columns: Sequence[str],
    all_pairs: int,
) -> tuple[Rule, ...]:
    """All with all when the lists are short; else those with a telling column the same, or two.

    Args:
        columns: one of each field; of a name that of its words in order, which finds more.
    """
    if all_pairs <= ALL_PAIRS:
        return ((),)
    telling = [(one,) for one in columns if pairs_of(connection, tables, (one,)) <= TELLING]
    common = [one for one in columns if (one,) not in telling]
    two = [
        rule for rule in combinations(common, 2) if pairs_of(connection, tables, rule) <= MOST_PAIRS
    ]
    return (*telling, *two)


def learnt_from(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[str], columns: Sequence[str]
) -> tuple[Rule, ...]:
    """Two rules without a common column, the most telling first, to learn from in turn.

    Each teaches about the columns that it does not hold.
    """
    sized = sorted((pairs_of(connection, tables, (name,)), name) for name in columns)
    (_, first), rest = sized[0], sized[1:]
    second = rest[0]
    if second[0] <= ALL_PAIRS or len(rest) < 2:
        return (first,), (second[1],)
    return (first,), (second[1], rest[1][1])
