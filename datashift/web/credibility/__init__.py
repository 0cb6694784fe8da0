"""What an authority asks of a study before it counts, answered in the open."""
