"""Everything that changes boxes, keys and reports."""
