"""Pages of filling in, doors for its script, and the links of the workspace."""
