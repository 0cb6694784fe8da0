"""Numbers as people write them: decimal commas, grouped thousands, other digits, per cents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from datashift.tables.arrays import Mask

if TYPE_CHECKING:
    import pyarrow as pa

PLAIN = r"^[+-]?(\d+(?:\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$"
# A leading zero means a code: an area, a ward. A plus before many digits is a telephone number. More
# digits than any number we keep exactly are an identifier.
_CODE = r"^(0\d+|\+\d{7,}|[+-]?\d{19,})$"
_COMMA = r"^[+-]?\d+,\d+$"
_COMMA_OR_GROUP = r"^[+-]?[1-9]\d{0,2},\d{3}$"
_COMMA_GROUPS = r"^[+-]?\d{1,3}((,\d{3}){2,}|(,\d{3})+\.\d+)$"
_DOT_OR_GROUP = r"^[+-]?[1-9]\d{0,2}\.\d{3}$"
_DOT_GROUPS = r"^[+-]?\d{1,3}((\.\d{3}){2,}|(\.\d{3})+,\d+)$"
_SPACES = r"(\d)[ '’\x{00A0}\x{2009}\x{202F}](\d{3})"
_SPACE_GROUPS = r"^[+-]?\d{1,3}([ '’\x{00A0}\x{2009}\x{202F}]\d{3})+([.,]\d+)?$"
_PERCENT = r"^(.*\d)\s?%$"
_DIGIT = r"\p{Nd}"


@dataclass(frozen=True)
class Numbers:
    """What a list of distinct texts says when read as numbers.

    Args:
        values: float64, NaN where `reads` is false.
        reads: which texts are numbers.
        whole: every number that reads is a whole number.
        codes: digits that are no number (leading zeros, phone numbers, very long identifiers).
        comma: numbers read with a decimal comma.
        grouped: numbers whose thousands are marked off.
        percent: numbers with a per cent sign.
        uncertain: numbers that could be read in another way ("1,234").
        needless: whole numbers written as 2008.0.
    """

    values: npt.NDArray[np.float64]
    reads: Mask
    whole: bool
    codes: Mask
    comma: Mask
    grouped: Mask
    percent: Mask
    uncertain: Mask
    needless: Mask


def read(texts: pa.StringArray, *, comma_decimals: bool = False) -> Numbers:
    """Read trimmed texts as numbers; the column decides what its commas and dots mean.

    Args:
        texts: distinct values of one column, no nulls.
        comma_decimals: what "1,234" means when no value of the column says: True for 1.234.
    """
    plain = match(texts, PLAIN)
    odd = np.flatnonzero(~plain)
    if not match(texts.take(odd), _DIGIT).any():
        return _only_plain(texts, plain)
    return _with_odd(texts, plain, odd, comma_decimals)


def _only_plain(texts: pa.StringArray, plain: Mask) -> Numbers:
    """Numbers and words, of which there is nothing to rewrite."""
    none = np.zeros(len(texts), dtype=bool)
    codes = plain & _codes(texts)
    values = np.full(len(texts), np.nan)
    values[plain] = _cast(texts.filter(plain))
    whole, needless = _whole(texts, values, plain)
    return Numbers(values, plain & ~codes, whole, codes, none, none, none, none, needless)


def _whole(
    texts: pa.StringArray, values: npt.NDArray[np.float64], reads: Mask
) -> tuple[bool, Mask]:
    """Whether all numbers are whole, and which of them are written with a decimal mark."""
    read = values[reads]
    if not (np.floor(read) == read).all():
        return False, reads & False
    pointed = match(texts, r"[.eE]") & reads
    whole = not pointed.any() or bool((np.abs(read) < 2**53).all())
    return whole, pointed & whole


def _with_odd(
    texts: pa.StringArray, plain: Mask, odd: npt.NDArray[np.intp], comma_decimals: bool
) -> Numbers:
    import pyarrow as pa
    import pyarrow.compute as pc

    rest = _ascii_digits(texts.take(pa.array(odd)))
    percent = match(rest, _PERCENT)
    rest = pc.replace_substring_regex(rest, _PERCENT, r"\1")
    spaced = match(rest, _SPACE_GROUPS)
    for _ in range(2):  # neighbouring groups share a digit, so one pass leaves every other mark
        rest = pc.if_else(
            pa.array(spaced), pc.replace_substring_regex(rest, _SPACES, r"\1\2"), rest
        )
    marks = _Marks.of(rest, texts.filter(pa.array(plain)), comma_decimals)
    rewritten = marks.rewrite(rest)
    rest_reads = match(rewritten, PLAIN)
    full: pa.StringArray = pc.replace_with_mask(
        pc.cast(texts, pa.string()), pa.array(~plain), rewritten
    )
    dot_grouped = plain & marks.dots_group & match(texts, _DOT_OR_GROUP)
    if dot_grouped.any():
        full = pc.if_else(pa.array(dot_grouped), pc.replace_substring(full, ".", ""), full)
    reads = plain.copy()
    reads[odd] = rest_reads
    codes = reads & _codes(full)
    values = np.full(len(texts), np.nan)
    values[reads] = _cast(full.filter(pa.array(reads)))
    whole, needless = _whole(full, values, reads)

    def spread(mask: Mask) -> Mask:
        out = np.zeros(len(texts), dtype=bool)
        out[odd] = mask & rest_reads
        return out

    return Numbers(
        values=values,
        reads=reads & ~codes,
        whole=whole,
        codes=codes,
        comma=spread(marks.comma),
        grouped=spread(marks.grouped | spaced) | dot_grouped,
        percent=spread(percent),
        uncertain=spread(marks.uncertain) | (dot_grouped & marks.dots_uncertain),
        needless=needless,
    )


@dataclass(frozen=True)
class _Marks:
    """What commas and dots mean in one column, by its own evidence."""

    commas: Mask  # texts whose comma is the decimal mark
    groups_comma: Mask
    groups_dot: Mask
    maybe: Mask
    comma_is_decimal: bool
    maybe_is_uncertain: bool
    dots_group: bool
    dots_uncertain: bool

    @classmethod
    def of(cls, rest: pa.StringArray, plain: pa.StringArray, comma_decimals: bool) -> _Marks:
        maybe = match(rest, _COMMA_OR_GROUP)
        commas = match(rest, _COMMA) & ~maybe
        groups_comma, groups_dot = match(rest, _COMMA_GROUPS), match(rest, _DOT_GROUPS)
        for_decimal = bool(commas.any() or groups_dot.any())
        for_groups = bool(groups_comma.any())
        decided = for_decimal != for_groups
        dot_shape = match(plain, _DOT_OR_GROUP)
        dotted = match(plain, r"\.")
        all_whole = len(plain) > len(rest) and not dotted.any()  # so a comma marks thousands
        all_dots_group = bool(dot_shape.any()) and bool((dot_shape == dotted).all())
        return cls(
            commas=commas,
            groups_comma=groups_comma,
            groups_dot=groups_dot,
            maybe=maybe,
            comma_is_decimal=for_decimal if decided else comma_decimals and not all_whole,
            maybe_is_uncertain=not decided and not all_whole,
            dots_group=all_dots_group and (for_decimal or bool(groups_dot.any())),
            dots_uncertain=not groups_dot.any(),
        )

    @property
    def comma(self) -> Mask:
        return self.commas | self.groups_dot | (self.maybe & self.comma_is_decimal)

    @property
    def grouped(self) -> Mask:
        return self.groups_comma | self.groups_dot | (self.maybe & (not self.comma_is_decimal))

    @property
    def uncertain(self) -> Mask:
        return self.maybe & self.maybe_is_uncertain

    def rewrite(self, rest: pa.StringArray) -> pa.StringArray:
        import pyarrow as pa
        import pyarrow.compute as pc

        no_dots = pc.replace_substring(rest, ".", "")
        rest = pc.if_else(pa.array(self.groups_dot), no_dots, rest)
        with_point = pc.replace_substring(rest, ",", ".")
        no_commas = pc.replace_substring(rest, ",", "")
        rest = pc.if_else(pa.array(self.comma), with_point, rest)
        return pc.if_else(pa.array(self.grouped & ~self.groups_dot), no_commas, rest)


def _codes(texts: pa.StringArray) -> Mask:
    return match(texts, _CODE)


def _cast(texts: pa.StringArray) -> npt.NDArray[np.float64]:
    import pyarrow as pa

    numbers: npt.NDArray[np.float64] = texts.cast(pa.float64()).to_numpy(zero_copy_only=False)
    return numbers


def match(texts: pa.StringArray, pattern: str) -> Mask:
    """Which texts match the pattern (RE2)."""
    import pyarrow.compute as pc

    found: Mask = pc.match_substring_regex(texts, pattern).to_numpy(zero_copy_only=False)
    return found


def _ascii_digits(texts: pa.StringArray) -> pa.StringArray:
    """Other scripts' digits and the typographic minus as ASCII: १२ is 12."""
    import pyarrow as pa

    if not match(texts, r"[^\x00-\x7F]").any():
        return texts
    return pa.array([ascii_digits(text) for text in texts.to_pylist()], pa.string())


def ascii_digits(text: str) -> str:
    """The text with digits of any script written in ASCII.

    >>> ascii_digits("२०७५")
    '2075'
    """
    if text.isascii():
        return text
    return "".join(
        str(int(letter)) if letter.isdecimal() else "-" if letter == "−" else letter
        for letter in text
    )
