"""The murder test: kill -9 again and again while phones send; nothing acknowledged may be missing.

    python tests/endurance/collect_kill.py --kills 1000 --each 12500 [--postgresql] [--platform]

Phones send to the door for phones alone, with the platform's server behind it, and both are killed;
or to the platform's server.

With PostgreSQL the database server lives on; its own death is for PostgreSQL's tests.

Each server is a copy of a process that has loaded the platform (`tests/web/collect/forked.py`): it
answers after a tenth of a second of the processor and not after three.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import time
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from postgresql import server as postgresql  # noqa: E402
from web.collect.forked import loaded  # noqa: E402
from web.collect.killing import killed  # noqa: E402
from web.collect.live import counted, served, set_up  # noqa: E402

from datashift.web.site import serve  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1_000)
    parser.add_argument("--each", type=int, default=12_500, help="submissions of each phone")
    parser.add_argument("--phones", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--platform", action="store_true", help="not the door for phones alone")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        address = stack.enter_context(postgresql()) if options.postgresql else None
        server = stack.enter_context(served(address, phones=not options.platform))
        serve.start = stack.enter_context(loaded()).start  # type: ignore[assignment]
        phones, began = set_up(options.phones), time.monotonic()
        random = Random(options.seed)
        told = killed(server, phones, kills=options.kills, each=options.each, random=random)
        kept = counted()
    acknowledged = set.union(*(each.acknowledged for each in told))
    missing = acknowledged - kept.ids
    doubled = kept.instances - len(kept.ids)
    sys.stdout.write(
        f"kills {options.kills}, acknowledged {len(acknowledged)}, missing {len(missing)}, "
        f"doubled {doubled}, lost files {kept.lost}, log broken at {kept.broken}, "
        f"{time.monotonic() - began:.0f} s\n"
    )
    return bool(missing or doubled or kept.lost or kept.broken)


if __name__ == "__main__":
    sys.exit(main())
