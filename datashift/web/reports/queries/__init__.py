"""What pages about reports read."""
