"""A hundred thousand lies in one hour among a thousand true submissions: what becomes of the
figure, of the true ones, and of the pages that a reviewer opens.

    python tests/endurance/collect_flood.py [--lies 100000] [--true 1000] [--postgresql]

Sixteen who lie send at once, so that they share commits as on a server.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
os.environ["DJANGO_SETTINGS_MODULE"] = "quick_settings"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lies", type=int, default=100_000)
    parser.add_argument("--true", type=int, default=1_000)
    parser.add_argument("--postgresql", action="store_true")
    options = parser.parse_args()
    if options.postgresql:
        os.environ["DATASHIFT_TESTS_ON"] = "postgresql"

    import django

    django.setup()
    from django.conf import settings
    from django.test import Client
    from django.test.utils import get_runner, setup_test_environment
    from django.urls import reverse
    from people import NOW, make_scene
    from web.fill.flooding import figure, flood

    from datashift.web.collect.models import Submission

    setup_test_environment()
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(settings.DATA / "flood")
    runner = get_runner(settings)(interactive=False, verbosity=0)
    databases = runner.setup_databases()
    began, scene = time.monotonic(), make_scene()
    with ThreadPoolExecutor(16) as liars:
        found = flood(scene, true=options.true, lies=options.lies, at=NOW, sending=liars.map)
    sys.stdout.write(
        f"{Submission.objects.count()} kept in {time.monotonic() - began:.0f} s, "
        f"figure {figure():.4f} (true: 0.6)\n"
    )
    browser = Client()
    browser.force_login(scene.people["reviewer"])
    listed = reverse("collect:submissions", args=[found.asked.pk])
    aside = f"{listed}?state=QUARANTINED"
    receipt = found.drowned[-1].removeprefix("uuid:")
    pages = {
        "list of questionnaires": reverse("collect:questionnaires"),
        "questionnaire": reverse("collect:questionnaire", args=[found.asked.pk]),
        "submissions": listed,
        "set aside": aside,
        "set aside for the crowd": f"{aside}&why=CROWD",
        "its last page": f"{aside}&why=CROWD&page=last",
        "search for a receipt": f"{aside}&words={receipt}",
        "piles": reverse("review:piles", args=[found.asked.pk]),
        "fieldwork": reverse("review:fieldwork", args=[found.asked.pk]),
    }
    slow = 0.0
    for name, address in pages.items():
        took = [_took(partial(browser.get, address)) for _ in range(3)]
        slow = max(slow, min(took))
        sys.stdout.write(f"{name}: {min(took) * 1000:.0f} ms\n")
    release = reverse("collect:release_submissions", args=[found.asked.pk])
    each = [
        _took(partial(browser.post, release, {"words": one.removeprefix("uuid:")}))
        for one in found.drowned
    ]
    left = Submission.objects.filter(state=Submission.State.QUARANTINED)
    freed = not left.filter(root_instance_id__in=found.drowned).exists()
    sys.stdout.write(
        f"{len(each)} true ones let out by their receipts: {sum(each) / len(each) * 1000:.0f} ms "
        f"each; still set aside {left.count()}; figure {figure():.4f}\n"
    )
    all_of_them = _took(partial(browser.post, release))
    sys.stdout.write(f"all of them let out: {all_of_them:.1f} s, left {left.count()}\n")
    runner.teardown_databases(databases)
    return 0 if freed and slow < 1 else 1


def _took(work: Callable[[], Any]) -> float:
    began = time.process_time()
    answer = work()
    assert answer.status_code in (200, 302), answer.status_code
    return time.process_time() - began


if __name__ == "__main__":
    sys.exit(main())
