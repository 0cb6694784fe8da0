"""Weights that meet known totals of the population."""

from datashift.weights.calibrate import calibrate
from datashift.weights.calibrated import Calibrated, Method
from datashift.weights.margins import Margin, margins

__all__ = ["Calibrated", "Margin", "Method", "calibrate", "margins"]
