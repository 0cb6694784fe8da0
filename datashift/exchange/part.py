"""One indicator of a release, as a release of its own that every format can carry."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import json

from datashift.exchange.published import FIGURES, MANIFEST, Published
from datashift.exchange.text import as_json
from datashift.kit.cells import harmless

_KEPT = ("quality.json", "study.yaml")
_RULES = ("topic", "minimum", "two_people")


def only(release: Published, indicator: str) -> Published:
    """The release with the figures and the finding of that indicator and no others.

    Its release.json names the whole it was taken from, by the hash of the whole's release.json.

    Raises:
        KeyError: the release has no such indicator.
    """
    import pyarrow.compute as pc

    finding = release.finding(indicator)
    observations = release.observations
    if not _is_alone(release, indicator):
        observations = observations.filter(pc.equal(observations["INDICATOR"], indicator))
    hidden = pc.sum(pc.equal(observations["OBS_STATUS"], "Q")).as_py() or 0
    documents = {
        FIGURES: figures(release, indicator),
        "findings.json": _told(release, finding.id),
        **{name: release.documents[name] for name in _KEPT},
    }
    whole = json.loads(release.documents[MANIFEST])
    manifest = whole | {
        "title": f"{finding.title}: {release.title}",
        "part_of": {
            "indicator": indicator,
            "sha256": hashlib.sha256(release.documents[MANIFEST]).hexdigest(),
        },
        "protection": {
            **{name: whole["protection"][name] for name in _RULES if name in whole["protection"]},
            "figures": observations.num_rows,
            "hidden": hidden,
        },
        "outputs": {
            name: hashlib.sha256(content).hexdigest() for name, content in sorted(documents.items())
        },
    }
    return dataclasses.replace(
        release,
        title=manifest["title"],
        observations=observations,
        findings=(finding,),
        hidden=hidden,
        documents=dict(sorted((documents | {MANIFEST: as_json(manifest)}).items())),
    )


def figures(release: Published, indicator: str) -> bytes:
    """observations.csv with the rows of that indicator and no others."""
    content = release.documents[FIGURES]
    if _is_alone(release, indicator):
        return content
    rows = csv.reader(io.StringIO(content.decode(), newline=""))
    wanted = harmless(indicator)
    kept = [next(rows), *(row for row in rows if row[0] == wanted)]
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(kept)
    return out.getvalue().encode()


def _told(release: Published, indicator: str) -> bytes:
    content = release.documents["findings.json"]
    if _is_alone(release, indicator):
        return content
    return as_json([one for one in json.loads(content) if one["id"] == indicator])


def _is_alone(release: Published, indicator: str) -> bool:
    return [one.id for one in release.findings] == [indicator]
