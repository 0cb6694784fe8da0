"""What each column of observations.csv holds, for every format that describes its columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from datashift.exchange.published import Published
from datashift.exchange.text import codes, slug

Kind = Literal["text", "number", "whole"]
_DIMENSION = "http://purl.org/linked-data/sdmx/2009/dimension#"
_ATTRIBUTE = "http://purl.org/linked-data/sdmx/2009/attribute#"
_MEASURE = "http://purl.org/linked-data/sdmx/2009/measure#"


@dataclass(frozen=True)
class Column:
    """One column.

    Args:
        name: its heading in observations.csv.
        about: what it holds, in one sentence.
        kind: of its values.
        tag: HXL hashtag and attributes.
        concept: address of the SDMX concept, or "".
        key: part of what tells figures apart.
        values: the only values there are, or () for any.
        own: its name is the study's word.
    """

    name: str
    about: str
    kind: Kind = "text"
    tag: str = ""
    concept: str = ""
    key: bool = False
    values: tuple[str, ...] = ()
    own: bool = False


_BEFORE = (
    Column("INDICATOR", "Id of the indicator in its study.", tag="#indicator+id", key=True),
    Column("SERIES", "Code of the SDG series it speaks to.", tag="#indicator+code"),
    Column(
        *("REF_AREA", "Code of the area; _T is the whole.", "text"),
        *("#loc+code", f"{_DIMENSION}refArea", True),
    ),
    Column("AREA_NAME", "Name of the area.", tag="#loc+name"),
    Column(
        *("TIME_PERIOD", "Time the figure is for; _T is all of it.", "text"),
        *("#date+period", f"{_DIMENSION}refPeriod", True),
    ),
)
_GROUPS = {
    "SEX": ("Sex; _T is everybody.", "#population+sex+code", f"{_DIMENSION}sex"),
    "AGE": ("Age group; _T is all ages.", "#population+age+code", f"{_DIMENSION}age"),
    "URBANISATION": ("Urban or rural; _T is both.", "#population+urbanisation+code", ""),
}
_AFTER = (
    Column(
        *("OBS_VALUE", "The figure, in its unit; empty where it is hidden.", "number"),
        *("#indicator+value+num", f"{_MEASURE}obsValue"),
    ),
    Column("STD_ERROR", "Standard error, in the unit.", "number", "#indicator+error+num"),
    Column("CI_LOWER", "Lower end of the 95 % interval.", "number", "#indicator+min+num"),
    Column("CI_UPPER", "Upper end of the 95 % interval.", "number", "#indicator+max+num"),
    Column("N", "Usable answers; empty where hidden.", "whole", "#respondee+num"),
    Column(
        *("N_EFFECTIVE", "Usable answers divided by the design effect.", "number"),
        "#respondee+effective+num",
    ),
    Column(
        "OBS_STATUS",
        "A: normal; Q: hidden to protect people; M: there is nothing to compute it from.",
        tag="#status+code",
        concept=f"{_ATTRIBUTE}obsStatus",
        values=("A", "Q", "M"),
    ),
    Column(
        *("UNIT_MEASURE", "Unit of the figure; PT is percent.", "text", "#meta+unit+code"),
        f"{_ATTRIBUTE}unitMeasure",
    ),
    Column(
        "MATCH",
        "How near the figure is to the SDG indicator: direct, partial, proxy, or empty.",
        tag="#meta+match+code",
    ),
)
_MODEL = (
    Column(
        "METHOD",
        "The model the figure comes from, in the words of the study; empty without one.",
        tag="#meta+method",
    ),
    Column(
        *("MODEL_STD_ERROR", "Standard error if the model's assumption holds.", "number"),
        "#indicator+error+model+num",
    ),
    Column(
        "MODEL_LOWER",
        "Lower end of the 95 % range if the model's assumption holds; no sampling range.",
        "number",
        "#indicator+min+model+num",
    ),
    Column(
        "MODEL_UPPER",
        "Upper end of the 95 % range if the model's assumption holds; no sampling range.",
        "number",
        "#indicator+max+model+num",
    ),
)


def columns(release: Published) -> tuple[Column, ...]:
    """The columns of the release, in the order of the file."""
    own = [name for name in release.dimensions if name not in _GROUPS]
    tags = codes(own, lambda name: slug(name).replace("-", "_"))
    groups = []
    for name in release.dimensions:
        about, tag, concept = _GROUPS.get(name) or (
            f"{name.replace('_', ' ').capitalize()}; _T is all.",
            f"#meta+{_attribute(tags[name])}+code",
            "",
        )
        own_name = name in tags
        groups.append(Column(name, about, tag=tag, concept=concept, key=True, own=own_name))
    return (*_BEFORE, *groups, *_AFTER, *(_MODEL if release.modelled else ()))


def _attribute(tag: str) -> str:
    """An HXL attribute begins with a letter."""
    return tag if tag[:1].isalpha() else f"x{tag}"
