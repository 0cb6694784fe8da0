"""Maps of areas: figures as tints or dots inside the areas, never at places."""

from datashift.figures.maps.draw import Map, drawable, figures_map, locator
from datashift.figures.maps.ground import Ground, Mapped, mapped
from datashift.figures.maps.land import shapes

__all__ = [
    "Ground",
    "Map",
    "Mapped",
    "drawable",
    "figures_map",
    "locator",
    "mapped",
    "shapes",
]
