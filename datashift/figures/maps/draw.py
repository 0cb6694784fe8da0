"""A map of figures, drawn from the shapes that stand before it on the page.

Shares, means and rates are tints in classes with round ends; counts are dots, because a tint of a
count says how large an area is. The table beneath is the truth: the map has every number as a
title too, but nobody must point at it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from datashift.estimates.estimate import Quantity
from datashift.figures.finding import Row
from datashift.figures.maps import inside
from datashift.figures.maps.classes import Classes, classes
from datashift.figures.maps.land import SPOT, Land, land
from datashift.figures.numbers import THIN, dot_worth, figure, whole
from datashift.figures.words import extremes, told_of
from datashift.kit.language.retold import retold
from datashift.kit.plural import plural
from datashift.sdg.outlines import Outlines

Voice = Literal["citizen", "official"]
Points = tuple[tuple[float, float], ...]
"""Longitude and latitude of each."""

AREA = "REF_AREA"
MOST_DOTS = 400
COUNTED: tuple[Quantity, ...] = ("count", "total")


@dataclass(frozen=True)
class Map:
    """A map and what is said with it.

    Args:
        svg: the element; its shapes are in `maps.shapes`.
        text: the text alternative (also its label).
        key: entries of the key, HTML list items.
        origin: whose borders, of when, under which licence; plain text.
    """

    svg: str
    text: str
    key: str
    origin: str


def drawable(outlines: Outlines, rows: Iterable[Row]) -> bool:
    """Whether every row is an area of the outlines."""
    codes = {row.domain.get(AREA, "") for row in rows}
    return bool(codes) and codes <= set(outlines.codes)


def figures_map(
    outlines: Outlines,
    rows: Sequence[Row],
    *,
    quantity: Quantity = "proportion",
    unit: str = "",
    written: str = "",
    unit_words: str = "",
    voice: Voice = "citizen",
    points: Points = (),
) -> Map:
    """A map of one figure for each area.

    Args:
        outlines: of the areas, in the years that the figures are for.
        rows: one for each area, its code in `domain["REF_AREA"]`; areas without a row have no
            figure.
        quantity: what the figures are.
        unit: what is counted, singular, for counts.
        written: code of the language of that word, "" where nobody said.
        unit_words: unit of the figures.
        voice: who says them: citizens in terracotta, officials in ink blue.
        points: where somebody was asked, as a release may show it; not drawn where dots count.
    """
    flat = land(outlines)
    by_area = {row.domain[AREA]: row for row in rows}
    told = {
        code: told_of(name, by_area.get(code), quantity, unit_words)
        for code, name in zip(outlines.codes, outlines.names, strict=True)
    }
    known = {code: row for code, row in by_area.items() if row.value is not None}
    if quantity in COUNTED:
        layers, key = _dotted(flat, known, unit, written)
    else:
        layers, key = _tinted(flat, known, quantity, unit_words)
        spots, said = _spotted(flat, points)
        layers, key = layers + spots, key + said
    hidden = [code for code, row in by_area.items() if row.hidden]
    without = [code for code in outlines.codes if code not in known and code not in hidden]
    layers += _layer(flat, hidden, f'class="mx" fill="url(#{flat.key}h)"')
    layers += _layer(flat, without, f'class="mx" fill="url(#{flat.key}n)"')
    key += _key(
        f'<rect {_BOX} fill="url(#{flat.key}h)"/>', _areas("hidden to protect people", hidden)
    )
    key += _key(f'<rect {_BOX} fill="url(#{flat.key}n)"/>', _areas("no figure", without))
    # The titles lie on top, so that pointing anywhere finds one.
    top = "".join(
        f'<use href="#{flat.id_of(code)}"><title>{escape(retold(text))}</title></use>'
        for code, text in told.items()
    )
    text = _alternative(rows, quantity, unit_words, len(hidden), len(without))
    css = "map mo" if voice == "official" else "map"
    svg = (
        f"{_open(flat, css, text)}{layers}{_labels(flat, known, quantity)}"
        f'<g class="ml">{top}</g></svg>'
    )
    return Map(svg, text, key, origin(outlines))


def locator(outlines: Outlines, code: str, *, text: str) -> Map:
    """Where an area lies among the others.

    Args:
        code: of the area.
        text: the text alternative.
    """
    flat = land(outlines)
    others = [one for one in outlines.codes if one != code]
    others_layer = _layer(flat, others, 'class="m0"')
    own_layer = _layer(flat, [code], 'class="m5"')
    svg = f'{_open(flat, "map locator", text)}<g class="ml">{others_layer}{own_layer}</g></svg>'
    return Map(svg, text, "", origin(outlines))


def origin(outlines: Outlines) -> str:
    """Whose borders, of when, under which licence; one or two sentences."""
    parts = [f"Borders: {outlines.source}" if outlines.source else "", outlines.dated]
    said = ", ".join(filter(None, parts))
    licence = f"Licence: {outlines.licence}." if outlines.licence else ""
    years = ""
    if outlines.valid_from is not None or outlines.valid_until is not None:
        years = f"The areas are those of {outlines.years}."
    return " ".join(filter(None, (f"{said}." if said else "", licence, years)))


def _open(flat: Land, css: str, text: str) -> str:
    return (
        f'<svg class="{css}" viewBox="0 0 {flat.width} {flat.height}" width="{flat.width // 2}" '
        f'height="{flat.height // 2}" role="img" aria-label="{escape(retold(text))}">'
    )


def _layer(flat: Land, codes: Sequence[str], attributes: str) -> str:
    """The shapes of some areas, filled alike; the smallest with a spot."""
    if not codes:
        return ""
    drawn = "".join(f'<use href="#{flat.id_of(code)}"/>' for code in codes)
    spots = "".join(
        f'<circle cx="{flat.small[code][0]}" cy="{flat.small[code][1]}" r="{SPOT}"/>'
        for code in codes
        if code in flat.small
    )
    return f"<g {attributes}>{drawn}{spots}</g>"


def _tinted(
    flat: Land, known: Mapping[str, Row], quantity: Quantity, unit_words: str
) -> tuple[str, str]:
    if not known:
        return "", ""
    values = {code: row.value for code, row in known.items() if row.value is not None}
    ranges = [
        row.upper - row.lower
        for row in known.values()
        if row.lower is not None and row.upper is not None
    ]
    scale = classes(list(values.values()), quantity, unit_words, widths=ranges)
    in_class = {code: scale.of(value) for code, value in values.items()}
    layers = key = ""
    counted = Counter(in_class.values())
    for number, label in enumerate(scale.labels):
        tint = scale.tint(number)
        members = [code for code, one in in_class.items() if one == number]
        layers += _layer(flat, members, f'class="m{tint}"')
        key += _key(f'<rect class="m{tint}" {_BOX}/>', f"{label} ({_number(counted[number])})")
    doubtful = _doubtful(known, scale)
    layers += _layer(flat, doubtful, f'fill="url(#{flat.key}u)"')
    if doubtful:
        said = f"could be in another class: its range reaches there ({_number(len(doubtful))})"
        swatch = f'<rect class="m3" {_BOX}/><rect {_BOX} fill="url(#{flat.key}u)"/>'
        key += _key(swatch, said)
    return layers, key


def _doubtful(known: Mapping[str, Row], scale: Classes) -> list[str]:
    return [code for code, row in known.items() if scale.spans(row.lower, row.upper)]


def _dotted(flat: Land, known: Mapping[str, Row], unit: str, written: str) -> tuple[str, str]:
    worth, places = dots_of(flat, known)
    drawn = "".join(f"M{x} {y}h0" for x, y in places)
    things = plural(unit, written) if worth > 1 else unit
    each = f"{whole(worth)} {things}".strip()
    layers = _layer(flat, list(known), 'class="m0"') + f'<path class="md" d="{drawn}"/>'
    said = f"one dot is {each}, somewhere in its area, not at a place"
    key = _key('<path class="md" d="M16 16h0"/>', said)
    few = [code for code, row in known.items() if not round((row.value or 0.0) / worth)]
    if few:
        key += _key(f'<rect class="m0" {_BOX}/>', _areas("too few for a dot", few))
    return layers, key


def dots_of(flat: Land, known: Mapping[str, Row]) -> tuple[int, list[tuple[int, int]]]:
    """Counts as dots inside their areas: how many things one is, and where each lies, in steps."""
    worth = dot_worth(sum(row.value or 0.0 for row in known.values()), MOST_DOTS)
    places: list[tuple[int, int]] = []
    for code, row in known.items():
        if number := round((row.value or 0.0) / worth):
            places += [(x, y) for x, y in inside.points(flat.rings[code], number).tolist()]
    return worth, places


def _spotted(flat: Land, points: Points) -> tuple[str, str]:
    if not points:
        return "", ""
    drawn = "".join(f"M{x} {y}h0" for x, y in sorted(flat.at(*point) for point in points))
    said = "people were asked near here: each point was moved at random, once and for ever"
    return f'<path class="mp" d="{drawn}"/>', _key('<path class="mp" d="M16 16h0"/>', said)


def _labels(flat: Land, known: Mapping[str, Row], quantity: Quantity) -> str:
    """Names of the highest and the lowest, where there are enough areas to look for them."""
    if len(known) < 3:
        return ""
    ordered = sorted(known.values(), key=lambda row: (row.value or 0.0, row.name))
    if ordered[0].value == ordered[-1].value:
        return ""
    parts = []
    for row in (ordered[-1], ordered[0]):
        x, y = inside.middle(flat.rings[row.domain[AREA]])
        side = " e" if x > 0.78 * flat.width else "" if x < 0.22 * flat.width else " m"
        value = figure(row.value or 0.0, 0 if quantity in COUNTED else None)
        sign = f"{THIN}%" if quantity == "proportion" else ""
        said = f"{retold(row.name)} {retold(f'{value}{sign}')}"
        parts.append(f'<text class="t{side}" x="{x}" y="{y + 9}">{escape(said)}</text>')
    return f'<g class="halo">{"".join(parts)}</g>'


def _alternative(
    rows: Sequence[Row], quantity: Quantity, unit_words: str, hidden: int, without: int
) -> str:
    said = [
        f"Map of {_number(sum(row.value is not None for row in rows))}",
        _ended(rows, quantity, unit_words),
    ]
    if hidden:
        said.append(f"{_number(hidden)} hidden to protect people")
    if without:
        said.append(f"{_number(without)} without a figure")
    said.append("The table beneath has every number")
    return ". ".join(filter(None, said)) + "."


def _ended(rows: Sequence[Row], quantity: Quantity, unit_words: str) -> str:
    return extremes(tuple(rows), quantity, unit_words).rstrip(".")


def _number(count: int) -> str:
    return f"{count} area" if count == 1 else f"{whole(count)} areas"


def _areas(label: str, codes: Sequence[str]) -> str:
    return f"{label} ({_number(len(codes))})" if codes else ""


_BOX = 'x="2" y="2" width="28" height="28"'


def _key(swatch: str, label: str) -> str:
    if not label:
        return ""
    return (
        f'<li><svg class="swatch" viewBox="0 0 32 32" aria-hidden="true">{swatch}</svg>'
        f"{escape(retold(label))}</li>"
    )
