"""A release as a schema.org Dataset."""

from __future__ import annotations

from typing import Any

from datashift.exchange.published import Published


def dataset(release: Published) -> dict[str, Any]:
    return {"@context": "https://schema.org", "@type": "Dataset", "name": release.title}
