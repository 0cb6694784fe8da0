"""A release as a schema.org Dataset, for search engines: JSON-LD to put into a page."""

from __future__ import annotations

from typing import Any

from datashift.exchange.languages import OURS, Worded
from datashift.exchange.licence import licence
from datashift.exchange.observations import TOTAL
from datashift.exchange.published import FIGURES, Published
from datashift.exchange.sdmx.periods import bounds


def dataset(release: Published, address: str = "") -> dict[str, Any]:
    """The Dataset as JSON values.

    Args:
        address: of the release's page, ending in a slash; "" leaves addresses relative.
    """
    terms = licence(release.licence)
    content: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": address or "./",
        "identifier": release.identity,
        "name": release.title,
        "description": release.description().text,
        "isAccessibleForFree": True,
        "keywords": [word.text for word in keywords(release)],
        "variableMeasured": [
            {
                "@type": "PropertyValue",
                "name": finding.title,
                "propertyID": finding.series or finding.id,
                "unitText": finding.unit_words or finding.unit_measure,
                "measurementTechnique": finding.method,
            }
            for finding in release.findings
        ],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": FIGURES,
                "encodingFormat": "text/csv",
                "contentUrl": f"{address}{FIGURES}",
                "contentSize": f"{len(release.documents[FIGURES])} B",
            }
        ]
        if FIGURES in release.documents
        else [],
    }
    if terms.address or terms.text:
        content["license"] = terms.address or terms.text
    if release.language:
        content["inLanguage"] = release.language
    if release.producer:
        maker = {"@type": "Organization", "name": release.producer}
        content |= {"creator": maker, "publisher": maker}
    if release.created:
        content["datePublished"] = release.created.isoformat()
    if release.place:
        content["spatialCoverage"] = {"@type": "Place", "name": release.place}
    if spans := bounds(release):
        content["temporalCoverage"] = f"{spans[0]}/{spans[1]}"
    return content


def keywords(release: Published) -> tuple[Worded, ...]:
    """SDG goals and indicators, places and dimensions, each once."""
    codes = [finding.sdg for finding in release.findings if finding.sdg]
    goals = [f"SDG {code.partition('.')[0]}" for code in codes]
    indicators = [f"SDG {code}" for code in codes]
    names = release.observations["AREA_NAME"].unique().to_pylist()
    places = [name for name in names if name and name != TOTAL][:20]
    ours = ["citizen-generated data", *goals, *indicators]
    known = dict.fromkeys(Worded(word, OURS) for word in ours)
    return (*known, *(Worded(place) for place in places))
