"""The workspace: bring a file, check it, compare, publish."""
