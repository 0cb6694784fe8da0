"""100,000 random delivery histories, each held against the plain model of
`tests/web/collect/histories.py`; most of them in common batches, as group commit makes them.

    python tests/endurance/collect_histories.py --count 100000 [--seed 1]

Histories that share a questionnaire share what it costs to begin and to look things up: a tenth of
the time of one at a time. The tests play some alone, drawn and made smaller by hypothesis.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from itertools import cycle
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
os.environ["DJANGO_SETTINGS_MODULE"] = "quick_settings"
SIZES = (1, 3, 10, 86)  # histories in one questionnaire


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    import django

    django.setup()
    from django.db import transaction
    from django.test.utils import get_runner, setup_test_environment
    from people import make_scene
    from web.collect.histories_together import differing, drawn

    setup_test_environment()
    get_runner(django.conf.settings)().setup_databases()
    scene, chance, sizes = make_scene(), Random(options.seed), cycle(SIZES)
    done = deliveries = failed = 0
    began, processor = time.monotonic(), time.process_time()
    while done < options.count:
        together = drawn(chance, next(sizes))
        with transaction.atomic():
            for each in differing(scene, together):
                failed += 1
                sys.stdout.write(f"{each}\n")
            transaction.set_rollback(True)
        done += together.histories
        deliveries += together.deliveries
    sys.stdout.write(
        f"{done} histories, {deliveries} deliveries, {failed} differed, "
        f"{time.monotonic() - began:.0f} s, {time.process_time() - processor:.0f} s of processor\n"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
