"""Several sources taken together: one source handed in twice, registers that overlap, pooling."""

from datashift.comparison.sources.aggregate import (
    Aggregation,
    Contribution,
    Group,
    Refusal,
    Repeated,
    aggregate,
)
from datashift.comparison.sources.fingerprint import Fingerprint, fingerprint
from datashift.comparison.sources.same import SameSource, same_source
from datashift.comparison.sources.together import Together, counted_together

__all__ = [
    "Aggregation",
    "Contribution",
    "Fingerprint",
    "Group",
    "Refusal",
    "Repeated",
    "SameSource",
    "Together",
    "aggregate",
    "counted_together",
    "fingerprint",
    "same_source",
]
