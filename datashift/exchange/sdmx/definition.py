"""The components of the SDG data structure definition, in its order, and ours after them.

Dimensions, attributes and code lists are those of `IAEG-SDGs:SDG` as the statistical office of Nepal
publishes it (`CBS-SDGs:SDG(1.4)`, dated 24 August 2022). STD_ERROR, N, N_EFFECTIVE and MATCH are
ours: that structure has no place for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

AGENCY = "DATASHIFT"
TIME = "TIME_PERIOD"
VALUE = "OBS_VALUE"

Kind = Literal["dimension", "time", "measure", "series", "figure"]


@dataclass(frozen=True)
class Component:
    """One column of the data.

    Args:
        id: of the component and its concept.
        name: of the concept.
        kind: dimension, time dimension, measure, or attribute of a series or of one figure.
        codes: agency, id and version of its code list; () for text.
        mandatory: an attribute that is always there.
        number: what it holds is a number.
    """

    id: str
    name: str
    kind: Kind
    codes: tuple[str, str, str] | tuple[()] = ()
    mandatory: bool = False
    number: bool = False


_SDG = "IAEG-SDGs"
COMPONENTS: tuple[Component, ...] = (
    Component("FREQ", "Frequency of observation", "dimension", ("SDMX", "CL_FREQ", "2.0")),
    Component("REPORTING_TYPE", "Reporting type", "dimension", (_SDG, "CL_REPORTING_TYPE", "1.0")),
    Component("SERIES", "Series", "dimension", (AGENCY, "CL_SERIES", "1.0")),
    Component("REF_AREA", "Reference area", "dimension", (AGENCY, "CL_REF_AREA", "1.0")),
    Component("SEX", "Sex", "dimension", (_SDG, "CL_SEX", "1.1")),
    Component("AGE", "Age", "dimension", (_SDG, "CL_AGE", "1.1")),
    Component("URBANISATION", "Urban or rural", "dimension", (_SDG, "CL_URBANISATION", "1.0")),
    Component(
        "INCOME_WEALTH_QUANTILE",
        "Income or wealth group",
        "dimension",
        (_SDG, "CL_QUANTILE", "1.1"),
    ),
    Component("EDUCATION_LEV", "Education level", "dimension", (_SDG, "CL_EDUCATION_LEV", "1.0")),
    Component("OCCUPATION", "Occupation", "dimension", (_SDG, "CL_OCCUPATION", "1.1")),
    Component(
        "CUST_BREAKDOWN", "Custom breakdown", "dimension", (AGENCY, "CL_CUST_BREAKDOWN", "1.0")
    ),
    Component(
        "COMPOSITE_BREAKDOWN", "Other breakdown", "dimension", (_SDG, "CL_COMP_BREAKDOWN", "1.3")
    ),
    Component("DISABILITY_STATUS", "Disability", "dimension", (_SDG, "CL_DISABILITY", "1.0")),
    Component("ACTIVITY", "Economic activity", "dimension", (_SDG, "CL_ACTIVITY", "1.1")),
    Component("PRODUCT", "Product", "dimension", (_SDG, "CL_PRODUCT", "1.0")),
    Component(TIME, "Time period", "time"),
    Component(VALUE, "Observed value", "measure", number=True),
    Component("UNIT_MEASURE", "Unit of measure", "series", (_SDG, "CL_UNIT_MEASURE", "1.3"), True),
    Component("COMMENT_TS", "Comment on the series", "series"),
    Component("CUST_BREAKDOWN_LB", "Label of the custom breakdown", "series"),
    Component("DATA_LAST_UPDATE", "Day of the last update", "series"),
    Component("MATCH", "How near the figure is to the SDG indicator", "series"),
    Component("OBS_STATUS", "Observation status", "figure", ("SDMX", "CL_OBS_STATUS", "2.1"), True),
    Component("UNIT_MULT", "Unit multiplier", "figure", ("SDMX", "CL_UNIT_MULT", "1.1"), True),
    Component("NATURE", "Nature of the figure", "figure", (_SDG, "CL_NATURE", "1.0")),
    Component("TIME_DETAIL", "Time in words", "figure"),
    Component("COMMENT_OBS", "Comment on the figure", "figure"),
    Component("UPPER_BOUND", "Upper end of the 95 % interval", "figure", number=True),
    Component("LOWER_BOUND", "Lower end of the 95 % interval", "figure", number=True),
    Component("SOURCE_DETAIL", "Source", "figure"),
    Component("STD_ERROR", "Standard error", "figure", number=True),
    Component("N", "Usable answers", "figure", number=True),
    Component("N_EFFECTIVE", "Usable answers divided by the design effect", "figure", number=True),
)


@cache
def of(*kinds: Kind) -> tuple[Component, ...]:
    """The components of those kinds, in order."""
    return tuple(component for component in COMPONENTS if component.kind in kinds)


NUMBERS = frozenset(component.id for component in COMPONENTS if component.number)
