"""What changes links, and what comes in under them."""
