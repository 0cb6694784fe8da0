"""A site of files of 277 indicators: how long its data, all of it, and one changed indicator take.

Usage: PYTHONPATH=. python benchmarks/explore/site.py [indicators] [folder that filled.py made] [--alike]

In one language, as Open SDG was measured: sdg-build 66.5 s and Jekyll 14.3 s for 277 indicators of
170,814 rows. Data: every release is read and checked, and each indicator written as CSV and as
SDMX-JSON. Alike: that, and what Open SDG makes pages of, in as many as we have for it: each
indicator, each goal, and each finding with its charts and tables. All: `datashift site build`
without pictures, with every format, card, area, judgement and grid. Changed: one release is
replaced, and what is made of it alone is made again: data, pages of the finding and of its
indicator.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from filled import INDICATORS, connect, publish_many

_PEER = 66.5 + 14.3
_ROOT = "https://data.example.org"


def main(number: int, given: Path | None) -> None:
    from django.core.management import call_command

    from datashift.tables.lean import without_pandas

    os.environ.setdefault("DATASHIFT_LANGUAGES", "en")
    with tempfile.TemporaryDirectory() as own:
        folder = given or Path(own) / "data"
        folder.mkdir(exist_ok=True)
        connect(folder)
        without_pandas()  # as the command does
        if given is None:
            print(f"{publish_many(number):,} rows in {number} indicators")
        call_command("packfindings")  # as publishing does, and the set-up
        out = Path(own) / "out"
        out.mkdir()
        data(out)
        alike(out)
        changed(out)
        if "--alike" not in sys.argv:
            everything(out)
    print(f"load {os.getloadavg()[0]:.1f}")


def data(out: Path) -> None:
    """CSV and SDMX-JSON of every indicator: `datashift site build --figures csv --figures ...`."""
    from datashift.web.explore.management.building.processes import available
    from datashift.web.explore.management.building.site import build_figures

    with Taken("data") as taken:
        written = build_figures(out / "data", ("csv", "sdmx-json"), processes=available())
    print(taken.said(written.made))


def alike(out: Path) -> None:
    """The same, with the pages of goals, indicators and findings."""
    from datashift.web.explore.management.building.addresses import only_public
    from datashift.web.explore.queries.held import held

    with Taken("alike") as taken, only_public(), held():
        chosen = {one.file: one for one in _alike()}
        number = _made(chosen, out / "alike")
    print(taken.said(number), f"({_PEER / taken.clock:.1f} times less than Open SDG by clock)")


def _alike() -> Iterator[Any]:
    """What is to be made; a site that shall be brought up to date asks for stamps of it too."""
    from django.urls import reverse

    from datashift import sdg
    from datashift.web.explore.http import finding_address
    from datashift.web.explore.management.building.pages import Page, figures, file_of
    from datashift.web.explore.queries import held

    findings = held.now().findings
    first = {one.sdg: one.release_id for one in reversed(findings)}
    shown = [
        *((reverse("explore:goal", args=[one.code]), "") for one in sdg.goals()),
        *(
            (reverse("explore:indicator", args=[one.code]), first.get(one.code, ""))
            for one in sdg.indicators()
        ),
        *((finding_address(one), one.release_id) for one in findings),
    ]
    for address, of in shown:
        yield Page(address, file_of(address), "", of=str(of))
    yield from figures(("csv", "sdmx-json"))


def _made(chosen: dict[str, Any], out: Path) -> int:
    """Write these pages in as many processes as a build does; how many they are."""
    from datashift.web.explore.management.building.processes import available, made
    from datashift.web.explore.management.building.site import together

    parts = together(sorted(chosen), chosen)
    return sum(made(parts, partial(_write, out, chosen), processes=available()))


def _write(out: Path, chosen: Any, names: Sequence[str]) -> None:
    from datashift.web.explore.management.building.links import relative
    from datashift.web.explore.management.building.rendering import rendered

    files = {page.address: page.file for page in chosen.values()}
    for name in names:
        page, path = chosen[name], out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if page.export:
            path.write_bytes(page.export.content())
        else:
            text = rendered(_ROOT, page.address).decode()
            path.write_text(relative(text, page.address, name, files, set()))


def everything(out: Path) -> None:
    """The whole site."""
    from datashift.web.explore.management.building.processes import available
    from datashift.web.explore.management.building.site import build

    with Taken("all") as taken:
        written = build(out / "site", root=_ROOT, processes=available())
    print(
        taken.said(written.made), f"({_PEER / taken.clock:.1f} times less than Open SDG by clock)"
    )


def changed(out: Path) -> None:
    """One indicator: its data and pages, as a build makes them again."""
    from datashift.web.evidence.models import Finding
    from datashift.web.explore.http import finding_address
    from datashift.web.explore.management.building.addresses import only_public
    from datashift.web.explore.management.building.pages import pages
    from datashift.web.explore.management.building.processes import made
    from datashift.web.explore.management.building.rendering import rendered
    from datashift.web.explore.queries import published
    from datashift.web.explore.queries.held import held

    finding = Finding.objects.select_related("release__study__organisation").last()
    assert finding is not None
    kept = (published._opened, published._alone, published._all_told, published._sections)
    shown = (finding_address(finding), f"/indicators/{finding.sdg.replace('.', '-')}/")
    with only_public():
        for address in shown:
            rendered(_ROOT, address)  # what any indicator needs is there
    for each in kept:
        each.cache_clear()
    with only_public(), held():
        every = pages(_ROOT)
        mine = [one for one in every if one.export and one.of == str(finding.release_id)]
        plain = [one for one in mine if one.address.endswith(("/csv", "/sdmx-json"))]
        its = {one.address: one for one in every if one.address in shown}
        for what, chosen in (
            ("page of the indicator", [its[shown[1]]]),
            ("page of the finding", [its[shown[0]]]),
            ("CSV and SDMX-JSON", plain),
            ("every format", mine),
        ):
            with Taken(f"changed: {what}") as taken:
                files = {one.file: one for one in chosen}
                sum(made([list(files)], partial(_write, out, files), processes=1))
            print(taken.said(len(chosen)))


class Taken:
    """Seconds by the clock and of processors, those of ended children too."""

    def __init__(self, what: str) -> None:
        self.what = what

    def __enter__(self) -> Taken:
        self.begun, self.used = time.perf_counter(), _processor()
        return self

    def __exit__(self, *_: object) -> None:
        self.clock, self.processor = time.perf_counter() - self.begun, _processor() - self.used

    def said(self, files: int) -> str:
        return (
            f"{self.what}: {files:,} files, {self.clock:.3f} s by the clock, "
            f"{self.processor:.3f} s of processor"
        )


def _processor() -> float:
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


if __name__ == "__main__":
    given = [each for each in sys.argv[1:] if not each.startswith("--")]
    main(
        int(given[0]) if given else INDICATORS,
        Path(given[1]).resolve() if len(given) > 1 else None,
    )
