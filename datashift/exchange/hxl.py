"""HXL 1.1: observations.csv with a row of hashtags under its headings."""

from __future__ import annotations

from datashift.exchange.columns import columns
from datashift.exchange.published import FIGURES, Published


def files(release: Published, version: str) -> dict[str, bytes]:
    """observations.hxl.csv."""
    del version
    head, _, rest = release.documents[FIGURES].partition(b"\n")
    tags = ",".join(column.tag for column in columns(release))
    return {"observations.hxl.csv": b"\n".join([head, tags.encode(), rest])}
