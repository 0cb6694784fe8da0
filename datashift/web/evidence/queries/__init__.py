"""What pages and actions ask about studies, by subject."""

from datashift.web.evidence.queries.files import current_files, free_name, rows_of
from datashift.web.evidence.queries.piles import check_of
from datashift.web.evidence.queries.places import whereabouts
from datashift.web.evidence.queries.samples import columns_json, flags_json
from datashift.web.evidence.queries.standing import standing_of, standings
from datashift.web.evidence.queries.text import (
    data_files,
    decisions_in_force,
    full_text,
    kept_columns,
)

__all__ = [
    "check_of",
    "columns_json",
    "current_files",
    "data_files",
    "decisions_in_force",
    "flags_json",
    "free_name",
    "full_text",
    "kept_columns",
    "rows_of",
    "standing_of",
    "standings",
    "whereabouts",
]
