"""Which area each name or code in a column means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from datashift.harmonise.distinct import Distinct
from datashift.harmonise.gazetteer import Gazetteer, Meaning
from datashift.harmonise.rows import Mask, Rows, listed
from datashift.quality.words import counted
from datashift.tables.flag import Flag, Repair, Severity


@dataclass(frozen=True)
class Named:
    """What the names of a column mean.

    Args:
        column: its heading.
        values: its distinct values.
        meanings: what each distinct value means.
        year: the year whose areas were meant, when all names fit only areas of the past.
    """

    column: str
    values: Distinct = field(repr=False)
    meanings: tuple[Meaning, ...]
    year: int | None = None

    def codes(self, known: Mapping[str, int]) -> NDArray[np.int32]:
        """For each row the position of its area in `known`, or -1."""
        found = [known[m.code] if m.certain else -1 for m in self.meanings]
        return self.values.spread(np.array(found, dtype=np.int32), -1)

    def flags(self, rows: Rows) -> tuple[Flag, ...]:
        """What to say about the names."""
        found = (
            self._missing(rows),
            self._unknown(rows),
            self._suggested(rows, "similar"),
            self._suggested(rows, "several"),
            self._former(rows),
            self._spelling(rows),
        )
        return tuple(flag for flag in found if flag is not None)

    def _where(self, wanted: Callable[[Meaning], bool]) -> tuple[list[Meaning], Mask]:
        """The meanings that are wanted, and the rows that have them."""
        picked = np.array([wanted(meaning) for meaning in self.meanings], dtype=np.int32)
        rows = self.values.spread(picked, 0) == 1
        return [m for m, take in zip(self.meanings, picked, strict=True) if take], rows

    def _missing(self, rows: Rows) -> Flag | None:
        without = self.values.index < 0
        count = int(without.sum())
        if not count:
            return None
        return Flag(
            "place.missing",
            Severity.NOTE,
            f'{counted(count, "row says", "rows say")} nothing in "{self.column}" to place by.',
            column=self.column,
            rows=rows.numbers(without),
            count=count,
            values={"count": count, "column": self.column},
        )

    def _unknown(self, rows: Rows) -> Flag | None:
        found, mask = self._where(lambda meaning: meaning.how == "unknown")
        if not found:
            return None
        counts = self._counts(mask)
        return Flag(
            "place.unknown",
            Severity.LOOK,
            f'{counted(int(mask.sum()), "row", "rows")} of "{self.column}" with no area that is known: '
            f"{listed(counts)}.",
            column=self.column,
            rows=rows.numbers(mask),
            count=int(mask.sum()),
            values={"count": int(mask.sum()), "column": self.column, "names": counts},
            repairs=(
                Repair("mark_missing", "place.unknown", self.column, values={"values": [*counts]}),
            ),
        )

    def _suggested(self, rows: Rows, how: str) -> Flag | None:
        found, mask = self._where(lambda meaning: meaning.how == how)
        if not found:
            return None
        meant = {meaning.text: meaning.name for meaning in found}
        said = ", ".join(
            f'"{m.text}" {"or ".join(("may be " + m.name, *m.others))}' for m in found[:5]
        )
        more = f" and {len(found) - 5} more" if len(found) > 5 else ""
        reason = "are like an area's" if how == "similar" else "fit more than one area"
        return Flag(
            f"place.{how}",
            Severity.LOOK,
            f'Names in {counted(int(mask.sum()), "row", "rows")} of "{self.column}" {reason}: {said}{more}. Until '
            "somebody decides, they place nothing.",
            column=self.column,
            rows=rows.numbers(mask),
            count=int(mask.sum()),
            values={
                "count": int(mask.sum()),
                "column": self.column,
                "map": meant,
                "scores": {meaning.text: round(meaning.score) for meaning in found},
            },
            repairs=(
                Repair("recode", f"place.{how}", self.column, values={"map": meant}),
                Repair("mark_missing", f"place.{how}", self.column, values={"values": [*meant]}),
            ),
        )

    def _former(self, rows: Rows) -> Flag | None:
        found, mask = self._where(lambda meaning: meaning.certain and meaning.until is not None)
        if not found:
            return None
        today = [m.name for m in self.meanings if m.certain and m.until is None and not self.year]
        names = list(dict.fromkeys(meaning.name for meaning in found))
        until = max(meaning.until or 0 for meaning in found)
        mixed = (
            f" Others are areas of today ({listed(today)}): figures of both do not add up."
            if today
            else ""
        )
        return Flag(
            "place.former",
            Severity.STOPS if today else Severity.LOOK,
            f'{counted(int(mask.sum()), "row", "rows")} of "{self.column}" with areas that ended in {until} or before: '
            f"{listed(names)}.{mixed}",
            column=self.column,
            rows=rows.numbers(mask),
            count=int(mask.sum()),
            values={"count": int(mask.sum()), "areas": names, "until": until, "today": today},
            repairs=(Repair("keep", "place.former", self.column),),
        )

    def _spelling(self, rows: Rows) -> Flag | None:
        found, mask = self._where(
            lambda meaning: meaning.how in ("name", "alias") and meaning.text != meaning.name
        )
        if not found:
            return None
        taken = {meaning.text: meaning.name for meaning in found}
        said = ", ".join(f'"{text}" as {name}' for text, name in list(taken.items())[:5])
        more = f" and {len(taken) - 5} more" if len(taken) > 5 else ""
        return Flag(
            "place.spelling",
            Severity.NOTE,
            f'Names in "{self.column}" were taken for the areas they are other spellings of: '
            f"{said}{more}.",
            column=self.column,
            rows=rows.numbers(mask),
            count=int(mask.sum()),
            values={"column": self.column, "map": taken},
        )

    def _counts(self, mask: Mask) -> dict[str, int]:
        positions, counts = np.unique(self.values.index[mask], return_counts=True)
        order = np.argsort(-counts, kind="stable")
        return {self.meanings[positions[at]].text: int(counts[at]) for at in order}


def resolve(values: Distinct, gazetteer: Gazetteer, column: str) -> Named:
    """What each value means today; or, when that needs areas of the past, in their last year.

    Old and new areas share names (Nairobi was a province of Kenya and is a county): where all
    names fit areas of one past year, they are taken as the areas of that year.
    """
    texts = values.texts()
    today = [gazetteer.find(text, None) for text in texts]
    ends = {meaning.until for meaning in today if meaning.certain and meaning.until}
    for year in sorted(end - 1 for end in ends):
        then = [gazetteer.find(text, year) for text in texts]
        pairs = zip(today, then, strict=True)
        if all(past.certain or not present.certain for present, past in pairs):
            return Named(column, values, tuple(then), year)
    return Named(column, values, tuple(today))
