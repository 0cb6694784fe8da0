"""Every format a release can be written in, by name."""

from __future__ import annotations

import importlib
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, ModuleType

from datashift.exchange.published import Published
from datashift.exchange.text import slug
from datashift.kit.problem import Problem

Files = dict[str, bytes]
"""The files of a format, name to content; the first is the one the others stand beside."""


@dataclass(frozen=True)
class Format:
    """A format.

    Args:
        name: as typed after `--to`.
        standard: what it is called by those who keep it.
        module: the module under `datashift.exchange` with `files(release, version)`.
        versions: what `--version` takes, the usual one first; empty where there is one only.
        alone: the first file says all, so that it can be given a name of its own.
    """

    name: str
    standard: str
    module: str
    versions: tuple[str, ...] = ()
    alone: bool = False

    def files(self, release: Published, version: str | None = None) -> Files:
        """The release in this format; the same release gives the same bytes.

        Raises:
            Problem: there is no such version, or the format cannot carry this release.
        """
        usual = self.versions[0] if self.versions else ""
        if version is not None and version not in self.versions:
            raise Problem(
                f"{self.standard} is not written in version {version}",
                do=f"Choose one of {', '.join(self.versions)}" if self.versions else "Leave it out",
                code="export.no_version",
            )
        files: Files = self._written_by.files(release, version or usual)
        return files

    def first(self, release: Published, version: str | None = None) -> bytes:
        """The content of its first file; the others are not made where that costs anything.

        Raises:
            Problem: as for `files`.
        """
        first = getattr(self._written_by, "first", None)
        if first is None or version not in (None, *self.versions):
            return next(iter(self.files(release, version).values()))
        content: bytes = first(release, version or (self.versions[0] if self.versions else ""))
        return content

    @property
    def _written_by(self) -> ModuleType:
        return importlib.import_module(f"datashift.exchange.{self.module}")


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        form.name: form
        for form in (
            Format("sdmx-csv", "SDMX-CSV 2.0", "sdmx.delimited", alone=True),
            Format("sdmx-ml", "SDMX-ML", "sdmx.ml", ("2.1", "3.0", "2.1-generic"), alone=True),
            Format("sdmx-json", "SDMX-JSON 2.0", "sdmx.json_data", alone=True),
            Format("open-sdg", "Open SDG", "opensdg"),
            Format("datapackage", "Data Package", "datapackage", ("2", "1")),
            Format("csvw", "CSV on the Web", "csvw"),
            Format("dcat", "DCAT-AP 3", "dcat"),
            Format("hxl", "HXL 1.1", "hxl", alone=True),
            Format("ro-crate", "RO-Crate", "rocrate", ("1.1", "1.2")),
            Format("parquet", "Apache Parquet", "parquet", alone=True),
            Format("xlsx", "Office Open XML", "xlsx", alone=True),
        )
    }
)


def write(
    release: Published, to: str, out: Path, *, version: str | None = None, force: bool = False
) -> tuple[Path, ...]:
    """Write a release in a format, whole or not at all.

    Args:
        to: name of the format.
        out: a folder; or, for a format whose first file says all, a file with its ending, the
            other files beside it under `<name>.<file>`.
        version: of the standard; its usual one when None.
        force: replace what is there.

    Returns:
        The files, the first one first.

    Raises:
        Problem: there is no such format, it cannot carry this release, or `out` cannot be written.
    """
    form = FORMATS.get(to)
    if form is None:
        raise Problem(
            f"There is no format {to}",
            do=f"Choose one of {', '.join(FORMATS)}",
            code="export.no_format",
        )
    files = form.files(release, version)
    first = next(iter(files))
    if form.alone and out.suffix and out.suffix == Path(first).suffix:
        others = {f"{out.stem}.{name}": text for name, text in files.items() if name != first}
        return _into(out.parent, {out.name: files[first], **others}, force=force)
    # A folder may be called after a version or a day: "release-2.1".
    if form.alone and out.suffix[1:2].isalpha() and not out.is_dir():
        raise Problem(
            f"{form.standard} is written as {Path(first).suffix}",
            file=out.name,
            do=f"Call it {out.stem}{Path(first).suffix}, or name a folder",
            code="export.wrong_ending",
        )
    return _into(out, files, force=force)


def write_all(
    releases: Iterable[Published],
    to: str,
    out: Path,
    *,
    version: str | None = None,
    force: bool = False,
) -> tuple[Path, ...]:
    """Write many releases, each into its own folder of `out`, named after its title and identity.

    Returns:
        The folders.

    Raises:
        Problem: as for `write`; what was written before stays.
    """
    folders = []
    for release in releases:
        folder = out / f"{slug(release.title)}-{release.identity}"
        write(release, to, folder, version=version, force=force)
        folders.append(folder)
    return tuple(folders)


def _into(folder: Path, files: Mapping[str, bytes], *, force: bool) -> tuple[Path, ...]:
    """Write beside first, then move: a broken export leaves nothing behind."""
    taken = sorted(name for name in files if (folder / name).exists())
    if folder.is_file() or (taken and not force):
        raise Problem(
            f"There is already a file named {taken[0]}" if taken else "This is a file, no folder",
            file=folder.name,
            safe="It was left as it is",
            do="Choose another place, or add --force",
            code="export.exists",
        )
    made: Path | None = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=".export-", dir=folder))
        for name, content in files.items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_bytes(content)
        for name in files:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).replace(folder / name)
    except OSError:
        raise Problem(
            "The export cannot be written there",
            file=folder.name,
            do="Choose a folder that may be written to, on a disk with room",
            code="export.cannot_write",
        ) from None
    finally:
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)
    return tuple(folder / name for name in files)
