"""Words beside numbers change nothing of how the numbers are read."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from datashift.tables import numbers

PLAIN = st.one_of(
    st.integers(-(10**12), 10**12).map(str),
    st.floats(allow_nan=False, allow_infinity=False, width=32).map(str),
    st.sampled_from(["007", "+254711082000", "1.", ".5", "2008.0", "9" * 25]),
)
WORD = st.text(min_size=1).filter(lambda text: not any(letter.isdecimal() for letter in text))


@given(st.lists(PLAIN, unique=True), st.lists(WORD, unique=True, min_size=1))
def test_words_without_a_digit_are_no_numbers_and_leave_the_others(
    plain: list[str], words: list[str]
) -> None:
    alone = numbers.read(pa.array(plain, pa.string()))
    both = numbers.read(pa.array([*plain, *words], pa.string()))
    count = len(plain)
    assert not (both.reads | both.codes)[count:].any()
    assert both.reads[:count].tolist() == alone.reads.tolist()
    assert both.codes[:count].tolist() == alone.codes.tolist()
    assert both.values[:count][both.reads[:count]].tolist() == alone.values[alone.reads].tolist()
    assert (both.whole, both.needless[:count].tolist()) == (alone.whole, alone.needless.tolist())
    assert not (both.comma | both.grouped | both.percent | both.uncertain).any()
