"""Flags on a table, and their repairs."""

from datashift.quality.check import check
from datashift.quality.piles import Pile, piles
from datashift.quality.repairs import Repaired, repair

__all__ = ["Pile", "Repaired", "check", "piles", "repair"]
