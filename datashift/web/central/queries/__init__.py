"""What programmes read."""
