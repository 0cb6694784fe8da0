"""Parts of files: what is asked for, never more than there is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datashift.kit.byte_range import asked_part


@pytest.mark.parametrize(
    ("header", "part"),
    [  # RFC 9110, 14.1.2: of a representation of 10,000 bytes
        ("bytes=0-499", range(500)),
        ("bytes=500-999", range(500, 1000)),
        ("bytes=-500", range(9500, 10000)),
        ("bytes=9500-", range(9500, 10000)),
        ("bytes=0-0,-1", None),
        ("bytes=-", None),
        ("", None),
        ("lines=1-2", None),
        ("bytes=10000-", range(0)),
        (f"bytes={'9' * 5000}-", None),
        (f"bytes=-{'9' * 5000}", None),
        ("bytes=१-२", None),
    ],
)
def test_the_examples_of_the_standard(header: str, part: range | None) -> None:
    found = asked_part(header, 10_000)
    assert found == part


@settings(max_examples=25)
@given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 60))
def test_a_part_lies_in_the_file(first: int, last: int, size: int) -> None:
    for header in (f"bytes={first}-{last}", f"bytes={first}-", f"bytes=-{last}"):
        part = asked_part(header, size)
        assert part is not None
        assert not part or (part.start >= 0 and part.stop <= size)
