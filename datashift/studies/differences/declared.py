"""What a study may say of differences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from datashift.studies.parts import Name, Part


class Difference(Part):
    """The figure of one group less that of another, in each of the groups of `by`.

    Without `one`, every other group is compared with `other`. `times` says instead how many times
    each group is taken: `{A: 1, B: -0.5, C: -0.5}` is A less the mean of B and C.
    """

    between: Name
    one: Name | None = None
    other: Name | None = None
    times: Mapping[Name, Annotated[float, Field(allow_inf_nan=False)]] = Field(default_factory=dict)
    by: tuple[tuple[Name, ...], ...] = Field(default=((),), min_length=1)
