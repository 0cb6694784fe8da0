"""Lists in parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from ninja.params.functions import Query

MOST = 500
PAGE = Query(1, ge=1, le=1_000_000, description="Number of the part, from 1")
SIZE = Query(50, ge=1, le=MOST, description=f"How many in a part, at most {MOST}")


def paged(
    rows: QuerySet[Any], page: int, size: int, shown: Callable[[Any], dict[str, Any]]
) -> dict[str, Any]:
    """A part of a list; one past the end is empty."""
    paginator = Paginator(rows, size)
    items = [] if page > paginator.num_pages else paginator.page(page).object_list
    return {
        "count": paginator.count,
        "page": page,
        "pages": paginator.num_pages,
        "items": [shown(one) for one in items],
    }
