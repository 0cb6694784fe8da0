"""Figures whose range comes from a model: declared, checked, computed, told."""
