"""The file that remembers what earlier releases of a study showed and hid.

It holds numbers that were hidden, so it is kept like the rows: nobody else may read it, and it never
lies in a folder that is published.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from datashift.disclosure.history import Ledger
from datashift.kit.problem import Problem

_FORMAT = "datashift-ledger/1"


@dataclass(frozen=True)
class Remembered:
    """A ledger file as it was read.

    Args:
        path: where it is, or will be.
        releases: what each earlier release showed, oldest first.
        text: what the file held; "" when there was none.
    """

    path: Path
    releases: tuple[Ledger, ...] = ()
    text: str = ""

    def add(self, release: Ledger) -> None:
        """Remember one more release; a release like the last one is not written down again.

        The file is replaced whole or not at all, before the release is written: were it done after,
        a crash between the two would leave a release that nobody remembers.

        Raises:
            Problem: the file cannot be written, or another run has written to it meanwhile.
        """
        if self.releases and self.releases[-1] == release:
            return
        if _text(self.path) != self.text:
            raise Problem(
                "Another run has written to the ledger meanwhile",
                file=self.path.name,
                safe="Nothing was written",
                do="Run the study again, so that it is protected against that release too",
                code="ledger.changed",
            )
        releases = [each.as_json() for each in (*self.releases, release)]
        text = json.dumps({"format": _FORMAT, "releases": releases}, ensure_ascii=False) + "\n"
        try:
            _replace(self.path, text)
        except OSError:
            raise Problem(
                "The ledger cannot be written",
                file=self.path.name,
                safe="Nothing was written",
                do="Choose a file in a folder that may be written to",
                code="ledger.cannot_write",
            ) from None


def remembered(path: Path, *, out: Path | None, measures: Sequence[str]) -> Remembered:
    """Read a ledger file; one that is not there yet remembers nothing.

    Args:
        path: the file.
        out: folder of the release to come.
        measures: ids of the study's indicators.

    Raises:
        Problem: the file would be published with the release, is not a ledger, or is another
            study's.
    """
    if out is not None and out.resolve() in path.resolve().parents:
        raise Problem(
            "The ledger would be published with the release, and it holds what is hidden",
            file=path.name,
            do="Keep it beside the rows, outside the folder of the release",
            code="ledger.published",
        )
    text = _text(path)
    if not text:
        return Remembered(path)
    try:
        written = json.loads(text)
        if written["format"] != _FORMAT:
            raise ValueError
        releases = tuple(Ledger.from_json(each) for each in written["releases"])
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Problem(
            "This is not a ledger of earlier releases",
            file=path.name,
            safe="It was left as it is",
            do="Choose the file that the earlier runs wrote, or a new name for a new study",
            code="ledger.not_one",
        ) from None
    known = {figure.measure for release in releases for figure in release.figures}
    if known and known.isdisjoint(measures):
        raise Problem(
            "The ledger is of another study: it knows none of these indicators",
            file=path.name,
            safe="It was left as it is",
            do="Give each study a ledger of its own",
            code="ledger.other_study",
        )
    return Remembered(path, releases, text)


def _text(path: Path) -> str:
    if not path.exists():
        return ""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise Problem(
            "The ledger cannot be read",
            file=path.name,
            do="Choose the file that the earlier runs wrote",
            code="ledger.cannot_read",
        ) from None


def _replace(path: Path, text: str) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
