"""Words of a form as people read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datashift.questionnaires.marks import plain

READ = {
    "Is it **safe** or __clean__?": "Is it safe or clean?",
    "*Slowly* and _with care_": "Slowly and with care",
    "## Your home\nTell us": "Your home\nTell us",
    'A <span style="color:red">red</span> pump': "A red pump",
    "See [our page](https://example.org)": "See our page",
    "well_name_2 and a * b * c, 3 < 5 > 2": "well_name_2 and a * b * c, 3 < 5 > 2",
    "${my__own__name} and ${b_c}": "[my__own__name] and [b_c]",
    r"Not \*bold\*": "Not *bold*",
    "No #1 of all": "No #1 of all",
}


@pytest.mark.parametrize("text", READ)
def test_marks_are_left_out_and_words_stay(text: str) -> None:
    assert plain(text) == READ[text]


@given(st.text("ab *_#[]()<>${}\\\n", max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    assert len(plain(text)) <= len(text)
