"""Where a study says that its rows lie."""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from datashift import sdg


@dataclass(frozen=True)
class Whereabouts:
    """The country, by its code, and the columns of the point; each None when nothing is said."""

    country: str | None = None
    longitude: str | None = None
    latitude: str | None = None


def whereabouts(text: str) -> Whereabouts:
    """Where the text of a study says that its rows lie.

    Read leniently, because this is answered before the text is whole. An invented country is none
    that a point could lie outside of.
    """
    try:
        # Every scalar as text: to YAML the NO of Norway is a "no".
        place = yaml.load(text, Loader=yaml.BaseLoader)["place"]  # noqa: S506
        said = {key: str(place[key]) for key in ("longitude", "latitude") if place.get(key)}
    except (yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError, RecursionError):
        return Whereabouts()
    return Whereabouts(country=_code(place.get("country")), **said)


def _code(country: object) -> str | None:
    try:
        return sdg.country(str(country)).code
    except KeyError:
        return None
