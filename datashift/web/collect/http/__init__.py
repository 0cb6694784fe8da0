"""What OpenRosa adds to HTTP, and what the doors for phones share."""
