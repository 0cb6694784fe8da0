"""Where each page is: what is for reading, without the interface for machines."""

from __future__ import annotations

from django.urls import path, register_converter

from datashift.web.explore import views
from datashift.web.explore.http import CodeConverter, FormConverter

register_converter(CodeConverter, "code")
register_converter(FormConverter, "form")

_RELEASE = "findings/<slug:organisation>/<slug:study>/<int:number>/"
_FINDING = f"{_RELEASE}<slug:key>/"
_EXPORT = "export/<form:form>"
_CREDIBILITY = "credibility/<slug:organisation>/<slug:study>/<int:number>/"

PAGES = [
    path("", views.home, name="home"),
    path("goals/", views.goals, name="goals"),
    path("goals/<int:goal>/", views.goal, name="goal"),
    path("targets/<code:target>/", views.target, name="target"),
    path("indicators/<code:indicator>/", views.indicator, name="indicator"),
    path("indicators/<code:indicator>/definition/", views.definition, name="definition"),
    path("indicators/<code:indicator>/embed/", views.indicator_embed, name="indicator_embed"),
    path(
        "indicators/<code:indicator>/voices.vl.json", views.indicator_chart, name="indicator_chart"
    ),
    path("indicators/<code:indicator>/voices.csv", views.indicator_voices, name="indicator_voices"),
    path(
        "indicators/<code:indicator>/pictures/<str:picture>",
        views.indicator_picture,
        name="indicator_picture",
    ),
    path("places/", views.places, name="places"),
    path("places/<slug:place>/", views.place, name="place"),
    path("places/<slug:place>/goals/<int:goal>/", views.coverage, name="coverage"),
    path("places/<slug:place>/<slug:area>/", views.area, name="area"),
    path("findings/", views.findings, name="findings"),
    path("findings/<slug:organisation>/", views.organisation, name="organisation"),
    path("findings/<slug:organisation>/<slug:study>/", views.study, name="study"),
    path(_RELEASE, views.release, name="release"),
    path("findings/<slug:organisation>/<slug:study>/<slug:key>/", views.latest, name="latest"),
    path(f"{_RELEASE}{_EXPORT}", views.release_export, name="release_export"),
    path(f"{_RELEASE}{_EXPORT}/<path:file>", views.release_export_file, name="release_export_file"),
    path(_FINDING, views.finding, name="finding"),
    path(f"{_FINDING}beside/<int:official>/", views.comparison, name="comparison"),
    path(f"{_FINDING}beside/<slug:office>/", views.comparison_with, name="comparison_with"),
    path(f"{_FINDING}embed/", views.embed, name="embed"),
    path(f"{_FINDING}formats/", views.finding_formats, name="finding_formats"),
    path(f"{_FINDING}pictures/<str:picture>", views.finding_picture, name="finding_picture"),
    path(f"{_FINDING}{_EXPORT}", views.finding_export, name="finding_export"),
    path(f"{_FINDING}{_EXPORT}/<path:file>", views.finding_export_file, name="finding_export_file"),
    path(f"{_RELEASE}areas.pmtiles", views.release_tiles, name="release_tiles"),
    path(f"{_RELEASE}<str:file>", views.download, name="download"),
    path("credibility/schema.json", views.credibility_schema, name="credibility_schema"),
    path(_CREDIBILITY, views.credibility, name="credibility"),
    path(f"{_CREDIBILITY}form/", views.credibility_form, name="credibility_form"),
    path(f"{_CREDIBILITY}credibility.json", views.credibility_json, name="credibility_json"),
    path(f"{_CREDIBILITY}metadata.xml", views.credibility_sdmx, name="credibility_sdmx"),
    path("areas/<slug:boundaries>.pmtiles", views.tiles, name="tiles"),
    path("explored/", views.explored, name="explored"),
    path("search/", views.search, name="search"),
    path("opensearch.xml", views.opensearch, name="opensearch"),
    path("campaigns/", views.campaigns, name="campaigns"),
    path("about/trust/", views.trust, name="trust"),
    path("about/theory-of-change/", views.outcomes, name="outcomes"),
    path("methods/", views.methods, name="methods"),
    path("methods/<slug:method>/", views.method, name="method"),
    path(f"indicators/<code:indicator>/{_EXPORT}", views.indicator_export, name="indicator_export"),
    path("everything.zip", views.everything, name="everything"),
    path("catalogue.ttl", views.catalogue, {"ending": "ttl"}, name="catalogue_turtle"),
    path("catalogue.jsonld", views.catalogue, {"ending": "jsonld"}, name="catalogue_json"),
    path("feed.atom", views.feed, name="feed"),
    path(
        "findings/<slug:organisation>/feed.atom", views.organisation_feed, name="organisation_feed"
    ),
    path("indicators/<code:indicator>/feed.atom", views.indicator_feed, name="indicator_feed"),
    path("places/<slug:place>/feed.atom", views.place_feed, name="place_feed"),
    path("oembed", views.oembed, name="oembed"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
]
