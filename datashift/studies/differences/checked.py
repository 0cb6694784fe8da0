"""What a declared difference must be."""

from __future__ import annotations

from collections.abc import Iterator

from datashift.studies.document import Path
from datashift.studies.faults import Fault
from datashift.studies.specification import Indicator

_NO_RANGE = ("median", "quantile")


def faults(indicator: Indicator, path: Path) -> Iterator[Fault]:
    """Every contradiction in the differences of an indicator."""
    for number, said in enumerate(indicator.differences):
        here = (*path, "differences", number)
        if indicator.measure in _NO_RANGE:
            yield Fault(
                here,
                f"There is no range for a difference of the {indicator.measure} between groups",
                "Compare the shares below a fixed value instead",
            )
        if bool(said.times) == (said.other is not None):
            yield Fault(
                here,
                "A difference names the `other` group, or `times` for each group, exactly one",
                "Such as `{between: SEX, one: F, other: M}`",
            )
        elif said.times and (said.one is not None or len(said.times) < 2):
            yield Fault((*here, "times"), "`times` names two groups or more, and stands alone")
        elif said.one is not None and said.one == said.other:
            yield Fault((*here, "one"), f"Both groups are `{said.one}`")
        for position, group in enumerate(said.by):
            if said.between in group:
                yield Fault(
                    (*here, "by", position),
                    f"`{said.between}` is what is compared, and cannot be a group of it",
                )
