"""What a release says, read once from its files and given to every format.

A release is what `datashift run` wrote; everything in it has passed disclosure control, so nothing
here can bring back a figure that was hidden.
"""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datashift.exchange import observations as written
from datashift.exchange.languages import Worded, beside_ours, told_in
from datashift.figures import Finding
from datashift.figures.words import spoken_headline
from datashift.kit import cells, language
from datashift.kit.language import gettext as _
from datashift.kit.language import ngettext
from datashift.kit.problem import Problem

if TYPE_CHECKING:
    import pyarrow as pa

MANIFEST = "release.json"
FORMAT = "datashift-release/1"
FIGURES = "observations.csv"
_NEEDED = (FIGURES, "findings.json", "quality.json")
_LIST, _LIST_END = b'\n  "breakdowns": [\n', b"\n  ]"
_TOLD = 3  # headlines in a description
_SMALL = 1_000_000  # bytes that one thread reads sooner than several begin
_NUMBERS = (
    *("OBS_VALUE", "STD_ERROR", "CI_LOWER", "CI_UPPER", "N_EFFECTIVE"),
    *written.MODEL[1:],
)
_BEFORE = ("INDICATOR", "SERIES", "REF_AREA", "AREA_NAME", "TIME_PERIOD")
_AFTER = (
    *("OBS_VALUE", "STD_ERROR", "CI_LOWER", "CI_UPPER", "N", "N_EFFECTIVE"),
    *("OBS_STATUS", "UNIT_MEASURE", "MATCH"),
)


