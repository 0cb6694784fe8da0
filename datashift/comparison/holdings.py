"""Official figures kept by source and version, apart from everything citizens made.

A folder holds one folder per source, and in it one per version: the file as it came, its figures as
Parquet, and what is known of them. A version never changes; the same bytes again make no new one.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datashift.comparison.official import read_file
from datashift.comparison.series import Definition, Observation, OfficialFile, OfficialSeries
from datashift.comparison.unpacked import official_files
from datashift.kit.problem import Problem
from datashift.kit.text import fold

if TYPE_CHECKING:
    import pyarrow as pa

ABOUT = "version.json"
_FIGURES = "figures.parquet"
_OBSERVED = ("ref_area", "time_period", "value", "lower", "upper", "nature", "source", "beyond",
             "status", "covers")  # fmt: skip


@dataclass(frozen=True)
class Version:
    """One version of one source.

    Args:
        source: who published it.
        number: from 1.
        file: name of the file as it came.
        sha256: of its bytes.
        loaded: the day.
        licence, address: as the person who loaded it said, "" when not.
        series, figures: how many.
        new, changed, gone: figures against the version before.
        refused: files inside that could not be read, and why.
    """

    source: str
    number: int
    file: str
    sha256: str
    loaded: date
    licence: str
    address: str
    series: int
    figures: int
    new: int
    changed: int
    gone: int
    refused: tuple[str, ...] = ()


def load(
    path: Path,
    into: Path,
    *,
    source: str,
    today: date,
    licence: str = "",
    address: str = "",
) -> Version:
    """Keep a file, a folder or a ZIP of official figures as a new version of its source.

    Returns:
        the version; the one that is there already when the bytes are the same.

    Raises:
        Problem: nothing in it can be read. Nothing is kept then.
    """
    home = into / _slug(source)
    before = versions(into, source=source)
    sha256 = _hash(path)
    if before and before[-1].sha256 == sha256:
        return before[-1]
    with official_files(path) as files:
        series, refused = _read(files, source)
    series_before = tuple(_series_in(home / str(before[-1].number))) if before else ()
    new, changed, gone = _differences(series_before, series)
    version = Version(
        source=source,
        number=len(before) + 1,
        file=path.name,
        sha256=sha256,
        loaded=today,
        licence=licence,
        address=address,
        series=len(series),
        figures=sum(len(one.observations) for one in series),
        new=new,
        changed=changed,
        gone=gone,
        refused=refused,
    )
    _keep(home / str(version.number), path, version, series)
    return version


def versions(into: Path, *, source: str = "") -> tuple[Version, ...]:
    """The versions kept, by source and number."""
    homes = [into / _slug(source)] if source else sorted(into.glob("*"))
    found = [_version(about) for home in homes for about in home.glob(f"*/{ABOUT}")]
    return tuple(sorted(found, key=lambda one: (one.source, one.number)))


def series(
    into: Path, *, indicator: str = "", code: str = "", area: str = ""
) -> tuple[OfficialSeries, ...]:
    """The series of the newest version of each source.

    Args:
        indicator: keep those of this SDG indicator.
        code: keep this series code.
        area: keep the figures of this area.
    """
    newest = {one.source: one for one in versions(into)}
    found = []
    for version in newest.values():
        for one in _series_in(into / _slug(version.source) / str(version.number)):
            if indicator and one.definition.indicator != indicator:
                continue
            if code and one.code != code:
                continue
            kept = tuple(seen for seen in one.observations if area in ("", seen.ref_area))
            if kept:
                found.append(replace(one, observations=kept))
    return tuple(found)


def _slug(source: str) -> str:
    plain = unicodedata.normalize("NFKC", fold(source))
    words = "".join(letter if letter.isalnum() else "-" for letter in plain).split("-")
    slug = "-".join(word for word in words if word)[:80]
    if not slug:
        raise Problem(
            "The source has no name", do="Say who published the figures", code="official.source"
        )
    return slug


def _hash(path: Path) -> str:
    """SHA-256 of a file, or of the names and bytes of a folder's files."""
    if path.is_file():
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    digest = hashlib.sha256()
    for inside in sorted(each for each in path.rglob("*") if each.is_file()):
        digest.update(str(inside.relative_to(path)).encode())
        with inside.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _read(files: Iterator[Path], source: str) -> tuple[tuple[OfficialSeries, ...], tuple[str, ...]]:
    found: list[OfficialSeries] = []
    problems: list[Problem] = []
    for path in files:
        try:
            found += read_file(OfficialFile(path, source=source))
        except Problem as problem:
            problems.append(problem)
    if not found:
        raise (
            problems[0]
            if len(problems) == 1
            else Problem(
                "No file in it holds official figures that can be read",
                safe="Nothing was kept",
                do="Bring SDMX, CSV or JSON as the office or its database hands it out",
                code="official.nothing",
            )
        )
    return tuple(found), tuple(str(problem) for problem in problems)


