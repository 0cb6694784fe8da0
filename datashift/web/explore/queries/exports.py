"""Releases and their indicators in everybody's format, as files that never change."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from datashift import __version__
from datashift.exchange import Published, dcat, together
from datashift.exchange.languages import OURS, Worded
from datashift.exchange.packed import pack
from datashift.exchange.text import as_json
from datashift.exchange.triples import json_ld, turtle
from datashift.web.evidence.models import Finding, Release
from datashift.web.explore.queries import held, published
from datashift.web.explore.queries.catalogue import changed, standing
from datashift.web.explore.queries.formats import PACKED, Form, media
from datashift.web.explore.queries.kept import folder, kept

Address = Callable[[Release], str]
"""Where the page of a release is."""


@dataclass(frozen=True)
class Export:
    """A file to take away.

    Args:
        name: what it is called when it is kept.
        key: names its content, so that it can be asked for again without being sent.
        modified: when its content was published, or something of it withdrawn.
        make: writes it; raises `Problem` where the format cannot carry it.
        sole: a thing of which only the newest state is kept.
    """

    name: str
    key: str
    modified: datetime | None
    make: Callable[[BinaryIO], None]
    sole: str = ""

    @property
    def media(self) -> str:
        return media(self.name)

    @property
    def squeezes(self) -> bool:
        """It gets smaller when it is compressed."""
        return self.name.rpartition(".")[2] not in PACKED

    def path(self) -> Path:
        """The file, made on first use.

        Raises:
            Problem: the format cannot carry the release.
        """
        return kept(self.key, self.make, squeeze=self.squeezes, sole=self.sole)

    def content(self) -> bytes:
        """What is in the file, which is not kept where nobody asked for it yet.

        Raises:
            Problem: the format cannot carry the release.
        """
        path = folder(self.key, self.sole) / self.key
        if path.exists():
            return path.read_bytes()
        out = io.BytesIO()
        self.make(out)
        return out.getvalue()


def of_release(release: Release, form: Form) -> Export:
    """A release in a format."""
    return _export(release, form, None, _stem(release))


def of_finding(finding: Finding, form: Form) -> Export:
    """One indicator of a release in a format."""
    return _export(finding.release, form, finding, f"{_stem(finding.release)}-{finding.key}")


def file_of(release: Release, finding: Finding | None, form: Form, name: str) -> Export:
    """One of the files that a format is made of, for those who load it by its address.

    Whether the format has such a file shows when it is made: KeyError.
    """

    def make(out: BinaryIO) -> None:
        out.write(form.files(_part(release, finding))[name])

    key = _key(release.manifest_sha256, form.name, finding.key if finding else "", name)
    return Export(name.rpartition("/")[2], key, release.published_at, make)


def of_indicator(code: str, form: Form, address: Address) -> Export:
    """An indicator of the framework, as all organisations counted it."""
    findings = held.speaking(code)
    name = _name(f"indicator-{code.replace('.', '-')}", form, alone=not form.format)

    def make(out: BinaryIO) -> None:
        if not form.format:
            _together([(one.release, one) for one in findings], address, out)
        else:
            pack(_folders(findings, form, address), out)

    key = _key(code, form.name, *(_said(one.release, address, one.key) for one in findings))
    told = changed() if findings else None
    return Export(name, key, told, make, sole=f"indicator-{code}-{form.name}")


def everything(address: Address) -> Export:
    """Every release that stands: all figures in one table, the files of each, and a manifest."""
    releases = list(standing())

    def make(out: BinaryIO) -> None:
        pack(_all_files(releases, address), out)

    key = _key("everything", *(_said(one, address) for one in releases))
    return Export("datashift-everything.zip", key, changed(), make, sole="everything")


def catalogue(ending: str, address: Address, here: str) -> Export:
    """A DCAT-AP catalogue of the releases that stand.

    Args:
        ending: ttl or jsonld.
        here: its own address.
    """
    releases = list(standing())

    def make(out: BinaryIO) -> None:
        told = ((published.opened(one), address(one)) for one in releases)
        title = Worded("DataShift", OURS)
        resources = dcat.catalogue(told, title=title, publisher="DataShift", address=here)
        text = (
            turtle(resources, dcat.PREFIXES).encode()
            if ending == "ttl"
            else as_json(json_ld(resources, dcat.PREFIXES))
        )
        out.write(text)

    key = _key("catalogue", ending, here, *(_said(one, address) for one in releases))
    return Export(f"catalogue.{ending}", key, changed(), make, sole=f"catalogue-{ending}")


def _export(release: Release, form: Form, finding: Finding | None, stem: str) -> Export:
    def make(out: BinaryIO) -> None:
        if not form.format and finding is not None:
            out.write(published.figures(finding))
        elif form.alone:
            out.write(form.first(_part(release, finding)))
        else:
            pack(form.files(_part(release, finding)).items(), out)

    key = _key(release.manifest_sha256, form.name, finding.key if finding else "")
    return Export(_name(stem, form, alone=form.alone), key, release.published_at, make)


def _name(stem: str, form: Form, *, alone: bool) -> str:
    """What a file is called: "wells-1.csv", "wells-1-sdmx-csv.csv", "wells-1-csvw.zip"."""
    ending = form.ending if alone else "zip"
    return f"{stem}.{ending}" if form.name == ending else f"{stem}-{form.name}.{ending}"


def _part(release: Release, finding: Finding | None) -> Published:
    return published.opened(release) if finding is None else published.alone(finding)


def _stem(release: Release) -> str:
    return f"{release.study.slug}-{release.number}"


def _key(*parts: str) -> str:
    return hashlib.sha256(json.dumps([__version__, *parts]).encode()).hexdigest()


def _said(release: Release, address: Address, *more: str) -> str:
    return json.dumps([release.manifest_sha256, address(release), *more])


def _folder(release: Release) -> str:
    return f"{release.study.organisation.slug}/{release.study.slug}/{release.number}"


def _together(
    parts: Sequence[tuple[Release, Finding | None]], address: Address, out: BinaryIO
) -> None:
    names = together.columns(published.opened(release) for release, _ in parts)
    told = ((_part(release, finding), address(release)) for release, finding in parts)
    together.write(told, names, out)


def _folders(
    findings: Sequence[Finding], form: Form, address: Address
) -> Iterator[tuple[str, bytes]]:
    listed = []
    for one in findings:
        place = f"{_folder(one.release)}/{one.key}"
        files = form.files(_part(one.release, one))
        listed.append(_entry(one.release, address, place, files.items()))
        yield from ((f"{place}/{name}", content) for name, content in files.items())
    yield "manifest.json", as_json({"releases": listed})


def _all_files(releases: Sequence[Release], address: Address) -> Iterator[tuple[str, bytes]]:
    table = io.BytesIO()
    _together([(one, None) for one in releases], address, table)
    yield "figures.csv", table.getvalue()
    listed = []
    for one in releases:
        place = _folder(one)
        names = published.files(one)
        files = [(name, (one.folder / name).read_bytes()) for name in names]
        listed.append(_entry(one, address, place, files))
        yield from ((f"{place}/{name}", content) for name, content in files)
    whole = [{"name": "figures.csv", **_measured(table.getvalue())}]
    yield "manifest.json", as_json({"files": whole, "releases": listed})


def _entry(
    release: Release,
    address: Address,
    place: str,
    files: Iterable[tuple[str, bytes]],
) -> dict[str, object]:
    return {
        "organisation": release.study.organisation.name,
        "title": release.title,
        "number": release.number,
        "producer": release.producer,
        "licence": release.licence,
        "language": release.language,
        "invented": release.invented,
        "published": release.published_at.date().isoformat(),
        "address": address(release),
        "sha256": release.manifest_sha256,
        "folder": place,
        "files": [{"name": name, **_measured(content)} for name, content in files],
    }


def _measured(content: bytes) -> dict[str, object]:
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
