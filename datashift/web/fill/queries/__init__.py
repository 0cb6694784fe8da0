"""What the pages of links and of filling in show."""
