"""The folder of a site: what has to be made, made beside it, then moved in at once."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from datashift.kit.problem import Problem

STATE = ".datashift-site.json"
_FORMAT = "datashift-site/1"


@dataclass(frozen=True)
class Written:
    """How many files a build made, kept and removed."""

    made: int
    kept: int
    removed: int


def known(out: Path) -> Mapping[str, str]:
    """The files of the site in that folder, each with its stamp; none where there is no site yet.

    Raises:
        Problem: the folder holds something else.
    """
    if out.is_dir() and (out / STATE).is_file():
        state = json.loads((out / STATE).read_text(encoding="utf-8"))
        if state.get("format") == _FORMAT:
            return {str(name): str(stamp) for name, stamp in state["files"].items()}
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Problem(
            "There is something else in this place, and it would be lost",
            file=out.name,
            safe="Nothing was written",
            do="Name a new folder, or one that holds an earlier site",
            code="site.not_ours",
        )
    return {}


def write(
    out: Path,
    files: Mapping[str, str],
    make: Callable[[Iterable[str], Path], None],
) -> Written:
    """Bring the folder up to date: all of it, or nothing where something fails.

    Args:
        files: what the site is to have, each file with its stamp.
        make: writes the files of these names below a folder.

    Raises:
        Problem: the folder holds something else, or cannot be written.
    """
    before = known(out)
    wanted = [
        name
        for name, stamp in files.items()
        if before.get(name) != stamp or not (out / name).is_file()
    ]
    gone = sorted(set(before) - set(files))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
        try:
            make(wanted, made)
            state = {"format": _FORMAT, "files": dict(sorted(files.items()))}
            (made / STATE).write_text(json.dumps(state, indent=0) + "\n", encoding="utf-8")
            _move(made, out, [*wanted, STATE], gone, new=not before)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except OSError as error:
        raise Problem(
            "The site cannot be written there",
            file=out.name,
            do="Choose a folder that may be written to, on a disk with room",
            code="site.cannot_write",
        ) from error
    return Written(len(wanted), len(files) - len(wanted), len(gone))


def _move(made: Path, out: Path, names: list[str], gone: list[str], *, new: bool) -> None:
    if new:
        made.chmod(0o755)
        if out.exists():
            out.rmdir()  # empty: `known` has looked
        made.rename(out)
        return
    for name in names:
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).replace(out / name)
    for name in gone:
        (out / name).unlink(missing_ok=True)
        _clear(out / name, out)


def _clear(path: Path, out: Path) -> None:
    """Remove the folders that nothing is left in."""
    for folder in path.parents:
        if folder == out or any(folder.iterdir()):
            return
        folder.rmdir()
