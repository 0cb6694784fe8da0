"""Rows of a sorted Parquet file to moments, in machine code, a row group at a time.

Units of work are row groups, whatever the number of threads, and are put together in their order:
the same file gives the same bits. PSUs at the ends of a row group are set aside and counted
together with their other half.
"""

from datashift.estimates.compiled.passes import tabulate

__all__ = ["tabulate"]
