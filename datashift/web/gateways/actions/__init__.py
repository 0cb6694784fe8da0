"""What changes connections, and what comes in and goes out by them."""
