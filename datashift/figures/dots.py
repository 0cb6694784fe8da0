"""Figures made of dots: one dot is one person, or a stated number of things.

A run of equal dots is one line with round caps and a dash of "0 10": 600 dots cost about 1 kB.
No style attributes, because the pages forbid them; the classes are in `figures.css`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from datashift.figures.numbers import dot_worth, whole
from datashift.kit.language.retold import retold

State = Literal["filled", "between", "empty"]
STEP = 10


@dataclass(frozen=True)
class Part:
    """Some of the things a field shows: how many, in which state, called what."""

    count: float
    state: State
    label: str


@dataclass(frozen=True)
class Drawing:
    """An SVG and what it says in words.

    Args:
        svg: the element, complete.
        text: the text alternative (also inside the SVG as its label).
        worth: how many things one dot stands for.
    """

    svg: str
    text: str
    worth: int = 1


def runs(places: Sequence[int], columns: int, rows: int, *, down: bool) -> str:
    """A path through dots at these places of a grid, equal neighbours of a row joined.

    Args:
        places: positions in reading order, 0-based.
        columns: width of the grid.
        rows: height of the grid.
        down: whether positions run down the columns (else along the rows).
    """
    taken = set(places)
    path: list[str] = []
    for row in range(rows):
        start = None
        for column in range(columns + 1):
            place = column * rows + row if down else row * columns + column
            if column < columns and place in taken:
                start = column if start is None else start
            elif start is not None:
                length = (column - start - 1) * STEP + 1
                path.append(f"M{start * STEP + 5} {row * STEP + 5}h{length}")
                start = None
    return "".join(path)


def _layer(path: str, state: State) -> str:
    if not path:
        return ""
    if state == "filled":
        return f'<path class="f" d="{path}"/>'
    ring, knock = ("r", "k") if state == "empty" else ("h", "k h2")
    return f'<path class="{ring}" d="{path}"/><path class="{knock}" d="{path}"/>'


def _shares(parts: Sequence[Part], worth: int, total_dots: int) -> list[int]:
    """Dots per part by largest remainder, so that they sum to the field."""
    exact = [part.count / worth for part in parts]
    dots = [int(number) for number in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (dots[i] - exact[i], i))
    for index in by_remainder[: total_dots - sum(dots)]:
        dots[index] += 1
    return dots


def field(parts: Sequence[Part], *, unit: str, wide: int = 54, narrow: int = 27) -> Drawing:
    """A field of dots, filled from the left: every thing there is, in its state.

    Drawn twice, for wide and for narrow screens; the style sheet shows one.

    Args:
        parts: the states in order; counts add up to everything.
        unit: plural name of the things.
        wide: columns on a wide screen.
        narrow: columns on a phone.
    """
    total = sum(part.count for part in parts)
    worth = dot_worth(total)
    count = max(1, round(total / worth)) if total else 0
    dots = _shares(parts, worth, count)
    each = "one for each" if worth == 1 else f"one for each {whole(worth)}"
    told = ", ".join(
        f"{whole(number)} {part.state} ({part.label})"
        for number, part in zip(dots, parts, strict=True)
    )
    text = f"{whole(count)} dots, {each} {unit}: {told}."
    drawings = []
    for columns, css in ((wide, "d-only"), (narrow, "p-only")):
        rows = max(1, -(-count // columns))
        begun, layers = 0, []
        for number, part in zip(dots, parts, strict=True):
            places = range(begun, begun + number)
            begun += number
            layers.append(_layer(runs(places, columns, rows, down=True), part.state))
        drawings.append(
            f'<svg class="dots settle {css}" viewBox="0 0 {columns * STEP} {rows * STEP}" '
            f'stroke-dasharray="0 10" role="img" aria-label="{escape(retold(text))}">'
            f"{''.join(layers)}</svg>"
        )
    return Drawing("".join(drawings), text, worth)


def hundred(
    value: float,
    lower: float | None = None,
    upper: float | None = None,
    *,
    yes: str = "filled",
    hollow: bool = False,
) -> Drawing:
    """A hundred dots, 20 by 5; between the ends of the range they shrink, beyond it they are grey.

    Args:
        value: percentage, 0-100.
        lower: lower end of the interval; None draws the value alone.
        upper: upper end.
        yes: what a filled dot is ("walk more than half an hour").
        hollow: draw the range as rings: it is a model's, not that of a sample.
    """
    low = round(value if lower is None else lower)
    high = round(value if upper is None else upper)
    parts = [f'<path class="f" d="{runs(range(low), 20, 5, down=False)}"/>' if low else ""]
    if hollow and high > low:
        parts.append(_layer(runs(range(low, high), 20, 5, down=False), "empty"))
    for place in () if hollow else range(low, high):
        # From nearly whole to nearly gone, evenly.
        width = 8 - 6 * (place - low + 1) / (high - low + 1)
        path = runs([place], 20, 5, down=False)
        parts.append(f'<path class="shr" stroke-width="{width:.1f}" d="{path}"/>')
    if high < 100:
        parts.append(f'<path class="no" d="{runs(range(high, 100), 20, 5, down=False)}"/>')
    if high > low:
        text = (
            f"100 dots. {low} are filled ({yes}); dots {low + 1} to {high} "
            f"{'are rings: by a model' if hollow else 'shrink:'} "
            f"the true number is between {low} and {high} in 100; {100 - high} are empty."
        )
    else:
        text = f"100 dots. {low} are filled ({yes}); {100 - low} are empty."
    svg = (
        '<svg class="dots hundred" viewBox="0 0 200 50" stroke-dasharray="0 10" role="img" '
        f'aria-label="{escape(retold(text))}">{"".join(parts)}</svg>'
    )
    return Drawing(svg, text)


def key(state: State | Literal["shrinking", "beyond"], label: str) -> str:
    """One entry of a key: a dot in its state and its label.

    Args:
        state: of the dot; in `hundred` those within the range are shrinking, the others beyond.
        label: what such a dot is.
    """
    if state == "shrinking":
        dot = '<g class="shr"><path stroke-width="5" d="M8 8h1"/></g>'
    elif state == "beyond":
        dot = '<path class="no" d="M8 8h1"/>'
    else:
        dot = _layer("M8 8h1", state)
    return (
        '<li><svg class="dots" viewBox="2 2 12 12" stroke-dasharray="0 10" aria-hidden="true">'
        f"{dot}</svg>{escape(retold(label))}</li>"
    )
