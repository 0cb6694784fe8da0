"""The figures of many releases as one table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from datashift.exchange.observations import TOTAL
from datashift.exchange.published import FIGURES, Published
from datashift.kit.cells import harmless

_WHOSE = ("PRODUCER", "LICENCE", "RELEASE")
_PLACE_AND_TIME = 5  # columns before the dimensions
_VALUE = "OBS_VALUE"  # the first one after them


def columns(releases: Iterable[Published]) -> tuple[str, ...]:
    """Every column that some release has: its place, the dimensions of all, then its numbers."""
    before, between, after = dict[str, None](), dict[str, None](), dict[str, None]()
    for release in releases:
        header = _header(release)
        value = header.index(_VALUE)
        before |= dict.fromkeys(header[:_PLACE_AND_TIME])
        between |= dict.fromkeys(header[_PLACE_AND_TIME:value])
        after |= dict.fromkeys(header[value:])
    return (*before, *between, *after)


def write(releases: Iterable[tuple[Published, str]], names: Sequence[str], out: BinaryIO) -> None:
    """All figures, each with who counted, under which licence, and the address of its release.

    A dimension that a release does not have is a total; another column that it does not have is
    empty.

    Args:
        releases: each with its address.
        names: the columns of all of them, see `columns`.
    """
    value = names.index(_VALUE) if _VALUE in names else 0
    absent = [TOTAL if position < value else "" for position in range(len(names))]
    out.write(_text([[*_WHOSE, *names]]))
    for release, address in releases:
        whose = [harmless(release.producer), harmless(release.licence), harmless(address)]
        content = release.documents[FIGURES]
        if _is_plain(content) and _header(release) == list(names):
            out.write(_prefixed(content, whose))
            continue
        rows = csv.reader(io.StringIO(content.decode(), newline=""))
        own = {name: position for position, name in enumerate(next(rows))}
        taken = [(own.get(name), without) for name, without in zip(names, absent, strict=True)]
        out.write(
            _text(
                [*whose, *(without if at is None else row[at] for at, without in taken)]
                for row in rows
            )
        )


def _header(release: Published) -> list[str]:
    return next(csv.reader([release.documents[FIGURES].partition(b"\n")[0].decode()]))


def _is_plain(content: bytes) -> bool:
    """Whether every line of a table is a row, which would be written again as it stands."""
    return b'"' not in content and b"\r" not in content and content.endswith(b"\n")


def _prefixed(content: bytes, cells: Sequence[str]) -> bytes:
    """The rows of a plain table, each with the same cells before it."""
    rows = content[content.index(b"\n") + 1 : -1]
    if not rows:
        return b""
    before = _text([[*cells, ""]])[:-1]
    return before + rows.replace(b"\n", b"\n" + before) + b"\n"


def _text(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
