"""What changes imports and the servers that are asked."""
