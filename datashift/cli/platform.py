"""Commands that the platform does: this process becomes its."""

from __future__ import annotations

import importlib.util
import os
import sys

from datashift.kit.problem import Problem


def become(command: str, *given: str) -> int:
    """Go on as the platform's command of that name.

    Raises:
        Problem: the platform is not installed.
    """
    if importlib.util.find_spec("django") is None:
        raise Problem(
            "The platform needs packages that are not installed",
            do="Install them with: pip install 'datashift[web]'",
            code=f"{command}.not_installed",
        )
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "datashift.web", command, *given])  # noqa: S606
    return 0
