"""Text as the formats need it: ids, escapes, columns joined into lines."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

# XML 1.0, production 2: whatever is not a character of it.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_CODE = re.compile(r"[^A-Za-z0-9_]+")
_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;"}
    | {"\r": "&#13;"}
)


def xml(text: str) -> str:
    """Text inside an element or a quoted attribute; what XML has no letter for is U+FFFD.

    >>> xml('a < b & "c"')
    'a &lt; b &amp; &quot;c&quot;'
    """
    return _NOT_XML.sub("\ufffd", text).translate(_ESCAPES)


def cell(text: str) -> str:
    """A cell of a CSV file, RFC 4180.

    >>> cell('the "old" town, Dodoma')
    '"the ""old"" town, Dodoma"'
    """
    if any(letter in text for letter in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def quoted(text: str) -> str:
    """A JSON string."""
    return json.dumps(text, ensure_ascii=False)


def as_json(content: Any) -> bytes:
    """JSON for people and machines: indented, in its own letters, ending in a line end."""
    return (json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def slug(text: str) -> str:
    """A part of a file name or address: small letters and hyphens; a hash where none is left.

    >>> slug("Water points that work, Tanzania")
    'water-points-that-work-tanzania'
    """
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:60].strip("-") or _hash(text)


def code(text: str) -> str:
    """An SDMX id: letters, digits and underscores; a hash where the text has none of these.

    >>> code("works"), code("Entre Ríos")
    ('WORKS', 'ENTRE_RIOS')
    """
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _NOT_CODE.sub("_", folded).strip("_").upper() or f"X{_hash(text).upper()}"


def codes(texts: Sequence[str], make: Callable[[str], str] = code) -> dict[str, str]:
    """A different id for each text; those that would share one get the hash of their text."""
    made = {text: make(text) for text in texts}
    times = Counter(made.values())
    return {
        text: one if times[one] == 1 else f"{one}_{_hash(text).upper()}"
        for text, one in made.items()
    }


def joined(*parts: pa.Array | str) -> pa.Array:
    """Text columns and constants set one after another, row by row; null where one is null.

    Neighbouring constants are made one before: each part takes its time for each row.
    """
    import pyarrow.compute as pc

    merged: list[pa.Array | str] = []
    for part in parts:
        before = merged[-1] if merged else None
        if isinstance(part, str) and isinstance(before, str):
            merged[-1] = before + part
        else:
            merged.append(part)
    return pc.binary_join_element_wise(*merged, "")


def lines(rows: int, *parts: pa.Array | str) -> pa.Array:
    """As `joined`, for that many rows, where all parts may be constants."""
    import pyarrow as pa

    made = joined(*parts)
    return made if isinstance(made, pa.Array) else pa.repeat(made, rows)


def optional(before: str, column: pa.Array, after: str) -> pa.Array:
    """The column between two constants, "" where it is null."""
    import pyarrow.compute as pc

    return pc.fill_null(joined(before, column, after), "")


def mapped(column: pa.Array, change: Callable[[str], str]) -> pa.Array:
    """A text column with every distinct text changed once; nulls stay."""
    import pyarrow as pa
    import pyarrow.compute as pc

    known = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    texts = [None if text is None else change(text) for text in known.dictionary.to_pylist()]
    return pc.take(pa.array(texts, pa.string()), known.indices)


def used(column: pa.DictionaryArray) -> list[str]:
    """The distinct texts of a column in the order of their first use, without a null.

    A dictionary may hold a text twice, a null as a text, and texts that nothing uses.
    """
    import pyarrow.compute as pc

    texts = column.dictionary.to_pylist()
    first = range(len(column) > 0) if len(texts) == 1 else pc.unique(column.indices).to_pylist()
    return [text for text in dict.fromkeys(texts[k] for k in first) if text is not None]


def one_chunk(column: pa.ChunkedArray) -> pa.Array:
    """The column in one piece."""
    import pyarrow as pa

    if column.num_chunks == 1:
        return column.chunk(0)
    whole = column.combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = whole.chunk(0) if whole.num_chunks else pa.array([], whole.type)
    return whole


def content(column: pa.Array) -> bytes:
    """All texts of a column without nulls, one after another, as they lie in memory."""
    import numpy as np

    if not len(column):
        return b""
    offsets = np.frombuffer(column.buffers()[1], dtype=np.int32)
    first, last = offsets[column.offset], offsets[column.offset + len(column)]
    return bytes(memoryview(column.buffers()[2])[first:last])


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
