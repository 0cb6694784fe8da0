"""Maps of areas: figures as tints or dots inside the areas; points only as a release shows them."""

from datashift.figures.maps.draw import Map, Points, drawable, figures_map, locator
from datashift.figures.maps.ground import Ground, Mapped, mapped, points_of
from datashift.figures.maps.land import shapes

__all__ = [
    "Ground",
    "Map",
    "Mapped",
    "Points",
    "drawable",
    "figures_map",
    "locator",
    "mapped",
    "points_of",
    "shapes",
]
