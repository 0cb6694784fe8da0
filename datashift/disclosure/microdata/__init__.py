"""Records about people: how easily they are found, and what to change before they leave."""
