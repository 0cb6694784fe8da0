"""What another platform's export holds, once it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from datashift.questionnaires.questionnaire import Questionnaire
from datashift.tables.flag import Flag, Severity

if TYPE_CHECKING:
    from datashift.questionnaires.sources.bundle import Bundle

Path = tuple[str, ...]
Tree = dict[str, Any]
"""Answers by name: text, a `Tree` for a group, a list of them for a repeat."""


@dataclass(frozen=True)
class Filled:
    """One filled questionnaire of an export.

    Args:
        instance_id: its own id: the platform's, or one made of its content.
        replaces: id of the one that it is a later version of, or "".
        text: it as XML; the bytes of the export where that is XML already.
        file: name of the file in the export.
        row: row of that file (heading = 1), or its place counted from 1 in JSON and XML.
        files: its photographs and other files: name to the name of a part of the bundle.
        absent: repeats and questions of which nothing was brought: nobody knows whether it has
            any.
    """

    instance_id: str
    replaces: str
    text: bytes
    file: str
    row: int
    files: Mapping[str, str] = field(default_factory=dict)
    absent: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Unreadable:
    """A row that cannot be used, and why in one sentence."""

    file: str
    row: int
    why: str


@dataclass(frozen=True)
class Export:
    """A whole export.

    Args:
        platform: one of `PLATFORMS`.
        questionnaire: what its submissions answer: the one that was given, or one built from the
            columns.
        built: the questionnaire was built from the columns.
        submissions: in the order of the export.
        flags: every assumption; codes begin with `source.`.
        xform: the form that came along (Briefcase keeps it beside its instances), or b"".
        bundle: the files that came; `bundle.blocks(part)` for the bytes of a photograph.
    """

    platform: str
    questionnaire: Questionnaire
    built: bool
    submissions: tuple[Filled, ...]
    unreadable: tuple[Unreadable, ...]
    flags: tuple[Flag, ...]
    bundle: Bundle = field(repr=False)
    xform: bytes = b""


PLATFORMS: Mapping[str, str] = {
    "kobo": "KoboToolbox",
    "ona": "Ona",
    "central": "ODK Central",
    "briefcase": "ODK Briefcase",
    "instances": "ODK (XML)",
    "ushahidi": "Ushahidi",
    "epicollect": "Epicollect5",
    "commcare": "CommCare",
    "google": "Google Forms",
}


@dataclass
class Record:
    """One submission before it is fitted to a questionnaire.

    Args:
        identity: the platform's id of it, or "".
        replaces: id of an earlier version of it, or "".
        version: of the questionnaire, as the platform says.
        files: names of its files, where the platform lists them.
    """

    file: str
    row: int
    identity: str
    answers: Tree
    replaces: str = ""
    version: str = ""
    files: tuple[str, ...] = ()


# By its code, what is said of something that was noticed once.
_ONCE = {
    "built": "Nobody brought the questionnaire: one with one question was made from the columns. "
    "Kinds of questions are taken from the answers, and choices are not known.",
    "columns_missing": "One question has no column: %(names)s. What is here already of its answers "
    "stays as it is.",
    "dates_mixed": 'Dates in "%(column)s" are written in two orders; one is kept as text.',
    "differs": "One submission has the id of another but other answers; the last counts.",
    "doubled": "One submission is in the export twice and counts once.",
    "groups_guessed": "Hyphens in one heading were taken for borders of groups, as ODK writes them.",
    "labels": 'One answer to "%(column)s" was a label and is kept as its code.',
    "left_out": "One value with a structure of its own was left out.",
    "missing": 'One cell says "n/a" or the like and is read as missing.',
    "no_offset": '"%(column)s" says no time zone; its one time is kept as it is written.',
    "numbers": 'One number in "%(column)s" is written with a decimal comma, with signs between '
    "thousands or in other digits: %(written)s is read as %(read)s.",
    "numbers_unclear": 'In one number of "%(column)s" the mark may stand before decimals or between '
    "thousands: %(written)s; it is kept as it is written.",
    "other_form": "One file answers another questionnaire and was left out.",
    "unknown_choice": 'One answer to "%(column)s" is none of its choices and is kept as it is.',
    "unknown_columns": "One column is not asked by the questionnaire: %(names)s. "
    "Its answers are kept as text.",
    "zone": '"%(column)s" says no time zone; its one time is read in the zone that was given.',
}


@dataclass
class Noticed:
    """Flags while they are gathered: one for each code and column, with its rows."""

    _rows: dict[tuple[str, str, str, Severity], list[int]] = field(default_factory=dict)
    _counts: dict[tuple[str, str, str, Severity], int] = field(default_factory=dict)
    _blanks: dict[tuple[str, str, str, Severity], dict[str, str]] = field(default_factory=dict)

    def add(
        self,
        code: str,
        message: str,
        *,
        column: str = "",
        row: int = 0,
        count: int = 1,
        severity: Severity = Severity.NOTE,
        **blanks: str,
    ) -> None:
        """Note something once more; `%(count)s` in the message is filled in at the end.

        Args:
            blanks: of the message, beside its count and its column.
        """
        key = (code, message, column, severity)
        self._blanks[key] = blanks
        self._counts[key] = self._counts.get(key, 0) + count
        if row:
            self._rows.setdefault(key, []).append(row)

    def flags(self) -> tuple[Flag, ...]:
        found = []
        for key, count in self._counts.items():
            code, message, column, severity = key
            blanks = {"count": f"{count:,}", "column": column, **self._blanks[key]}
            if count == 1:
                message = _ONCE.get(code, message)
            words = message % blanks if "%(" in message else message
            values: dict[str, Any] = {"count": count, **self._blanks[key]}
            if column:
                values["column"] = column
            rows = tuple(dict.fromkeys(self._rows.get(key, ())))
            found.append(
                Flag(f"source.{code}", severity, words, column or None, rows, count, values)
            )
        return tuple(found)


@dataclass
class Raw:
    """An export as its reader leaves it.

    Args:
        form_id, title: of the questionnaire, as the platform says; "" where it does not.
        records: in the order of the export.
        labels: path to the heading or label of a column.
        kinds: path to the kind of question, where the export shows it.
        choices: path to the choices of a question with several, where the export shows them.
        sealed: submissions that are XML already, instead of records.
        flat: it was read from tables: a repeat that has no column in any of them was not brought.
        absent: repeats of which the export itself says that it has left them out.
    """

    platform: str
    form_id: str = ""
    title: str = ""
    records: list[Record] = field(default_factory=list)
    labels: dict[Path, str] = field(default_factory=dict)
    kinds: dict[Path, str] = field(default_factory=dict)
    choices: dict[Path, list[str]] = field(default_factory=dict)
    sealed: list[Filled] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    noticed: Noticed = field(default_factory=Noticed)
    flat: bool = False
    absent: set[Path] = field(default_factory=set)
