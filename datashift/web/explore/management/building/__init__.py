"""The public pages as files that need no server: from a memory stick, or on any host."""
