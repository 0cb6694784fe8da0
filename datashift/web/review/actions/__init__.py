"""Everything that review changes."""
