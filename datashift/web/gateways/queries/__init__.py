"""What pages and conversations ask for."""