@dataclass(frozen=True)
class Input:
    """A file the release was computed from, known by its hash."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Noticed:
    """A flag of quality.json: its code, severity, message, and whether somebody answered it."""

    code: str
    severity: str
    message: str
    answered: bool


@dataclass(frozen=True, eq=False)
class Published:
    """A release as every format needs it; each is itself, so that what is made of it can be kept.

    Args:
        title: of the study.
        producer: who counted.
        licence: as the study words it.
        language: code of the one the study's words are in; "" where it does not say.
        created: the day the release was made; None where it does not say.
        observations: observations.csv as text columns, the very characters of the file; a number
            that is hidden or absent is null.
        findings: one per indicator, in the study's order, each without its breakdowns: what they
            say by group stands in `observations`.
        noticed: what the checks noticed.
        inputs: the files it was computed from, the study first.
        version: of the software that computed it.
        minimum: the smallest group that is shown.
        hidden: how many figures were hidden.
        documents: the files of the release, name to content.
    """

    title: str
    producer: str
    licence: str
    language: str
    created: date | None
    observations: pa.Table = field(repr=False)
    findings: tuple[Finding, ...] = field(repr=False)
    noticed: tuple[Noticed, ...] = field(repr=False)
    inputs: tuple[Input, ...]
    version: str
    minimum: int
    hidden: int
    documents: Mapping[str, bytes] = field(repr=False)

    @cached_property
    def identity(self) -> str:
        """Eight letters that name this release and no other: the start of a hash of its files."""
        return hashlib.sha256(self.documents[MANIFEST]).hexdigest()[:8]

    @cached_property
    def dimensions(self) -> tuple[str, ...]:
        """Dimensions beside area and time, in the order of the file."""
        names = self.observations.column_names
        return tuple(names[len(_BEFORE) : names.index(_AFTER[0])])

    @cached_property
    def modelled(self) -> bool:
        """Whether a figure comes from a model, whose range stands in columns of its own."""
        return tuple(self.observations.column_names[-len(written.MODEL) :]) == written.MODEL

    @cached_property
    def used(self) -> tuple[str, ...]:
        """Those of `dimensions` in which some figure is not a total."""
        import pyarrow.compute as pc

        totals = {
            name: pc.all(pc.equal(self.observations[name], written.TOTAL)).as_py()
            for name in self.dimensions
        }
        return tuple(name for name, total in totals.items() if total is False)

    @cached_property
    def country(self) -> str:
        """Alpha-2 code of the country, or ""."""
        return next((finding.country for finding in self.findings if finding.country), "")

    @cached_property
    def place(self) -> str:
        """Name of the whole."""
        return next((finding.place for finding in self.findings if finding.place), "")

    @cached_property
    def periods(self) -> tuple[str, ...]:
        """First and last period in the words of the data: none, one or two."""
        period = next((finding.period for finding in self.findings if finding.period), "")
        return tuple(period.split("–")) if period else ()

    def finding(self, indicator: str) -> Finding:
        """The finding of that indicator.

        Raises:
            KeyError: there is none.
        """
        return {finding.id: finding for finding in self.findings}[indicator]

    def typed(self) -> pa.Table:
        """The observations with numbers as numbers: N int64, the others float64."""
        import pyarrow as pa

        table = self.observations
        for position, name in enumerate(table.column_names):
            kind = pa.int64() if name == "N" else pa.float64() if name in _NUMBERS else None
            if kind is not None:
                table = table.set_column(position, name, table[name].cast(kind))
        return table

    def description(self) -> Worded:
        """What it is in one paragraph: the headlines, and what was hidden.

        In the study's language where it is one of ours, else in English around the study's words.
        """
        ours = told_in(self.language)
        with language.spoken(ours):
            said = " ".join(self._described())
        if not said:
            return Worded(self.title, self.language)
        whole = self.language.partition("-")[0] == ours
        return Worded(said, self.language if whole else beside_ours(self.language))

    def _described(self) -> Iterator[str]:
        for finding in self.findings[:_TOLD]:
            yield _("%(headline)s.") % {"headline": spoken_headline(finding)}
        if more := len(self.findings[_TOLD:]):
            yield ngettext(
                "%(n)s more finding is in the data.", "%(n)s more findings are in the data.", more
            ) % {"n": language.whole(more)}
        if self.hidden:
            yield ngettext(
                "Hidden to protect people: %(n)s figure.",
                "Hidden to protect people: %(n)s figures.",
                self.hidden,
            ) % {"n": language.whole(self.hidden)}
        if any(finding.invented for finding in self.findings):
            yield _("The data are invented, for demonstration.")


def read(folder: Path) -> Published:
    """The release in a folder.

    Raises:
        Problem: the folder holds none, or a file is not what release.json says.
    """
    manifest = folder / MANIFEST
    if not manifest.is_file():
        raise Problem(
            "This folder holds no release",
            file=folder.name,
            do="Name a folder that `datashift run` wrote",
            code="export.no_release",
        )
    names = {MANIFEST, *_object(manifest.read_bytes(), MANIFEST).get("outputs", {}), *_NEEDED}
    found = {name: folder / name for name in sorted(names) if Path(name).name == name}
    return opened({name: path.read_bytes() for name, path in found.items() if path.is_file()})


def dated(release: Published, created: date | None) -> Published:
    """The release with that day of making, where it has none of its own."""
    if created is None or release.created is not None:
        return release
    return dataclasses.replace(release, created=created)


def opened(documents: Mapping[str, bytes]) -> Published:
    """The release whose files these are, release.json among them.

    Raises:
        Problem: one is absent, damaged, or is not what release.json says.
    """
    manifest = _object(documents.get(MANIFEST, b""), MANIFEST)
    if manifest.get("format") != FORMAT:
        raise Problem(
            "This is not a release that can be read here",
            file=MANIFEST,
            do="Run the study again with `datashift run`",
            code="export.not_a_release",
        )
    _verify(documents, manifest)
    quality = _object(documents["quality.json"], "quality.json")
    study = manifest.get("study", {})
    created = manifest.get("created")
    return Published(
        title=manifest.get("title", ""),
        producer=manifest.get("producer", ""),
        licence=manifest.get("licence", ""),
        language=manifest.get("language", ""),
        created=date.fromisoformat(created) if created else None,
        observations=_table(documents[FIGURES]),
        findings=heads(documents["findings.json"]),
        noticed=tuple(_noticed(flag) for flag in quality.get("flags", ())),
        inputs=(
            Input(study.get("file", ""), study.get("sha256", ""), len(documents["study.yaml"])),
            *(
                Input(part["file"], part["sha256"], part["bytes"])
                for part in manifest.get("inputs", ())
            ),
        ),
        version=manifest.get("versions", {}).get("datashift", ""),
        minimum=manifest.get("protection", {}).get("minimum", 0),
        hidden=manifest.get("protection", {}).get("hidden", 0),
        documents=dict(sorted(documents.items())),
    )


def heads(content: bytes) -> tuple[Finding, ...]:
    """The findings of findings.json, each without its breakdowns."""
    found = json.loads(_without_breakdowns(content))
    return tuple(Finding.from_json(values | {"breakdowns": ()}) for values in found)


def _verify(documents: Mapping[str, bytes], manifest: Mapping[str, Any]) -> None:
    outputs = manifest.get("outputs", {})
    for name in dict.fromkeys((*_NEEDED, "study.yaml", *outputs)):
        content = documents.get(name)
        if content is None:
            raise Problem(
                "A file of the release is missing",
                file=name,
                do="Run the study again with `datashift run`",
                code="export.file_missing",
            )
        if outputs.get(name) != hashlib.sha256(content).hexdigest():
            raise Problem(
                "The file was changed after the release was made",
                file=name,
                safe="Nothing was written",
                do="Run the study again with `datashift run`",
                code="export.file_changed",
            )


def _without_breakdowns(content: bytes) -> bytes:
    """findings.json less the figures by group, nine tenths of it, as far as it is written in lines.

    No text of JSON holds a line end, so that a line alone says where its list begins and ends.
    """
    kept, start = [], 0
    while (begin := content.find(_LIST, start)) >= 0:
        kept += [content[start:begin], _LIST[:-1], b"]"]
        start = content.index(_LIST_END, begin) + len(_LIST_END)
    return b"".join([*kept, content[start:]])


def _noticed(flag: Mapping[str, Any]) -> Noticed:
    return Noticed(flag["code"], flag["severity"], flag["message"], flag.get("answered", False))


def _table(content: bytes) -> pa.Table:
    """observations.csv as text; an empty number is null, an apostrophe of `harmless` is gone."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    header = next(csv.reader(io.StringIO(content.decode().partition("\n")[0])))
    ends = (_AFTER, (*_AFTER, *written.MODEL))
    if tuple(header[:5]) != _BEFORE or all(tuple(header[-len(end) :]) != end for end in ends):
        raise Problem(
            "The columns are not those of a release", file=FIGURES, code="export.not_a_release"
        )
    table = arrow_csv.read_csv(
        pa.py_buffer(content),
        read_options=arrow_csv.ReadOptions(use_threads=len(content) > _SMALL),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(header, pa.string()), strings_can_be_null=False
        ),
    )
    numbers = {*_NUMBERS, "N"}
    armed = any(start in content for start in (b",'", b"\n'", b"\"'", b";'", b"\t'"))
    columns = [
        _empty_is_null(table[name])
        if name in numbers
        else _plain(table[name])
        if armed
        else table[name]
        for name in header
    ]
    return pa.table(columns, names=[cells.plain(name) for name in header])


def _empty_is_null(column: pa.ChunkedArray) -> pa.ChunkedArray:
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    import pyarrow.compute as pc

    if not pc.any(pc.match_substring_regex(column, "(^|[;\t])'")).as_py():
        return column
    known = {text: cells.plain(text) for text in pc.unique(column).to_pylist()}
    import pyarrow as pa

    keys = pa.array(list(known), pa.string())
    return pc.take(pa.array(list(known.values()), pa.string()), pc.index_in(column, keys))


def _object(content: bytes, name: str) -> dict[str, Any]:
    try:
        values = json.loads(content)
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise Problem(
            "This file is damaged",
            file=name,
            do="Run the study again with `datashift run`",
            code="export.not_a_release",
        )
    return values
