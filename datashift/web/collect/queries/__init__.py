"""What pages of collection read."""
