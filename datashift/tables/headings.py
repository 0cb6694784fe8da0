"""Headings made usable: stripped, never empty, never twice the same."""

from __future__ import annotations

from collections.abc import Sequence

from datashift.tables.flag import Flag, Severity


def names(
    written: Sequence[str], positions: Sequence[int]
) -> tuple[tuple[str, ...], tuple[Flag, ...]]:
    """The names used for columns with these headings, and a flag that lists what was changed.

    An empty heading becomes "column 3" (its position); the second "age" becomes "age (2)".
    Spaces, line breaks and invisible marks around or inside a heading are not worth a flag.
    """
    taken: set[str] = set()
    result: list[str] = []
    renamed: dict[str, str] = {}
    for position, heading in zip(positions, written, strict=True):
        plain = " ".join(heading.replace("\ufeff", "").replace("\u200b", "").split())
        name = plain or f"column {position}"
        again = 2
        while name in taken:
            name = f"{plain or f'column {position}'} ({again})"
            again += 1
        taken.add(name)
        result.append(name)
        if name != plain:
            renamed[name] = plain
    return tuple(result), _flags(renamed)


def _flags(renamed: dict[str, str]) -> tuple[Flag, ...]:
    if not renamed:
        return ()
    shown = [
        f'"{name}" ({"no heading" if not plain else "heading already used"})'
        for name, plain in list(renamed.items())[:5]
    ]
    more = f" and {len(renamed) - 5} more" if len(renamed) > 5 else ""
    return (
        Flag(
            code="headings.renamed",
            severity=Severity.NOTE,
            message=f"{len(renamed)} {'column was' if len(renamed) == 1 else 'columns were'} "
            f"given a name: {', '.join(shown)}{more}.",
            count=len(renamed),
            values={"names": renamed},
        ),
    )
