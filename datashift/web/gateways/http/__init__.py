"""Gateways: one folder each, with the shapes that it sends and takes."""
