"""From the text of a study.yaml to a checked, frozen study."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from datashift.kit.problem import Problem
from datashift.studies.crosscheck import crosscheck
from datashift.studies.document import LARGEST, Node, compose
from datashift.studies.document import Path as Where
from datashift.studies.messages import explain
from datashift.studies.specification import Specification


@dataclass(frozen=True)
class Study:
    """A study that can be run.

    Args:
        specification: what it says.
        text: how it says it; copied into the release.
        name: the file's name, for messages.
        folder: where its files are looked for; None when it names none that can be read.
        confined: whether its files must lie inside the folder (studies that come over the web).
    """

    specification: Specification
    text: str
    name: str = "study.yaml"
    folder: Path | None = None
    confined: bool = False
    lines: Mapping[Where, int] = field(default_factory=dict, repr=False, compare=False)

    def line(self, *path: str | int) -> int | None:
        """The line where the document speaks about `path`, or about what holds it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return None

    def file(self, written: str, *path: str | int) -> Path:
        """The file a study means by a name it gives.

        Raises:
            Problem: there is no such file, or it lies where the study may not look.
        """
        line = self.line(*path)
        if self.folder is None:
            raise Problem(
                f"`{written}` is a file, and this study was given without its folder",
                file=self.name,
                line=line,
                code="study.no_folder",
            )
        if self.confined and not _inside(written, self.folder):
            raise Problem(
                f"`{Path(written).name}` must be brought together with the study",
                file=self.name,
                line=line,
                do="Give the name of one of the files you brought, without folders",
                code="study.outside",
            )
        found = self.folder / written
        if not found.is_file():
            what = "is a folder" if found.is_dir() else "is not there"
            raise Problem(
                f"The file `{written}` {what}",
                file=self.name,
                line=line,
                do="Names of files are relative to the study",
                code="study.file_missing",
            )
        return found


def load(path: Path, *, confined: bool = False) -> Study:
    """Read and check a study file.

    Raises:
        Problem: it cannot be read, or says something that cannot be meant; with the line.
    """
    path = Path(path)
    name = path.name
    if path.is_dir():
        raise Problem("This is a folder; a study is a file", file=name, code="study.file_missing")
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST * 4 + 1)
    except OSError:
        raise Problem(
            "There is no study file of this name, or it may not be read",
            file=name,
            do="Check the spelling, or let `datashift suggest` draft one from the data",
            code="study.file_missing",
        ) from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem(
            "The study is not UTF-8 text",
            file=name,
            line=content.count(b"\n", 0, error.start) + 1,
            do="Save it as UTF-8 text",
            code="study.not_text",
        ) from None
    return parse(text, folder=path.parent, name=name, confined=confined)


def parse(
    text: str, *, folder: Path | None = None, name: str = "study.yaml", confined: bool = False
) -> Study:
    """Check the text of a study.

    Raises:
        Problem: the first thing that is wrong with it; `problems` gives all of them.
    """
    study, found = _read(text, folder, name, confined)
    if study is None or found:
        raise _first(found)
    return study


def problems(text: str, *, name: str = "study.yaml") -> tuple[Problem, ...]:
    """Everything that is wrong with the text of a study, in the order of its lines."""
    try:
        return _read(text, None, name, confined=False)[1]
    except Problem as problem:
        return (problem,)


def _read(
    text: str, folder: Path | None, name: str, confined: bool
) -> tuple[Study | None, tuple[Problem, ...]]:
    top = compose(text, name=name)
    try:
        specification = Specification.model_validate(top.plain())
    except ValidationError as error:
        return None, explain(error, top, name=name)
    study = Study(specification, text, name, folder, confined, lines=dict(_lines(top)))
    return study, crosscheck(specification, top, name=name)


def _first(found: tuple[Problem, ...]) -> Problem:
    first = found[0]
    if (others := len(found) - 1) > 0:
        more = "one more thing is" if others == 1 else f"{others} more things are"
        first.safe = f"Nothing was computed; {more} wrong further on"
    return first


def _lines(node: Node, path: Where = ()) -> list[tuple[Where, int]]:
    below: list[tuple[str | int, Node]] = [*enumerate(node.items), *node.entries.items()]
    return [
        (path, node.key_line),
        *(pair for step, child in below for pair in _lines(child, (*path, step))),
    ]


def _inside(written: str, folder: Path) -> bool:
    inside = (folder / written).resolve()
    return not Path(written).is_absolute() and inside.is_relative_to(folder.resolve())
