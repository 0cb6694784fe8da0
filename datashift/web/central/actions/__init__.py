"""What programmes do that is not done elsewhere."""
