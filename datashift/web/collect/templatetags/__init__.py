"""Tags of the pages of collection."""
