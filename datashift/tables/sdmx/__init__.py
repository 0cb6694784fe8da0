"""SDMX messages as tables: one row per observation, one column per dimension and attribute."""
