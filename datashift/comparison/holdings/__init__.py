"""Official figures kept by source and version, apart from everything citizens made.

A folder holds one folder per source, and in it one per version: the file as it came, its figures as
Parquet, and what is known of them. A version never changes; the same bytes again make no new one.
A version that was put aside stays where it is, and nobody sees it until it is taken back.
"""

from datashift.comparison.holdings.declaring import check
from datashift.comparison.holdings.figures import FIGURES, Content, Held, contents, read, series
from datashift.comparison.holdings.loading import load
from datashift.comparison.holdings.packing import glanced, packed, unpacked
from datashift.comparison.holdings.versions import Version, put_aside, slug, take_back, versions

__all__ = [
    "FIGURES",
    "Content",
    "Held",
    "Version",
    "check",
    "contents",
    "glanced",
    "load",
    "packed",
    "put_aside",
    "read",
    "series",
    "slug",
    "take_back",
    "unpacked",
    "versions",
]
