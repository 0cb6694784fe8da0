"""A small language for conditions and variables; no part of it is ever run as Python or SQL.

>>> str(parse("year>=2011 and `water source` not in ('river', \\"lake\\")"))
"year >= 2011 and `water source` not in ('river', 'lake')"

The language is described for people in `docs/expressions.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from datashift.harmonise.expression.kinds import Checker, Kind
from datashift.harmonise.expression.parser import parse_tree
from datashift.harmonise.expression.tree import Column, Node, walk

if TYPE_CHECKING:
    import ibis
    from ibis.expr.types import Value

__all__ = ["Expression", "Kind", "parse"]


@dataclass(frozen=True)
class Expression:
    """A sentence of the language that has been read.

    `str` writes it back in one canonical way; two sentences are equal when they say the same.
    """

    tree: Node
    text: str = field(compare=False)
    line: int | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return str(self.tree)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it uses, each once, in the order they are first written."""
        return tuple(dict.fromkeys(n.name for n in walk(self.tree) if isinstance(n, Column)))

    def kind(self, columns: Mapping[str, Kind]) -> Kind:
        """What it yields on columns of these kinds, without running it.

        Raises:
            Problem: an unknown column, or values compared that cannot be.
        """
        return Checker(self.text, columns, self.line).kind(self.tree)

    def to_ibis(
        self,
        table: ibis.Table,
        names: Mapping[str, str] | None = None,
        *,
        condition: bool = False,
    ) -> Value:
        """The same as an Ibis expression on `table`, for any engine.

        Args:
            table: the rows.
            names: how the columns of the sentence are called in `table`; the same when None.
            condition: whether it must say yes or no.

        Missing values follow SQL: what is compared or computed with a missing value is missing;
        `false and missing` is false, `true or missing` is true. Text is compared without the
        spaces around it. Dividing by zero gives a missing value.

        Raises:
            Problem: like `kind`.
        """
        from datashift.harmonise.expression.engine import build, kind_of

        kinds = table.schema()
        names = names or {name: name for name in kinds.names}
        columns = {ours: kind_of(kinds[theirs]) for ours, theirs in names.items()}
        checker = Checker(self.text, columns, self.line)
        if condition:
            checker.wants_truth(self.tree, "a condition")
        else:
            checker.kind(self.tree)
        return build(self.tree, {name: table[names[name]] for name in self.columns})


def parse(text: str, *, line: int | None = None) -> Expression:
    """Read a sentence of the language.

    Args:
        text: the sentence.
        line: the line of the study it stands on, for messages.

    Raises:
        Problem: it cannot be read; says at which character, and what to write instead.
    """
    return Expression(parse_tree(text, line=line), text, line)
