"""The public pages: goals, indicators, places, findings, and the read-only API."""
