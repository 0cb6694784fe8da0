"""What is kept, until when, and of whom."""
