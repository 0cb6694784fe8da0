"""Coarser answers: age bands, top and bottom coding, larger areas, rare values together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from datashift.disclosure.microdata.cells import MISSING, Key
from datashift.tables.arrays import Integers, Numbers

if TYPE_CHECKING:
    import pyarrow as pa

OTHER = "other"
_MANY = 12  # different numbers above which bands read better than a list
_TAIL = 0.01  # share of records that the first and the last band hold at least
_RARE = (0.01, 0.03, 0.10)  # shares below which values are taken together


@dataclass(frozen=True)
class Recoding:
    """How the values of a key become coarser.

    Args:
        column: the key.
        words: what is done, such as "bands of 10, 80 and over together".
        labels: the new values; none when the column is left out whole.
        place: for each old value the position of its new one, shape (values,).
    """

    column: str
    words: str
    labels: tuple[str, ...]
    place: Integers = field(repr=False)

    @property
    def leaves_out(self) -> bool:
        """Whether nothing is left of the column."""
        return not self.labels

    def codes(self, codes: Integers) -> Integers:
        """New codes for old ones, -1 where missing."""
        return np.append(self.place, MISSING)[codes]


def ladder(key: Key, records: Integers, outer: Key | None = None) -> tuple[Recoding, ...]:
    """Recodings of a key from the finest to the coarsest; the last leaves the column out.

    Args:
        key: the identifying column.
        records: records of each of its values, shape (values,).
        outer: a coarser column of the same records, such as the region of each district.
    """
    steps = [*_steps(key, records, outer)]
    distinct: list[Recoding] = []
    for step in steps:
        last = len(distinct[-1].labels) if distinct else np.count_nonzero(records)
        if 1 < len(step.labels) < last:
            distinct.append(step)
    whole = Recoding(key.name, "left out", (), np.full(len(key.values), MISSING, dtype=np.int64))
    return (*distinct, whole)


def _steps(key: Key, records: Integers, outer: Key | None) -> Iterator[Recoding]:
    import pyarrow as pa

    kind = key.values.type
    if outer is not None:
        yield _outer(key, outer)
    is_number = pa.types.is_integer(kind) or pa.types.is_floating(kind)
    if outer is None and is_number and np.count_nonzero(records) > _MANY:
        yield from _bands(key, records)
        return
    for share in _RARE:
        yield _rare(key, records, share)


def _outer(key: Key, outer: Key) -> Recoding:
    """Each value becomes the outer one it is found with most often."""
    known = (key.codes != MISSING) & (outer.codes != MISSING)
    size = len(outer.values)
    pairs, counts = np.unique(key.codes[known] * size + outer.codes[known], return_counts=True)
    order = np.argsort(counts, kind="stable")
    place = np.full(len(key.values), MISSING, dtype=np.int64)
    place[pairs[order] // size] = pairs[order] % size
    used, place_used = np.unique(place, return_inverse=True)
    labels = tuple(_texts(outer.values)[at] if at >= 0 else OTHER for at in used.tolist())
    return Recoding(key.name, f'"{outer.name}" instead', labels, place_used.astype(np.int64))


def _bands(key: Key, records: Integers) -> Iterator[Recoding]:
    values = np.asarray(key.values.to_numpy(zero_copy_only=False), dtype=np.float64)
    span = float(np.ptp(values[records > 0]))
    step = 10.0 ** np.floor(np.log10(span / 100)) if span > 0 else 1.0
    for times in (1, 2, 5, 10, 20, 50, 100):
        width = step * times
        if span / width <= 40 and not (times == 1 and width < 1):
            yield _banded(key, values, records, width)


def _banded(key: Key, values: Numbers, records: Integers, width: float) -> Recoding:
    """Bands of one width from multiples of it; thin ends are joined: top and bottom coding."""
    band = np.floor(values / width).astype(np.int64)
    first = int(band[records > 0].min())
    held = np.cumsum(np.bincount(np.maximum(band - first, 0), weights=records))
    thin = _TAIL * held[-1]
    low = first + int(np.searchsorted(held, thin))
    high = first + int(np.searchsorted(held, held[-1] - thin, side="left"))
    place = np.clip(band, low, high) - low
    labels = [_band((low + at) * width, width, values) for at in range(high - low + 1)]
    said = f"bands of {width:g}"
    if high > low:
        if held[-1] > held[min(high - first, len(held) - 1)] or high < int(band.max()):
            labels[-1] = f"{high * width:g}+"
            said += f", {high * width:g} and over together"
        if low > first:
            labels[0] = f"<{(low + 1) * width:g}"
            said += f", under {(low + 1) * width:g} together"
    return Recoding(key.name, said, tuple(labels), place)


def _band(start: float, width: float, values: Numbers) -> str:
    whole = bool((values == np.floor(values)).all()) and width >= 1
    return f"{start:g}-{start + width - 1:g}" if whole else f"{start:g}-<{start + width:g}"


def _rare(key: Key, records: Integers, share: float) -> Recoding:
    common = records >= share * records.sum()
    place = np.where(common, np.cumsum(common) - 1, int(common.sum()))
    labels = [text for text, stays in zip(_texts(key.values), common, strict=True) if stays]
    together = int(np.count_nonzero(records[~common]))
    if together:
        labels.append(OTHER)
    words = f'{together} values that fewer than {share:.0%} have become "{OTHER}"'
    return Recoding(key.name, words, tuple(labels), place.astype(np.int64))


def _texts(values: pa.Array) -> list[str]:
    found: list[Any] = values.to_pylist()
    return [str(value) for value in found]
