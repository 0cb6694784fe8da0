"""A platform that is full: releases and official figures for measuring what readers are given.

Usage: PYTHONPATH=. python benchmarks/explore/filled.py FOLDER [indicators] [series] [figures]

One study is published by the actions that the workspace uses. Its release is then copied, file by
file and row by row of the catalogue, once for every further indicator, under other names and codes:
the figures in them are the same. Official figures are written as `datashift official load` leaves
them, a version of one source in Parquet and in the catalogue, without a file to be read.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import uuid
from datetime import date
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datashift.web.evidence.models import Release

ROOT = Path(__file__).resolve().parents[2]
INDICATORS, ROWS = 277, 171_000
SERIES, FIGURES = 10_000, 5_000_000
_OFFICES = 20  # organisations that publish
_STUDY = """\
study: 1
title: A made survey of homes
producer: Made for measuring
licence: CC0-1.0
language: en
invented: true
unit: household
data: {file: points.csv}
design: {sampling: probability}
place: {country: KE, column: county, level: county}
time: {column: year, period: year}
variables:
  gives: {from: state, map: {works: 1, dry: 0}}
  SEX: {from: sex, map: {F: F, M: M}}
  AGE: {from: age, map: {Y0T14: Y0T14, Y15T24: Y15T24, Y25T64: Y25T64, Y_GE65: Y_GE65}}
indicators:
  - id: made
    title: Homes with water
    sentence: homes have water
    sdg: 6.1.1
    match: proxy
    measure: proportion
    of: gives
    by: [[], [place], [time], [SEX], [AGE], [place, SEX], [place, AGE], [time, SEX],
         [time, SEX, AGE], [time, place]]
