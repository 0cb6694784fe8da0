"""Search: forgiving of spelling, in five languages, over everything that is public."""

from datashift.web.explore.queries.search.everything import (
    Compared,
    Found,
    Group,
    find_findings,
    search,
)

__all__ = ["Compared", "Found", "Group", "find_findings", "search"]
