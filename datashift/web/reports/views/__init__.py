"""Pages for reporters, and for those who read."""
