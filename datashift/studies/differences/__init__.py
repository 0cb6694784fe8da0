"""Differences between groups and changes over time: declared, computed, protected, told."""
