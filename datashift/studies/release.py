"""A release: the immutable bundle a run gives, and how it reaches the disk whole or not at all."""

from __future__ import annotations

import html
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datashift.exchange import Observation, observations
from datashift.kit.problem import Problem
from datashift.studies import points
from datashift.studies.differences import told as differences
from datashift.studies.provenance import FORMAT

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from datashift.figures import Finding
    from datashift.studies.loading import Study
    from datashift.tables import Flag

MANIFEST = "release.json"
_SHOWN = 50


@dataclass(frozen=True)
class Release:
    """What a study came to. Everything in it may be published, except `unsaid`.

    Args:
        study: the study it was computed from.
        findings: one per indicator, in the study's order.
        observations: one per figure, in the order of indicators, `by` and codes.
        flags: everything that was noticed or assumed.
        manifest: where it comes from.
        documents: the files of the release except release.json, name to content.
        unsaid: sentences that quote answers, for those who hold the rows; never written.
    """

    study: Study
    findings: tuple[Finding, ...]
    observations: tuple[Observation, ...]
    flags: tuple[Flag, ...]
    manifest: Mapping[str, Any]
    documents: Mapping[str, bytes] = field(repr=False)
    unsaid: tuple[str, ...] = field(default=(), repr=False)

    def table(self) -> pa.Table:
        """The observations as an Arrow table."""
        return observations.table(self.observations)

    def to_pandas(self) -> pd.DataFrame:
        """The observations as a pandas data frame (pandas must be installed)."""
        frame: pd.DataFrame = self.table().to_pandas()
        return frame

    def write(self, folder: Path, *, force: bool = False) -> None:
        """Write the release into a folder, whole or not at all.

        Raises:
            Problem: the folder holds something else (unless `force`, which replaces the files of
                the release and leaves all others), or cannot be written.
        """
        write(self, Path(folder), force=force)

    def _repr_html_(self) -> str:
        return page(self)


def check_destination(folder: Path, *, force: bool) -> None:
    """Refuse a folder that holds something other than a release, before any work is done.

    Raises:
        Problem: it does.
    """
    if folder.is_file():
        raise _refused(folder, "is a file")
    if force or not folder.exists() or not any(folder.iterdir()) or _is_release(folder):
        return
    raise _refused(folder, "holds other files")


def write(release: Release, folder: Path, *, force: bool = False) -> None:
    """See `Release.write`."""
    check_destination(folder, force=force)
    contents = {**release.documents, MANIFEST: _text(release.manifest)}
    made: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        made.chmod(0o755)
        for name, content in contents.items():
            (made / name).write_bytes(content)
        if not folder.exists() or _only_release_files(folder, contents):
            _swap(made, folder)
        else:
            for name in contents:  # the manifest comes last
                (made / name).replace(folder / name)
    except OSError:
        raise Problem(
            "The release cannot be written there",
            file=folder.name,
            safe="Nothing was written",
            do="Choose a folder that may be written to, on a disk with room",
            code="release.cannot_write",
        ) from None
    finally:
        if made is not None and made.exists():
            shutil.rmtree(made, ignore_errors=True)


def page(release: Release) -> str:
    """A release as a small escaped table, for notebooks."""
    header = observations.columns(release.observations)
    rows = release.table().slice(0, _SHOWN).to_pylist()
    head = "".join(f"<th>{html.escape(name)}</th>" for name in header)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(_cell(row[name]))}</td>" for name in header) + "</tr>"
        for row in rows
    )
    more = len(release.observations) - len(rows)
    lines = "".join(f"<li>{html.escape(finding.headline)}</li>" for finding in release.findings)
    note = f"<p>and {more:,} more rows</p>" if more > 0 else ""
    title = html.escape(release.study.specification.title)
    return (
        f"<h3>{title}</h3><ul>{lines}</ul><table><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>{note}"
    )


def _cell(value: object) -> str:
    if value is None:
        return ""
    return observations.number(value) if isinstance(value, float) else str(value)


def _text(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _is_release(folder: Path) -> bool:
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(content, dict) and content.get("format") == FORMAT


def _only_release_files(folder: Path, contents: Mapping[str, bytes]) -> bool:
    known = {*contents, differences.FILE, points.FILE}  # an earlier run may have asked for them
    return all(item.name in known and item.is_file() for item in folder.iterdir())


def _swap(made: Path, folder: Path) -> None:
    """Put a finished folder in the place of another; the old one goes last."""
    if not folder.exists():
        made.rename(folder)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
    os.rmdir(old)  # noqa: PTH106 - only its free name is wanted
    folder.rename(old)
    made.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _refused(folder: Path, why: str) -> Problem:
    return Problem(
        f"`{folder.name}` {why} and is not a release",
        safe="It was left as it is",
        do="Choose another folder, or add --force to put the release among them",
        code="release.not_a_release",
    )
