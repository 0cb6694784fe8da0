"""`datashift protect FILE --microdata`."""

from __future__ import annotations

import argparse

from datashift.kit.problem import Problem


def configure(part: argparse.ArgumentParser) -> None:
    """The options that only records need."""
    part.add_argument_group("records")


def execute(options: argparse.Namespace) -> int:
    """Look at records before they leave."""
    del options
    raise Problem("Records cannot be protected yet", code="protect.microdata")
