"""release.json: where a release comes from, so that anyone can make it again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from importlib import metadata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datashift.disclosure import Protection
    from datashift.studies.loading import Study
    from datashift.studies.reading import Rows

FORMAT = "datashift-release/1"
_ENGINES = ("duckdb", "numpy", "pyarrow", "shapely")


def manifest(
    study: Study,
    rows: Rows,
    *,
    others: Sequence[tuple[str, bytes]],
    documents: Mapping[str, bytes],
    protection: Protection,
    earlier: int = 0,
    counts: Mapping[str, int],
    weights: Mapping[str, Any] | None,
    methods: Mapping[str, Any],
    created: date | None,
) -> dict[str, Any]:
    """What release.json says.

    Args:
        others: further input files (boundaries, margins, official series), name and content.
        documents: the other files of the release.
        earlier: releases before this one that the figures were protected against too.
        counts: rows read, set aside, used.
        weights: what they look like; None when all rows count alike.
        methods: of each indicator with a model its settings, seed and diagnostics.
        created: the day to write down; left out when None, so that nothing depends on the clock.
    """
    import datashift

    spec = study.specification
    content: dict[str, Any] = {
        "format": FORMAT,
        "title": spec.title,
        "producer": spec.producer,
        "licence": spec.licence,
        **({"language": spec.language} if spec.language else {}),
        "study": {"file": study.name, "sha256": sha256(study.text.encode())},
        "inputs": [
            {
                "file": part.source.name,
                "sha256": part.source.sha256,
                "bytes": part.source.size,
                "format": part.source.format,
                "rows": part.rows,
            }
            for part in rows.parts
        ]
        + [{"file": name, "sha256": sha256(text), "bytes": len(text)} for name, text in others],
        "rows": dict(counts),
        **({"weights": dict(weights)} if weights is not None else {}),
        **({"methods": dict(methods)} if methods else {}),
        "protection": {
            "topic": protection.policy.topic,
            "two_people": protection.policy.two_people,
            "minimum": protection.minimum,
            "figures": len(protection.cells),
            "hidden": protection.hidden_primary + protection.hidden_complementary,
            "hidden_small": protection.hidden_primary,
            "hidden_to_protect_those": protection.hidden_complementary,
            **({"earlier_releases": earlier} if earlier else {}),
        },
        "versions": {"datashift": datashift.__version__}
        | {name: metadata.version(name) for name in _ENGINES},
        "outputs": {name: sha256(text) for name, text in documents.items()},
    }
    if created is not None:
        content["created"] = created.isoformat()
    return content


def sha256(content: bytes) -> str:
    """The hash as hexadecimal text."""
    return hashlib.sha256(content).hexdigest()
