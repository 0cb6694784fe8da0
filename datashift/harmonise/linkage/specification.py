"""What linkage takes: the columns that lists share and what each is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from datashift.kit.problem import Problem

if TYPE_CHECKING:
    import pyarrow as pa

Role = Literal["name", "date", "place", "age", "category"]


@dataclass(frozen=True)
class Field:
    """A column that every list has.

    Args:
        column: its name, the same in all lists.
        role: "name" of a person, compared by spelling; "date", by days apart; "place" and
            "category", the same or not, rare values telling more; "age", by years apart.
    """

    column: str
    role: Role


@dataclass(frozen=True)
class Linkage:
    """How lists are linked.

    Args:
        fields: at least two columns.
        seed: of the pairs from which chance agreement is learnt when the lists are long.
        accept: probability from which two records are taken for one.
        learn: whether to learn from the lists how often records of one person agree; lists too
            short to learn from use fixed values, and a flag says so.
    """

    fields: tuple[Field, ...]
    seed: int
    accept: float = 0.5
    learn: bool = True


def refuse_unfit(lists: Mapping[str, pa.Table], linkage: Linkage) -> None:
    """Raises Problem where there is nothing to link, or too little to link it by."""
    if len(lists) < 2:
        raise Problem("There is only one list", do="Give a second list", code="linkage.one_list")
    columns = [field.column for field in linkage.fields]
    if len(set(columns)) < 2:
        raise Problem(
            "Records cannot be linked by a single column",
            do="Name at least two columns that all lists share, better four",
            code="linkage.one_column",
        )
    if len(set(columns)) < len(columns):
        raise Problem("A column is named twice", code="linkage.column_twice")
    for name, table in lists.items():
        if not table.num_rows:
            raise Problem(f'The list "{name}" is empty', code="linkage.empty")
        for column in columns:
            if column not in table.column_names:
                raise Problem(
                    f'The list "{name}" has no column "{column}"',
                    do="Name columns that all lists share, or rename them first",
                    code="linkage.no_column",
                )
