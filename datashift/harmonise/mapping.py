"""A variable made from a column by a mapping of codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from datashift.harmonise.codebook import MISSING, UNMAPPED, Codebook, codebook
from datashift.harmonise.distinct import Distinct, as_text, distinct
from datashift.harmonise.rows import Rows, listed
from datashift.kit.problem import Problem
from datashift.kit.text import fold
from datashift.quality.words import counted
from datashift.tables.flag import Flag, Repair, Severity

if TYPE_CHECKING:
    import pyarrow as pa

    from datashift.harmonise.specification import Variable


@dataclass(frozen=True)
class Mapped:
    """A mapped variable and what the mapping met.

    Args:
        values: the variable, one value per row.
        answers: for each row the position of its key in the mapping, `UNMAPPED` or `MISSING`.
        column: the column as distinct values.
        keys: the mapping's keys as text, in its order.
        variable: what was asked for.
        recognised: whether the mapping is ours, made from words we know, and not the study's.
    """

    values: pa.Array
    answers: NDArray[np.int32]
    column: Distinct = field(repr=False)
    keys: tuple[str, ...]
    variable: Variable
    recognised: bool = False

    def flags(self, rows: Rows) -> tuple[Flag, ...]:
        """What to say about the rows that are used."""
        answers = self.answers[rows.kept]
        found = [
            flag
            for flag in (self._unmapped(answers, rows), self._recognised(answers))
            if flag is not None
        ]
        if not self.recognised:
            found += self._unused(answers)
        return tuple(found)

    def _unmapped(self, answers: NDArray[np.int32], rows: Rows) -> Flag | None:
        wrong = answers == UNMAPPED
        if not wrong.any():
            return None
        source = self.variable.source or ""
        texts = self.column.texts()
        counts = Counter(self.column.index[rows.kept][wrong].tolist())
        codes: dict[str, int] = {}
        for position, count in counts.most_common():
            codes[texts[position]] = codes.get(texts[position], 0) + count
        count = int(wrong.sum())
        return Flag(
            "harmonise.unmapped",
            Severity.LOOK,
            f'{counted(count, "row has", "rows have")} a code of "{source}" that '
            f'"{self.variable.name}" does not map: {listed(codes)}; they count as missing.',
            column=source,
            rows=rows.numbers(wrong),
            count=count,
            values={
                "count": count,
                "column": source,
                "variable": self.variable.name,
                "codes": codes,
            },
            repairs=self._repairs(codes, source),
        )

    def _repairs(self, codes: Mapping[str, int], source: str) -> tuple[Repair, ...]:
        spelt = {fold(key): key for key in reversed(self.keys)}
        respelt = {code: spelt[fold(code)] for code in codes if fold(code) in spelt}
        flag = "harmonise.unmapped"
        repairs = [Repair("mark_missing", flag, source, values={"values": list(codes)})]
        if respelt:
            repairs.insert(0, Repair("recode", flag, source, values={"map": respelt}))
        return tuple(repairs)

    def _recognised(self, answers: NDArray[np.int32]) -> Flag | None:
        if not self.recognised:
            return None
        codes = dict(zip(self.keys, map(str, (self.variable.mapping or {}).values()), strict=True))
        source, name = self.variable.source or "", self.variable.name
        said = ", ".join(f'"{key}" as {code}' for key, code in codes.items() if key != code)
        return Flag(
            "harmonise.recognised",
            Severity.NOTE,
            f'The words of "{source}" were taken as codes of {name}'
            + (f": {said}." if said else "."),
            column=source,
            count=int((answers >= 0).sum()),
            values={"column": source, "variable": name, "map": codes},
        )

    def _unused(self, answers: NDArray[np.int32]) -> list[Flag]:
        used = set(np.unique(answers).tolist())
        unused = [key for at, key in enumerate(self.keys) if at not in used and key]
        if not unused:
            return []
        source, name = self.variable.source or "", self.variable.name
        return [
            Flag(
                "harmonise.unused",
                Severity.NOTE,
                f'"{name}" maps codes that "{source}" does not have: {listed(unused)}.',
                column=source,
                count=len(unused),
                values={"column": source, "variable": name, "codes": unused},
            )
        ]


def map_codes(column: pa.ChunkedArray, variable: Variable, *, recognised: bool = False) -> Mapped:
    """Map a column's codes to the variable's values; a code not mapped is missing.

    Raises:
        Problem: the mapping contradicts itself, or mixes numbers and text in its values.
    """
    import pyarrow as pa

    mapping = variable.mapping or {}
    book = codebook(mapping, variable=variable.name, line=variable.line)
    values = distinct(column)
    missing = MISSING if book.missing is None else book.missing
    answers = values.spread(_answers(values.values, book), missing)
    targets = _targets(list(mapping.values()), variable)
    taken = pa.array(answers, mask=answers < 0)
    return Mapped(
        targets.take(taken),
        answers,
        values,
        tuple("" if key is None else as_text(key) for key in mapping),
        variable,
        recognised,
    )


def _answers(values: pa.Array, book: Codebook) -> NDArray[np.int32]:
    """The mapping's position for each distinct value of a column."""
    import pyarrow as pa

    kind = values.type
    if pa.types.is_boolean(kind):
        found = [book.truths.get(value, UNMAPPED) for value in values.to_pylist()]
    elif pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return book.find_numbers(values.to_numpy(zero_copy_only=False).astype(np.float64))
    else:
        found = [book.find(as_text(value)) for value in values.to_pylist()]
    return np.array(found, dtype=np.int32)


def _targets(targets: Sequence[Any], variable: Variable) -> pa.Array:
    import pyarrow as pa

    plain = [int(value) if isinstance(value, bool) else value for value in targets]
    given = [value for value in plain if value is not None]
    if all(isinstance(value, int) for value in given):
        return pa.array(plain, pa.int64())
    if all(isinstance(value, int | float) for value in given):
        return pa.array(plain, pa.float64())
    if not all(isinstance(value, str) for value in given):
        raise Problem(
            f'The variable "{variable.name}" mixes numbers and text',
            line=variable.line,
            do="Map to numbers only, or put all values in quotes",
            code="variables.mixed",
        )
    return pa.array([None if value is None else str(value).strip() for value in plain], pa.string())
