"""What was done to a table, for machines and for people."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from datashift.disclosure.page import page
from datashift.disclosure.tables.protect import Protected

_TELLING = 2  # a smaller number of people than that is one
_METHODS = {
    "suppress": "Cells are hidden",
    "round": "Cells are rounded",
    "cell-key": "Cells carry noise",
}


def as_json(table: Protected, *, name: str) -> dict[str, Any]:
    """The report for machines."""
    return {
        "table": name,
        "method": table.method,
        "topic": table.policy.topic,
        "needs_two_people": table.policy.two_people,
        "minimum": table.policy.minimum,
        "cells": int(table.cube.shown.sum()),
        "attacker": None if table.findings is None else asdict(table.findings),
        "loss": asdict(table.loss),
        "notes": list(table.notes),
    }


def sentences(table: Protected) -> list[tuple[str, str]]:
    """The report for people: headings and what is to be said under them."""
    return [
        ("What was done", _done(table)),
        ("What somebody could still find out", _found(table)),
        ("What usefulness was lost", _lost(table)),
        *[("Good to know", note) for note in table.notes],
        *(
            [("Before it is published", "This topic is sealed: two people must agree.")]
            if table.policy.two_people
            else []
        ),
    ]


def _done(table: Protected) -> str:
    found = table.findings
    if found is None:
        return f"{_METHODS[table.method]}; none is hidden."
    return (
        f"{found.primary:,} cells break a rule (fewer than {table.policy.minimum} people, or a total "
        f"that tells too much) and are hidden; {found.complementary:,} more are hidden so that "
        "those cannot be worked out."
    )


def _found(table: Protected) -> str:
    found = table.findings
    if found is None:
        return "A shown number is not the true one; how far it may be off is said below."
    if found.narrowest is None:
        return "Nothing is hidden that numbers of people could tell."
    reader = (
        f"By all that is shown, every number that a rule hides could be any within a range of at "
        f"least {found.narrowest:,} ({found.promised:,} is promised)."
    )
    told = (
        f" Somebody told which are small could work out {found.told:,} of them."
        if found.told
        else " Even somebody told which of them are small can work out none."
        if table.policy.minimum > _TELLING
        else " Somebody told which of them are small would know them: each is 1."
    )
    return f"{reader}{told} {found.tried:,} searches were made, and each result was checked again."


def _lost(table: Protected) -> str:
    loss = table.loss
    if table.findings is None:
        return f"Shown numbers are off by {loss.mean_change:.2f} on average."
    cells = 100 * loss.cells_hidden / max(loss.cells, 1)
    people = 100 * loss.people_hidden / max(loss.people, 1)
    return (
        f"{loss.cells_hidden:,} of {loss.cells:,} cells about somebody are hidden ({cells:.1f} %); "
        f"{people:.1f} % of the people are in inner cells that are."
    )


def as_html(table: Protected, *, name: str) -> str:
    """The report as one page."""
    return page(name, ((heading, (text,)) for heading, text in sentences(table)))
