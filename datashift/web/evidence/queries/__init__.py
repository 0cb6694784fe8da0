"""What pages and actions ask about studies, by subject."""

from datashift.web.evidence.queries.text import data_files, decisions_in_force, full_text

__all__ = ["data_files", "decisions_in_force", "full_text"]
