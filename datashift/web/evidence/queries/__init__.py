"""What pages and actions ask about studies, by subject."""

from datashift.web.evidence.queries.piles import check_of
from datashift.web.evidence.queries.places import whereabouts
from datashift.web.evidence.queries.samples import columns_json, flags_json
from datashift.web.evidence.queries.text import data_files, decisions_in_force, full_text

__all__ = [
    "check_of",
    "columns_json",
    "data_files",
    "decisions_in_force",
    "flags_json",
    "full_text",
    "whereabouts",
]
