"""The designs of make.R in our words."""

from __future__ import annotations

from dataclasses import replace

from datashift.estimates import Design

SCHOOLS = Design("probability", weight="pw")
HOUSEHOLDS = Design(
    "probability", strata="stratum", cluster=("cluster",), weight="weight", population="population"
)
# name in make.R: rows, design, domain column, then share, number and size columns
CASES: dict[str, tuple[str, Design, str, str, str, str]] = {
    "simple": ("apistrat", SCHOOLS, "stype", "met", "api00", "api.stu"),
    "strat": (
        "apistrat",
        replace(SCHOOLS, strata="stype", population="fpc"),
        "awards",
        "met",
        "api00",
        "api.stu",
    ),
    "strat.wr": (
        "apistrat",
        replace(SCHOOLS, strata="stype"),
        "awards",
        "met",
        "api00",
        "api.stu",
    ),
    "clus1": (
        "apiclus1",
        replace(SCHOOLS, cluster=("dnum",), population="fpc"),
        "stype",
        "met",
        "api00",
        "api.stu",
    ),
    "clus2": (
        "apiclus2",
        replace(SCHOOLS, cluster=("dnum",), population="fpc1"),
        "stype",
        "met",
        "api00",
        "enroll",
    ),
    "two": (
        "apiclus2",
        replace(
            SCHOOLS,
            cluster=("dnum", "snum"),
            population="fpc1",
            later_populations=("fpc2",),
        ),
        "stype",
        "met",
        "api00",
        "enroll",
    ),
    "house.adjust": ("households", HOUSEHOLDS, "place", "safe", "minutes", "people"),
    "house.certainty": (
        "households",
        replace(HOUSEHOLDS, lonely="certainty"),
        "place",
        "safe",
        "minutes",
        "people",
    ),
    "house.average": (
        "households",
        replace(HOUSEHOLDS, lonely="average"),
        "place",
        "safe",
        "minutes",
        "people",
    ),
    "house.wr": (
        "households",
        replace(HOUSEHOLDS, population=None),
        "sex",
        "safe",
        "girls",
        "people",
    ),
}
