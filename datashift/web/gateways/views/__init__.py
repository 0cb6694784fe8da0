"""Doors for gateways, and the screen of a questionnaire."""
