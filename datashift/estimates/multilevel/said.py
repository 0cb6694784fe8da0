"""What the figures of a multilevel model rest on, in words."""

from __future__ import annotations

from datashift.estimates.multilevel.specification import Borrowed
from datashift.estimates.paired import alike

METHOD = "multilevel"
MODEL = "The range comes from a model of the answers, not from the way the sample was drawn."
OWN = 0.95  # a figure that is its own to this share borrows nothing worth saying
SOME = 0.005


def range_note(names: tuple[str, ...]) -> str:
    """The assumption: always the first note of the estimate.

    >>> range_note(("district", "sex"))
    'The range is not a sampling range: it holds only if, among people alike in district and sex, \
being in the data has nothing to do with the answer, and if the model describes how the groups differ.'
    """
    return (
        f"The range is not a sampling range: it holds only if, among people alike in {alike(names)}, "
        "being in the data has nothing to do with the answer, and if the model describes how the "
        "groups differ."
    )


def source_notes(source: Borrowed, n: int) -> tuple[str, ...]:
    """How much of a figure is borrowed, and what it says of people nobody asked."""
    notes = []
    if n == 0:
        notes.append(
            "Nobody of this group is in the data: the whole figure is what the model expects of "
            "people like them."
        )
    elif source.own < OWN:
        notes.append(
            f"About {_in_hundred(1 - source.own)} of this figure is borrowed from other groups; the "
            f"rest comes from its own {n:,} {'answer' if n == 1 else 'answers'}."
        )
    if n and source.unseen > SOME:
        notes.append(
            f"{_in_hundred(source.unseen)} of its people are of a kind of whom nobody is in the data."
        )
    return tuple(notes)


def _in_hundred(share: float) -> str:
    return f"{max(round(100 * share), 1)} in 100"
