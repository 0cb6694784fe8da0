"""One indicator of a release, as a release of its own that every format can carry."""

from __future__ import annotations

import csv
import hashlib
import io
import json

from datashift.exchange.published import FIGURES, MANIFEST, Published, dated, opened
from datashift.exchange.text import as_json

_KEPT = ("quality.json", "study.yaml")
_RULES = ("topic", "minimum", "two_people")


def only(release: Published, indicator: str) -> Published:
    """The release with the figures and the finding of that indicator and no others.

    Its release.json names the whole it was taken from, by the hash of the whole's release.json.

    Raises:
        KeyError: the release has no such indicator.
    """
    finding = release.finding(indicator)
    figures, hidden, number = _figures(release.documents[FIGURES], indicator)
    documents = {
        FIGURES: figures,
        "findings.json": _told(release.documents["findings.json"], finding.id),
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
            "figures": number,
            "hidden": hidden,
        },
        "outputs": {
            name: hashlib.sha256(content).hexdigest() for name, content in sorted(documents.items())
        },
    }
    return dated(opened(documents | {MANIFEST: as_json(manifest)}), release.created)


def _told(content: bytes, indicator: str) -> bytes:
    told = json.loads(content)
    kept = [one for one in told if one["id"] == indicator]
    return content if kept == told else as_json(kept)


def _figures(content: bytes, indicator: str) -> tuple[bytes, int, int]:
    """The rows of an indicator, how many of them are hidden, and how many there are."""
    from datashift.exchange.observations import harmless

    rows = csv.reader(io.StringIO(content.decode(), newline=""))
    header = next(rows)
    wanted = harmless(indicator)
    kept = [row for row in rows if row[0] == wanted]
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([header, *kept])
    status = header.index("OBS_STATUS")
    return out.getvalue().encode(), sum(row[status] == "Q" for row in kept), len(kept)
