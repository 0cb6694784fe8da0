"""`datashift serve`: the platform on this machine."""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys

from datashift.kit.problem import Problem

NAME = "serve"
SHORT = "serve the platform on this machine"
ABOUT = """\
Start the web platform on this machine: SQLite and a folder, nothing else to install.
"""
EXAMPLES = """\
examples:
  datashift serve
  datashift serve --port 9000
"""


def configure(part: argparse.ArgumentParser) -> None:
    part.add_argument("--host", metavar="HOST", default="127.0.0.1", help="address (127.0.0.1)")
    part.add_argument("--port", metavar="PORT", type=int, default=8000, help="port (8000)")


def execute(options: argparse.Namespace) -> int:
    if importlib.util.find_spec("django") is None:
        raise Problem(
            "The platform needs packages that are not installed",
            do="Install them with: pip install 'datashift[web]'",
            code="serve.not_installed",
        )
    address = ["--host", options.host, "--port", str(options.port)]
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "datashift.web", "serve", *address])  # noqa: S606
    return 0