protect: {minimum: 5}
"""


def connect(folder: Path) -> None:
    """Use a data folder of its own; before anything of Django is read."""
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    os.environ["DATASHIFT_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "datashift.web.site.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)


def publish_many(number: int) -> int:
    """Findings of that many indicators, a release each; how many rows they have together."""
    first = _first()
    codes = _codes(number)
    rows = sum(1 for _ in (first.folder / "observations.csv").open(encoding="utf-8")) - 1
    offices = _organisations(first)
    for place, code in enumerate(codes[1:], start=1):
        _copy(first, offices[place % len(offices)], f"made-{place}", code)
    return rows * number


def hold(series: int, figures: int) -> None:
    """That many official series, with that many figures together, in the catalogue too."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq
    from people import NOW

    from datashift import sdg
    from datashift.comparison.holdings.versions import Version, folder, write_about
    from datashift.web.official import actions, models

    codes = [one.code for one in sdg.indicators()]
    elsewhere = [one.code for one in sdg.countries() if one.code != "KE"]
    years = [str(year) for year in range(2000, 2025)]
    each = figures // series
    place = folder(models.holdings(), "Made for measuring", 1)
    place.mkdir(parents=True)
    chance = np.random.default_rng(20)
    schema: Any = None
    writer: Any = None
    many = max(1, each // len(years))
    for begin in range(0, series, 500):
        numbers = range(begin, min(series, begin + 500))
        # Each series is of some countries in every year; one of four is of Kenya too.
        drawn = [["KE"] * (one % 4 == 0) + list(chance.permutation(elsewhere)) for one in numbers]
        picked = [list(product(some[:many], years)) for some in drawn]
        rows = sum(map(len, picked))
        defined = [
            json.dumps({"indicator": codes[one * len(codes) // series], "measure_unit": "PT",
                        "series": f"MADE_{one}"}, sort_keys=True)
            for one in numbers
        ]  # fmt: skip
        spread = np.repeat(np.arange(len(numbers)), [len(one) for one in picked])
        text = pa.array([""] * rows)
        value = chance.uniform(20, 90, rows).round(1)
        table = pa.table(
            {
                "number": pa.array(spread + begin, pa.int32()),
                "code": _taken([f"MADE_{one}" for one in numbers], spread),
                "title": _taken([f"A made series, number {one}" for one in numbers], spread),
                "publisher": pa.array(["Made for measuring"] * rows),
                "file": pa.array(["made.csv"] * rows),
                "definition": _taken(defined, spread),
                "ref_area": pa.array([area for one in picked for area, _ in one]),
                "time_period": pa.array([year for one in picked for _, year in one]),
                "value": pa.array(value),
                "lower": pa.array(value - 2),
                "upper": pa.array(value + 2),
                **dict.fromkeys(("nature", "source", "beyond", "status", "covers"), text),
                "dimensions": pa.array(["{}"] * rows),
            }
        )
        schema = schema or table.schema
        writer = writer or pq.ParquetWriter(place / "figures.parquet", schema, compression="zstd")
        writer.write_table(table, row_group_size=16_384)
    writer.close()
    kept = Version("Made for measuring", 1, "made.csv", "0" * 64, date(2026, 1, 1), "CC0-1.0", "",
                   series, figures, figures, 0, 0)  # fmt: skip
    write_about(place, kept)
    actions.catalogue(kept, kind="official", by=None, at=NOW)


def _taken(values: list[str], places: Any) -> Any:
    import pyarrow as pa

    return pa.array(values).take(pa.array(places))


def _codes(number: int) -> list[str]:
    from datashift import sdg

    codes = [one.code for one in sdg.indicators()]
    codes = ["6.1.1", *(code for code in codes if code != "6.1.1")]
    return [codes[place % len(codes)] for place in range(number)]


def _first() -> Release:
    from people import make_scene
    from published import publish

    scene = make_scene()
    return publish(
        scene.organisation, by=scene.people["owner"], text=_STUDY, points="\n".join(_homes()) + "\n"
    )


def _homes() -> list[str]:
    """Some 56 homes in each county and year: enough that nothing is hidden."""
    from datashift import sdg

    counties = [one.name for one in sdg.areas("KE") if one.level == 1][:47]
    ages = ("Y0T14", "Y15T24", "Y25T64", "Y_GE65")
    made = ["point,county,year,sex,age,state"]
    for number, (county, year, sex, age, turn) in enumerate(
        product(counties, range(2020, 2025), "FM", ages, range(7))
    ):
        works = (number * 7 + len(county) + year) % 10 < 6 or turn == 0
        made.append(f"{number},{county},{year},{sex},{age},{'works' if works else 'dry'}")
    return made


def _organisations(first: Release) -> list[Any]:
    from people import NOW

    from datashift.web.accounts import actions

    by = first.published_by
    return [
        actions.create_organisation(name=f"Made office {number}", country="KE", by=by, at=NOW)
        for number in range(_OFFICES)
    ]


def _copy(first: Release, organisation: Any, name: str, code: str) -> None:
    """The release again, of another study, indicator and organisation."""
    from django.db import transaction

    from datashift.web.evidence.models import Run, Study

    with transaction.atomic():
        study = Study.objects.get(pk=first.study_id)
        _again(study, organisation=organisation, slug=name, title=f"A made survey, {name}")
        run = Run.objects.get(pk=first.run_id)
        before = run.folder
        _again(run, study=study)
        shutil.copytree(before, run.folder)
        release = type(first).objects.get(pk=first.pk)
        before = release.folder
        findings = list(release.findings.prefetch_related("areas"))
        _again(release, study=study, run=run)
        shutil.copytree(before, release.folder)
        for path in release.folder.rglob("*"):
            path.chmod(0o640 if path.is_file() else 0o750)
        release.manifest_sha256 = rename(release.folder, name, code)
        release.save()
        for finding in findings:
            areas = list(finding.areas.all())
            _again(finding, release=release, key=name, sdg=code, goal=int(code.partition(".")[0]))
            for area in areas:
                area.pk, area.finding = uuid.uuid4(), finding
            type(areas[0]).objects.bulk_create(areas)


def _again(row: Any, **other: Any) -> None:
    row.pk = uuid.uuid4()
    row._state.adding = True
    for name, value in other.items():
        setattr(row, name, value)
    row.save()


def rename(folder: Path, name: str, code: str) -> str:
    """Give the release in a folder another indicator; the hash of its manifest."""
    for file in ("observations.csv", "findings.json", "study.yaml"):
        text = (folder / file).read_text(encoding="utf-8")
        text = text.replace("\nmade,", f"\n{name},").replace('"id": "made"', f'"id": "{name}"')
        text = text.replace("id: made\n", f"id: {name}\n").replace("6.1.1", code)
        (folder / file).write_text(text, encoding="utf-8")
    about = json.loads((folder / "release.json").read_text(encoding="utf-8"))
    about["outputs"] = {
        each: hashlib.sha256((folder / each).read_bytes()).hexdigest() for each in about["outputs"]
    }
    content = json.dumps(about, ensure_ascii=False, indent=1)
    (folder / "release.json").write_text(content, encoding="utf-8")
    return hashlib.sha256(content.encode()).hexdigest()


def main(folder: Path, indicators: int, series: int, figures: int) -> None:
    connect(folder)
    rows = publish_many(indicators)
    print(f"{indicators} findings, {rows:,} rows")
    if series:
        hold(series, figures)
        print(f"{series:,} official series, {figures:,} figures")


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[2:]]
    main(Path(sys.argv[1]), *given, *(INDICATORS, SERIES, FIGURES)[len(given) :])
