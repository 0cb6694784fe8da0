"""Bytes that somebody sends, taken as they come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from datashift.kit.problem import Problem


def bounded(chunks: Iterable[bytes], *, limit: int, name: str) -> Iterator[bytes]:
    """The chunks of a file, as long as they are few enough.

    Args:
        limit: bytes that are taken at most.
        name: the file's, as the person knows it.

    Raises:
        Problem: nothing came, or more than the limit.
    """
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise Problem(
                f"The file is larger than {limit // 1_000_000} MB",
                file=name,
                safe="Nothing was kept of it",
                do="Bring it in parts",
                code="upload.too_large",
            )
        yield chunk
    if not size:
        raise Problem("The file is empty", file=name, do="Choose another", code="upload.empty")
