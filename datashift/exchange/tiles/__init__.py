"""Outlines as vector tiles: what a map that one moves is drawn from, one file for each set."""

from datashift.exchange.tiles.archive import ENDING, MEDIA, archive, digest, kept

__all__ = ["ENDING", "MEDIA", "archive", "digest", "kept"]