_Key = tuple[str, str, str, str, str, str]


def _figures(series: tuple[OfficialSeries, ...]) -> dict[_Key, float | None]:
    return {
        (
            one.code,
            one.definition.indicator,
            one.title,
            seen.ref_area,
            seen.time_period,
            json.dumps(dict(seen.dimensions), sort_keys=True),
        ): seen.value
        for one in series
        for seen in one.observations
    }


def _differences(
    before: tuple[OfficialSeries, ...], now: tuple[OfficialSeries, ...]
) -> tuple[int, int, int]:
    old, new = _figures(before), _figures(now)
    changed = sum(old[key] != new[key] for key in old.keys() & new.keys())
    return len(new.keys() - old.keys()), changed, len(old.keys() - new.keys())


def _keep(folder: Path, path: Path, version: Version, series: tuple[OfficialSeries, ...]) -> None:
    """Put a version in place in one step; a reader sees all of it or none."""
    import pyarrow.parquet as pq

    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".new-"))
    try:
        original = made / "as_it_came"
        shutil.copytree(path, original) if path.is_dir() else shutil.copyfile(path, original)
        pq.write_table(_table(series), made / _FIGURES, compression="zstd")
        about = asdict(version) | {"loaded": version.loaded.isoformat()}
        text = json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True)
        (made / ABOUT).write_text(text + "\n", encoding="utf-8")
        made.replace(folder)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def _version(about: Path) -> Version:
    said: dict[str, Any] = json.loads(about.read_text(encoding="utf-8"))
    said["loaded"] = date.fromisoformat(said["loaded"])
    said["refused"] = tuple(said["refused"])
    return Version(**said)


def _table(series: tuple[OfficialSeries, ...]) -> pa.Table:
    """One row per figure, with the series it belongs to."""
    import pyarrow as pa

    rows: list[dict[str, Any]] = []
    for number, one in enumerate(series):
        said = {
            "number": number,
            "code": one.code,
            "title": one.title,
            "publisher": one.source,
            "file": one.file,
            "definition": json.dumps(asdict(one.definition), sort_keys=True),
        }
        for seen in one.observations:
            dimensions = json.dumps(dict(seen.dimensions), sort_keys=True)
            observed = {name: getattr(seen, name) for name in _OBSERVED}
            rows.append(said | observed | {"dimensions": dimensions})
    numbers = dict.fromkeys(("value", "lower", "upper"), pa.float64()) | {"number": pa.int32()}
    names = ("number", "code", "title", "publisher", "file", "definition", *_OBSERVED, "dimensions")
    schema = pa.schema([(name, numbers.get(name, pa.string())) for name in names])
    return pa.Table.from_pylist(rows, schema=schema)


def _series_in(folder: Path) -> Iterator[OfficialSeries]:
    import pyarrow.parquet as pq

    rows = pq.read_table(folder / _FIGURES).to_pylist()
    grouped: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        grouped.setdefault(row["number"], []).append(row)
    for found in grouped.values():
        first = found[0]
        yield OfficialSeries(
            code=first["code"],
            title=first["title"],
            definition=Definition(**json.loads(first["definition"])),
            observations=tuple(
                Observation(
                    **{name: row[name] for name in _OBSERVED},
                    dimensions=json.loads(row["dimensions"]),
                )
                for row in found
            ),
            source=first["publisher"],
            file=first["file"],
        )
