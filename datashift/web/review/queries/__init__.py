"""What pages of review read."""
