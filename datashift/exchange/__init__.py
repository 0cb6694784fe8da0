"""Figures in the forms that others load."""

from datashift.exchange import observations
from datashift.exchange.observations import Observation

__all__ = ["Observation", "observations"]
