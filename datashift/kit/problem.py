"""The one exception for input that cannot be used."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(eq=False)
class Problem(Exception):
    """Input that cannot be used: what happened, where, what is safe, what to do.

    ``str(problem)`` is one plain paragraph for the person who brought the input. The command line
    prints it and exits with 2; the web shows it on a 4xx page. A traceback never reaches them.
    Not frozen: `contextlib` sets `__traceback__` on exceptions that pass through it.

    Args:
        what: what happened, a sentence without its full stop ("The file is empty").
        file: name of the file as the person knows it, never a path of this machine.
        row: row of the file counted as a spreadsheet does: the heading is row 1.
        column: heading of the column, as written in the file.
        line: line of a text file such as study.yaml, counted from 1.
        safe: what did not change or is not lost.
        do: what to do about it, an imperative sentence.
        code: stable dotted name of the problem, for machines and translations.
        others: further mistakes in the same input, so that all can be put right at once.
    """

    what: str
    file: str | None = None
    row: int | None = None
    column: str | None = None
    line: int | None = None
    safe: str | None = None
    do: str | None = None
    code: str = "unusable"
    others: tuple[Problem, ...] = ()

    @property
    def lines(self) -> str:
        """The problem and the others, each on a line of its own."""
        return "\n".join(map(str, (self, *self.others)))

    @property
    def where(self) -> str:
        """The place in words: ``waterpoints.csv, row 15, column "latitude"``."""
        parts = [self.file] if self.file else []
        if self.line is not None:
            parts.append(f"line {self.line}")
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column is not None:
            parts.append(f'column "{self.column}"')
        return ", ".join(parts)

    def __str__(self) -> str:
        start = f"{self.where}: {self.what}" if self.where else self.what
        return " ".join(_stopped(part) for part in (start, self.safe, self.do) if part)


def _stopped(sentence: str) -> str:
    return sentence if sentence.endswith(("?", "!")) else f"{sentence.rstrip('.')}."
