"""Asks a process of its own for a picture, and waits no longer than is decent."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from datashift.figures.pictures.missing import absent
from datashift.kit.language import gettext as _
from datashift.kit.problem import Problem

SECONDS = 30.0
_AT_ONCE = BoundedSemaphore(2)  # a picture takes a core and up to 300 MB
_MODULES = {"vega": ("vl_convert",), "sheet": ("typst", "PIL")}


def drawn(draw: str, **asked: Any) -> bytes:
    """What the process drew.

    Args:
        draw: the function of `child` that draws it.
        asked: its arguments.

    Raises:
        Problem: a package is missing, or it took too long or too much.
    """
    if not all(find_spec(module) for module in _MODULES[draw]):
        raise absent()
    text = json.dumps({"draw": draw, **asked}, ensure_ascii=False)
    with _AT_ONCE:
        try:
            done = subprocess.run(  # noqa: S603 - our own file; what it draws goes to its stdin
                [sys.executable, "-I", str(Path(__file__).with_name("child.py"))],
                input=text.encode(),
                capture_output=True,
                timeout=SECONDS,
                check=False,
                env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},  # no proxy, no secret
            )
        except subprocess.TimeoutExpired:
            raise _failed() from None
    if done.returncode or not done.stdout:
        raise _failed() from RuntimeError(done.stderr.decode(errors="replace")[-2000:])
    return done.stdout


def _failed() -> Problem:
    return Problem(
        _("The picture could not be drawn"),
        safe=_("The figures themselves are as they were"),
        do=_("Take the table or the page instead"),
        code="pictures.failed",
    )
