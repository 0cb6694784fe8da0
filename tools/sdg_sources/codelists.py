"""Code lists of the SDG data structure definition."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import parse

from sdg_sources.tables import write

# Dimension or attribute of the DSD -> its code list.
LISTS = {
    "SEX": "CL_SEX",
    "AGE": "CL_AGE",
    "URBANISATION": "CL_URBANISATION",
    "INCOME_WEALTH_QUANTILE": "CL_QUANTILE",
    "EDUCATION_LEV": "CL_EDUCATION_LEV",
    "OCCUPATION": "CL_OCCUPATION",
    "DISABILITY_STATUS": "CL_DISABILITY",
    "ACTIVITY": "CL_ACTIVITY",
    "PRODUCT": "CL_PRODUCT",
    "COMPOSITE_BREAKDOWN": "CL_COMP_BREAKDOWN",
    "UNIT_MEASURE": "CL_UNIT_MEASURE",
    "UNIT_MULT": "CL_UNIT_MULT",
    "NATURE": "CL_NATURE",
    "OBS_STATUS": "CL_OBS_STATUS",
    "REPORTING_TYPE": "CL_REPORTING_TYPE",
    "FREQ": "CL_FREQ",
}
NATIONAL = "_L_"  # codes of the country that published the copy we read


def build(shared: Path, data: Path) -> None:
    """Write codes.csv."""
    lists = {element.get("id"): element for element in _codelists(shared)}
    lines = []
    for dimension, name in LISTS.items():
        for code in _codes(lists[name]):
            if not str(code.get("id")).startswith(NATIONAL):
                parent = next((ref.get("id", "") for ref in code.iter() if _tag(ref) == "Ref"), "")
                lines.append((dimension, str(code.get("id")), parent, _text(code, "Name")))
    write(data / "codes.csv", ("dimension", "code", "parent", "name"), lines)


def retired_series(shared: Path) -> set[str]:
    """Codes of the series that the DSD marks as retired."""
    retired = set()
    for element in _codelists(shared):
        if element.get("id") == "CL_SERIES":
            for code in _codes(element):
                for note in code.iter():
                    kinds = [_text(note, "AnnotationType"), _text(note, "AnnotationText")]
                    if _tag(note) == "Annotation" and kinds[0] == "RetiredSeries" and kinds[1]:
                        retired.add(str(code.get("id")))
    return retired


@cache
def _root(shared: Path) -> Element:
    root = parse(shared / "2_official" / "nepal_opensdg" / "CBS_DSD.xml").getroot()
    assert root is not None
    return root


def _codelists(shared: Path) -> Iterator[Element]:
    return (element for element in _root(shared).iter() if _tag(element) == "Codelist")


def _codes(codelist: Element) -> Iterator[Element]:
    return (element for element in codelist if _tag(element) == "Code")


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _text(element: Element, tag: str) -> str:
    for child in element:
        if _tag(child) == tag:
            return " ".join((child.text or "").split())
    return ""
