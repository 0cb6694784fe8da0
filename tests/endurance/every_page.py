"""Every public page in every language, on narrow and wide screens, light and dark, before axe.

    .venv/bin/python tests/endurance/every_page.py [language ...]

Languages are those that are offered, or those that are named. About half an hour on two cores.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

JOURNEY = "tests/journeys/test_reader_stranger.py"


def main() -> int:
    """Run the journey with everything instead of a sample."""
    asked = {"DATASHIFT_LANGUAGES": ",".join(sys.argv[1:])} if sys.argv[1:] else {}
    command = [sys.executable, "-m", "pytest", JOURNEY, "-k", "every_page"]
    root = Path(__file__).parents[2]
    every = {**os.environ, **asked, "DATASHIFT_EVERY_PAGE": "yes"}
    return subprocess.run(command, cwd=root, env=every, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
