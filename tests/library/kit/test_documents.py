"""Documents of others: whatever JSON can spell can be written down again."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from datashift.kit.documents import json_of

texts = st.text(st.characters() | st.sampled_from("\x00\ud83d\ude00\\u0dD")) | st.text("\\u0\x00")
documents = st.recursive(
    texts | st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner) | st.dictionaries(texts, inner),
)


@given(documents)
def test_every_text_can_be_written(document: Any) -> None:
    found = json_of(json.dumps(document))
    written = json.dumps(found, ensure_ascii=False)
    assert json.loads(written.encode()) == found
    assert "\x00" not in "".join(_texts(found))


@given(documents)
def test_what_can_be_written_stays_as_it_is(document: Any) -> None:
    plain = json.loads(json.dumps(document, ensure_ascii=False).encode("utf-8", "ignore"))
    if "\x00" not in "".join(_texts(plain)):
        assert json_of(json.dumps(plain)) == plain


def _texts(document: Any) -> list[str]:
    if isinstance(document, str):
        return [document]
    if isinstance(document, dict):
        return [text for pair in document.items() for each in pair for text in _texts(each)]
    return (
        [text for each in document for text in _texts(each)] if isinstance(document, list) else []
    )
