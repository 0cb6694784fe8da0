"""The network is back: 500 phones come at once, each for its forms and with what waited on it.

Each asks for the list of forms and the manifest, then sends three submissions, one of them with a
photograph. All must be answered, nothing lost, nothing doubled.

    python tests/endurance/collect_reconnect.py [--phones 500] [--postgresql]
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from postgresql import server as postgresql  # noqa: E402
from web.collect.live import counted, served, set_up  # noqa: E402
from web.collect.reconnecting import EACH, reconnect, wanted  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--phones", type=int, default=500)
    parser.add_argument("--postgresql", action="store_true")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        address = stack.enter_context(postgresql(settings=())) if options.postgresql else None
        server = stack.enter_context(served(address))
        phones = set_up(options.phones)
        began = time.monotonic()
        told = reconnect(server, phones, options.phones)
        took = time.monotonic() - began
        kept = counted()
    sys.stdout.write(
        f"phones {options.phones}, answers {dict(told)}, submissions {kept.submissions}, "
        f"instances {kept.instances}, lost files {kept.lost}, log broken at {kept.broken}, "
        f"{took:.1f} s\n"
    )
    once = kept.submissions == kept.instances == len(kept.ids) == options.phones * EACH
    whole = told == wanted(options.phones) and once
    return 0 if whole and not kept.lost and kept.broken is None else 1


if __name__ == "__main__":
    sys.exit(main())
