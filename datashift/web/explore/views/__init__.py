"""The public pages."""

from datashift.web.explore.views.about import method, methods, trust
from datashift.web.explore.views.campaigns import campaigns
from datashift.web.explore.views.comparison import comparison, comparison_with
from datashift.web.explore.views.coverage import coverage
from datashift.web.explore.views.credibility import (
    credibility,
    credibility_form,
    credibility_json,
    credibility_schema,
    credibility_sdmx,
)
from datashift.web.explore.views.embed import embed
from datashift.web.explore.views.explored import explored
from datashift.web.explore.views.exports import (
    catalogue,
    everything,
    finding_export,
    finding_export_file,
    finding_formats,
    indicator_export,
    release_export,
    release_export_file,
)
from datashift.web.explore.views.feeds import feed, indicator_feed, organisation_feed, place_feed
from datashift.web.explore.views.finding import download, finding, latest
from datashift.web.explore.views.findings import findings, organisation, release, study
from datashift.web.explore.views.framework import definition, goal, goals, target
from datashift.web.explore.views.home import home
from datashift.web.explore.views.indicator import (
    indicator,
    indicator_chart,
    indicator_embed,
    indicator_voices,
)
from datashift.web.explore.views.machines import robots, sitemap
from datashift.web.explore.views.oembed import oembed
from datashift.web.explore.views.outcomes import outcomes
from datashift.web.explore.views.pictures import finding_picture, indicator_picture
from datashift.web.explore.views.places import area, place, places
from datashift.web.explore.views.search import opensearch, search
from datashift.web.explore.views.tiles import release_tiles, tiles

__all__ = [
    "area",
    "campaigns",
    "catalogue",
    "comparison",
    "comparison_with",
    "coverage",
    "credibility",
    "credibility_form",
    "credibility_json",
    "credibility_schema",
    "credibility_sdmx",
    "definition",
    "download",
    "embed",
    "everything",
    "explored",
    "feed",
    "finding",
    "finding_export",
    "finding_export_file",
    "finding_formats",
    "finding_picture",
    "findings",
    "goal",
    "goals",
    "home",
    "indicator",
    "indicator_chart",
    "indicator_embed",
    "indicator_export",
    "indicator_feed",
    "indicator_picture",
    "indicator_voices",
    "latest",
    "method",
    "methods",
    "oembed",
    "opensearch",
    "organisation",
    "organisation_feed",
    "outcomes",
    "place",
    "place_feed",
    "places",
    "release",
    "release_export",
    "release_export_file",
    "release_tiles",
    "robots",
    "search",
    "sitemap",
    "study",
    "target",
    "tiles",
    "trust",
]
