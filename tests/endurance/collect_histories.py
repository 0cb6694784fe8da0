"""100,000 random delivery histories, each held against the plain model of
`tests/web/collect/histories.py`; some of them in batches, as group commit makes them.

    python tests/endurance/collect_histories.py --count 100000 [--seed 1]
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
os.environ["DJANGO_SETTINGS_MODULE"] = "quick_settings"

if TYPE_CHECKING:
    from web.collect.histories import History


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    import django

    django.setup()
    from django.db import transaction
    from django.test.utils import get_runner, setup_test_environment
    from hypothesis import HealthCheck, Phase, given, seed, settings
    from people import make_scene
    from web.collect.histories import HISTORIES
    from web.collect.playing import play

    setup_test_environment()
    get_runner(django.conf.settings)().setup_databases()
    scene, done, began = make_scene(), 0, time.monotonic()

    @seed(options.seed)
    @settings(
        max_examples=options.count,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(HISTORIES)
    def every(history: History) -> None:
        nonlocal done
        with transaction.atomic():
            play(scene, history)
            transaction.set_rollback(True)
        done += 1

    every()
    sys.stdout.write(f"{done} histories, none differed, {time.monotonic() - began:.0f} s\n")


if __name__ == "__main__":
    main()
