"""SDMX: a release in the dimensions of the SDG data structure definition."""
