"""The public pages."""

from datashift.web.explore.views.about import method, methods, trust
from datashift.web.explore.views.credibility import (
    credibility,
    credibility_form,
    credibility_json,
    credibility_schema,
    credibility_sdmx,
)
from datashift.web.explore.views.finding import download, finding, latest
from datashift.web.explore.views.findings import findings, organisation, release, study
from datashift.web.explore.views.framework import goal, goals, indicator, target
from datashift.web.explore.views.home import home
from datashift.web.explore.views.machines import robots, sitemap
from datashift.web.explore.views.places import area, place, places
from datashift.web.explore.views.search import search

__all__ = [
    "area",
    "credibility",
    "credibility_form",
    "credibility_json",
    "credibility_schema",
    "credibility_sdmx",
    "download",
    "finding",
    "findings",
    "goal",
    "goals",
    "home",
    "indicator",
    "latest",
    "method",
    "methods",
    "organisation",
    "place",
    "places",
    "release",
    "robots",
    "search",
    "sitemap",
    "study",
    "target",
    "trust",
]
