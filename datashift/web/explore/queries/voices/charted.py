"""The picture of voices over time as a Vega-Lite specification."""

from __future__ import annotations

from typing import Any

from datashift.figures.pictures.chart_over_time import Moment, of_voices
from datashift.figures.pictures.chart_over_time import Voice as Line
from datashift.figures.pictures.colours import Ground
from datashift.web.explore.queries.voices.asked import Picture


def charted(picture: Picture, *, address: str, light: Ground) -> dict[str, Any] | None:
    """The figures of a state of the page, drawn anew wherever Vega-Lite is; None without any."""
    lines = [
        Line(
            voice.kind,
            f"{voice.who}: {voice.what}",
            voice.quantity,
            voice.unit_words,
            tuple(Moment(one.at, one.period, one.row) for one in voice.seen if one.at is not None),
        )
        for voice in picture.voices
    ]
    target = picture.goal if picture.goal_drawn else None
    return of_voices(lines, title=picture.heading, address=address, target=target, light=light)
