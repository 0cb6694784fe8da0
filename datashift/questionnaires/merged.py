"""All versions of a questionnaire brought together: one column for each question ever asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from datashift.questionnaires.questionnaire import DATA_FILES, Question, Questionnaire
from datashift.questionnaires.typed import kind_of

Path = tuple[str, ...]
_RESERVED = {"instance_id", "row", "parent", "place", "version", "deprecated_id"}
_ENDINGS: Mapping[str, tuple[str, ...]] = {
    "moment": ("", "offset", "day"),
    "point": ("longitude", "latitude", "altitude", "accuracy"),
}
_SILENT = DATA_FILES | {"note"}


@dataclass(frozen=True)
class Asked:
    """What the versions ask.

    Args:
        names: path to the name of its column.
        kinds: path to how its answers are read, as `typed.kind_of` says.
        choices: path to the names of its choices, of all versions.
        repeats: paths of the repeats of any version, outer ones first.
        moved: an earlier path of a question to its path now.
    """

    names: Mapping[Path, str]
    kinds: Mapping[Path, str]
    choices: Mapping[Path, tuple[str, ...]]
    repeats: tuple[Path, ...]
    moved: Mapping[Path, Path]
    endings: Mapping[tuple[Path, str], str]

    @cached_property
    def repeated(self) -> frozenset[Path]:
        """The repeats, to be looked up."""
        return frozenset(self.repeats)

    def now(self, path: Path) -> Path:
        """Where the newest version has the question."""
        return self.moved.get(path, path)

    def inside(self, path: Path) -> Path:
        """The innermost repeat that a path stands in; () where it stands in none."""
        if path not in self._around:
            self._around[path] = _inside(path, self.repeated)
        return self._around[path]

    def counted(self, path: Path) -> tuple[bool, ...]:
        """Which of a path's beginnings, the shortest first, are repeats."""
        if path not in self._counted:
            lengths = range(1, len(path) + 1)
            self._counted[path] = tuple(path[:length] in self.repeated for length in lengths)
        return self._counted[path]

    @cached_property
    def _around(self) -> dict[Path, Path]:
        return {}

    @cached_property
    def _counted(self) -> dict[Path, tuple[bool, ...]]:
        return {}

    def ending(self, path: Path, ending: str) -> str:
        """Name of one of the columns of a question."""
        return self.endings[path, ending]


def asked(newest: Questionnaire, older: Sequence[Questionnaire]) -> Asked:
    """Bring the versions together.

    A question that has kept its name and kind but stands in another group is the same question.
    Where a question has changed its kind, its answers are read as text; one answer among choices
    is a list of one where another version asks for several.
    """
    versions = (*older, newest)
    repeats = dict.fromkeys(_path(group.path) for version in versions for group in version.repeats)
    moved = _moved(versions, newest, repeats)
    kinds: dict[Path, str] = {}
    since: dict[Path, int] = {}
    choices: dict[Path, dict[str, None]] = {}
    several = {
        moved.get(_path(question.path), _path(question.path))
        for version in versions
        for question in _answered(version)
        if question.kind == "select_multiple"
    }
    for number, version in enumerate(versions):
        for question in _answered(version):
            path = moved.get(_path(question.path), _path(question.path))
            kind = "several" if path in several and _chooses(question) else kind_of(question)
            kinds[path] = kind if kinds.get(path, kind) == kind else "text"
            since.setdefault(path, number)
            chosen = kind == "several" or question.kind == "rank"
            if chosen and not question.choices_file:
                offered = choices.setdefault(path, {})
                offered.update(dict.fromkeys(choice.name for choice in question.choices))
    # Outer tables first: theirs are the short names, whatever stands before what in the form.
    order = sorted(kinds, key=lambda path: (since[path], len(_repeat(path, repeats))))
    names, endings = _names({path: kinds[path] for path in order}, choices, repeats)
    return Asked(
        names={path: names[path] for path in kinds},
        kinds=kinds,
        choices={path: tuple(offered) for path, offered in choices.items()},
        repeats=tuple(sorted(repeats, key=len)),
        moved=moved,
        endings=endings,
    )


def _chooses(question: Question) -> bool:
    return question.kind in {"select_one", "select_multiple"}


def _path(written: str) -> Path:
    return tuple(written.split("/"))


def _answered(version: Questionnaire) -> Iterator[Question]:
    return (question for question in version.questions if question.kind not in _SILENT)


def _moved(
    versions: Sequence[Questionnaire], newest: Questionnaire, repeats: Collection[Path]
) -> dict[Path, Path]:
    now = {question.path for question in newest.questions}
    count = Counter(question.name for question in newest.questions)
    once = {item.name: item for item in _answered(newest) if count[item.name] == 1}
    found = {}
    for version in versions[:-1]:
        earlier = {question.path for question in version.questions}
        for question in _answered(version):
            same = once.get(question.name)
            if question.path in now or same is None or same.path in earlier:
                continue
            before, after = _path(question.path), _path(same.path)
            if kind_of(same) == kind_of(question) and _repeat(before, repeats) == _repeat(
                after, repeats
            ):
                found[before] = after
    return found


def _repeat(path: Path, repeats: Collection[Path]) -> Path:
    return path if path in repeats else _inside(path, repeats)


def _inside(path: Path, repeats: Collection[Path]) -> Path:
    """The longest beginning of the path that is a repeat, and not the whole of it."""
    beginnings = (path[:length] for length in range(len(path) - 1, 0, -1))
    return next((each for each in beginnings if each in repeats), ())


def _names(
    kinds: Mapping[Path, str],
    choices: Mapping[Path, Mapping[str, None]],
    repeats: Collection[Path],
) -> tuple[dict[Path, str], dict[tuple[Path, str], str]]:
    """Names of columns: a question's own; its path where another has it before.

    Another of the same table, or of one that its rows stand beside in `rows.joined`.
    """
    taken: dict[Path, set[str]] = {
        table: {name.lower() for name in _RESERVED} for table in ((), *repeats)
    }
    names: dict[Path, str] = {}
    endings: dict[tuple[Path, str], str] = {}
    for path in kinds:
        near = _near(taken, _repeat(path, repeats))
        names[path] = _free(path[-1], "_".join(path), near)
    for path, kind in kinds.items():
        near = _near(taken, _repeat(path, repeats))
        for ending in (
            ("", *choices.get(path, ())) if path in choices else _ENDINGS.get(kind, ("",))
        ):
            name = names[path]
            if ending:
                name = _free(f"{name}_{ending}", f"{name}__{ending}", near)
            endings[path, ending] = name
    return names, endings


def _near(taken: Mapping[Path, set[str]], table: Path) -> list[set[str]]:
    """Names in a table, and after them those in the tables around it and within it."""
    others = (
        names
        for path, names in taken.items()
        if path != table and (path == table[: len(path)] or table == path[: len(table)])
    )
    return [taken[table], *others]


def _free(wanted: str, otherwise: str, near: Sequence[set[str]]) -> str:
    """A name that no other column has, not even in other letters: databases fold their case."""
    name, number = wanted, 1
    while any(name.lower() in used for used in near):
        number += 1
        name = otherwise if number == 2 else f"{otherwise}_{number}"
    near[0].add(name.lower())
    return name
