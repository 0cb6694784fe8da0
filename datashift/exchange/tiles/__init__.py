"""Outlines as vector tiles: what a map that one moves is drawn from, one file for each set."""

from datashift.exchange.tiles.archive import VERSION, archive

__all__ = ["VERSION", "archive"]
