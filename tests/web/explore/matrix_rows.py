"""Who may reach what: public pages are the same for everybody."""

from __future__ import annotations

from typing import Any

from mapped import boundaries
from people import Scene
from published import publish

from datashift.web.explore.queries.tiles import name_of

ROWS = """
explore:home          GET   200
explore:home          POST  405
explore:goals         GET   200
explore:goals         POST  405
explore:goal          GET   200
explore:goal          POST  405
explore:target        GET   200
explore:target        POST  405
explore:indicator     GET   200
explore:indicator     POST  405
explore:definition        GET   200
explore:definition        POST  405
explore:indicator_embed   GET   404  # nobody has counted it
explore:indicator_embed   POST  405
explore:indicator_voices  GET   404  # nobody has counted it
explore:indicator_voices  POST  405
explore:indicator_chart   GET   404  # nobody has counted it
explore:indicator_chart   POST  405
explore:places        GET   200
explore:places        POST  405
explore:place         GET   200
explore:place         POST  405
explore:area          GET   200
explore:area          POST  405
explore:findings      GET   200
explore:findings      POST  405
explore:organisation  GET   200
explore:organisation  POST  405
explore:study         GET   200
explore:study         POST  405
explore:release       GET   200
explore:release       POST  405
explore:latest        GET   302
explore:latest        POST  405
explore:finding       GET   200
explore:finding       POST  405
explore:download      GET   200
explore:download      POST  405
explore:release_export        GET   200
explore:release_export        POST  405
explore:release_export_file   GET   200
explore:release_export_file   POST  405
explore:finding_formats       GET   200
explore:finding_formats       POST  405
explore:finding_export        GET   200
explore:finding_export        POST  405
explore:finding_export_file   GET   200
explore:finding_export_file   POST  405
explore:indicator_export      GET   404  # nobody has counted it
explore:indicator_export      POST  405
explore:everything            GET   200
explore:everything            POST  405
explore:catalogue_turtle      GET   200
explore:catalogue_turtle      POST  405
explore:catalogue_json        GET   200
explore:catalogue_json        POST  405
explore:feed                  GET   200
explore:feed                  POST  405
explore:organisation_feed     GET   200
explore:organisation_feed     POST  405
explore:indicator_feed        GET   200
explore:indicator_feed        POST  405
explore:place_feed            GET   200
explore:place_feed            POST  405
explore:finding_picture       GET   200
explore:finding_picture       POST  405
explore:indicator_picture     GET   404  # nobody has counted it
explore:indicator_picture     POST  405
explore:embed                 GET   200
explore:embed                 POST  405
explore:oembed                GET   404  # no address given
explore:oembed                POST  405
explore:tiles         GET   200
explore:tiles         POST  405
explore:release_tiles         GET   404  # it was placed in areas of ours
explore:release_tiles         POST  405
explore:explored      GET   200
explore:explored      POST  405
explore:search        GET   200
explore:search        POST  405
explore:opensearch    GET   200
explore:opensearch    POST  405
explore:campaigns     GET   200
explore:campaigns     POST  405
explore:comparison        GET   200
explore:comparison        POST  405
explore:comparison_with   GET   404  # nobody holds its series
explore:comparison_with   POST  405
explore:trust         GET   200
explore:trust         POST  405
explore:outcomes      GET   200
explore:outcomes      POST  405
explore:methods       GET   200
explore:methods       POST  405
explore:method        GET   200
explore:method        POST  405
explore:interface     GET   200
explore:interface     POST  405
explore:robots        GET   200
explore:robots        POST  405
explore:sitemap       GET   200
explore:sitemap       POST  405
explore:api:api-root      GET   200  # the page of ours
explore:api:api-root      POST  405
explore:document          GET   200
explore:document          POST  405
explore:api:goals         GET   200
explore:api:goals         POST  405
explore:api:indicators    GET   200
explore:api:indicators    POST  405
explore:api:indicator     GET   200
explore:api:indicator     POST  405
explore:api:areas         GET   200
explore:api:areas         POST  405
explore:api:findings      GET   200
explore:api:findings      POST  405
explore:api:finding       GET   200
explore:api:finding       POST  405
explore:api:releases      GET   200
explore:api:releases      POST  405
explore:api:release       GET   200
explore:api:release       POST  405
explore:api:search        GET   200
explore:api:search        POST  405
explore:api:observations  GET   200
explore:api:observations  POST  405
"""


def _address(part: str) -> Any:
    """A part of the address of a release that the scene's organisation published."""

    def make(scene: Scene) -> Any:
        release = publish(scene.organisation, by=scene.people["owner"])
        return {"study": release.study.slug, "number": release.number}[part]

    return make


_OF_RELEASE = [
    *("study", "release", "latest", "finding", "download"),
    *("release_export", "release_export_file", "finding_export", "finding_export_file", "embed"),
    *("finding_formats", "release_tiles"),
    *("finding_picture", "comparison", "comparison_with"),
    *("api:finding", "api:release", "api:observations"),
]

ARGUMENTS = {
    "goal": lambda scene: 6,
    "target": lambda scene: "6.1",
    "indicator": lambda scene: "6.1.1",
    "code": lambda scene: "6.1.1",
    "place": lambda scene: "ke",
    "area": lambda scene: "ke-17",
    "method": lambda scene: "estimates",
    "key": lambda scene: "works",
    "file": lambda scene: "observations.csv",
    "form": lambda scene: "csvw",
    "official": lambda scene: 1,
    "office": lambda scene: "no-office",
    "picture": lambda scene: "chart.vl.json",
    "boundaries": lambda scene: name_of(boundaries()[0]),
    "explore:organisation_feed organisation": lambda scene: (
        publish(scene.organisation, by=scene.people["owner"]).study.organisation.slug
    ),
    "explore:organisation organisation": lambda scene: (
        publish(scene.organisation, by=scene.people["owner"]).study.organisation.slug
    ),
    **{
        f"explore:{name} organisation": lambda scene: scene.organisation.slug
        for name in _OF_RELEASE
    },
    **{f"explore:{name} study": _address("study") for name in _OF_RELEASE},
    **{f"explore:{name} number": _address("number") for name in _OF_RELEASE},
}
