"""The figures of a picture as rows to take away."""

from __future__ import annotations

from collections.abc import Iterator

from datashift.kit.cells import harmless
from datashift.web.explore.queries.voices.asked import Picture

COLUMNS = ("VOICE", "SOURCE", "VERSION", "WHAT", "PLACE", "AREA", "TIME_PERIOD", "GROUP",
           "OBS_VALUE", "CI_LOWER", "CI_UPPER", "N", "OBS_STATUS", "UNIT_MEASURE", "LICENCE")  # fmt: skip


def rows(picture: Picture) -> Iterator[tuple[object, ...]]:
    """One row per figure, the voices kept apart; a hidden figure has no value and status Q."""
    for voice in picture.voices:
        held = voice.official
        told = voice.told
        licence = held.licence if held is not None else told.licence if told is not None else ""
        for one in voice.seen:
            yield (
                voice.kind,
                harmless(voice.who),
                held.version if held is not None else "",
                harmless(voice.what),
                harmless(picture.place.name),
                picture.part.name if picture.part is not None else "",
                one.period,
                harmless(" ".join(f"{name}={code}" for name, code in one.groups)),
                *(one.row.value, one.row.lower, one.row.upper, one.row.n),
                "Q" if one.row.hidden else "A",
                voice.unit,
                harmless(licence),
            )
