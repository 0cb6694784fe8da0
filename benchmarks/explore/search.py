"""How long a search takes among 10,000 findings.

    .venv/bin/python benchmarks/explore/search.py

Findings are rows of a database of their own, written directly: titles are names of indicators,
places are countries. Prints processor time to make the indexes, their memory, and the median and
slowest of ten rounds of each search.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

MANY = 10_000
ROUNDS = 10
SEARCHES = (
    "water",
    "watr poits",
    "agua potable",
    "Nairoby",
    "पानी",
    "violence women kenya",
    "xqzwv",
)


def main() -> None:
    sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[2] / "tests")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "datashift.web.site.settings"
    os.environ["DATASHIFT_DATA"] = tempfile.mkdtemp()
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    _findings()
    from datashift.web.explore.queries import catalogue
    from datashift.web.explore.queries.search import search, shelves

    state = catalogue.state()
    kinds = (shelves.findings, shelves.where, shelves.organisations)
    begun = time.process_time()
    for make in kinds:
        make(state)
    took = time.process_time() - begun
    for make in kinds:
        make.cache_clear()
    tracemalloc.start()
    for make in kinds:
        make(state)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"indexes of {MANY:,} findings: {took:.2f} s, {held / 1e6:.0f} MB")
    search("warm")
    for words in SEARCHES:
        times = []
        for _ in range(ROUNDS):
            begun = time.process_time()
            found = search(words)
            times.append(1000 * (time.process_time() - begun))
        middle, slowest = statistics.median(times), max(times)
        print(f"{words:<24}{found.number:>8} found  {middle:7.1f} ms  slowest {slowest:7.1f} ms")


def _findings() -> None:
    from people import make_scene
    from published import publish

    from datashift import sdg
    from datashift.web.evidence.models import Finding

    scene = make_scene()
    release = publish(scene.organisation, by=scene.people["owner"])
    indicators, countries = sdg.indicators(), sdg.countries()
    Finding.objects.bulk_create(
        Finding(
            release=release,
            position=0,
            key=f"made-{number}",
            title=str(one.name())[:300],
            headline=f"{number % 100} in 100, {str(one.name())[:200]}",
            sdg=one.code,
            goal=int(one.goal),
            quantity="proportion",
            place=countries[number % len(countries)].name,
            country=countries[number % len(countries)].code,
        )
        for number in range(MANY)
        for one in [indicators[number % len(indicators)]]
    )


if __name__ == "__main__":
    main()
