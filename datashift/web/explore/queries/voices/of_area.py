"""What offices say of one area of a place, of every indicator of which figures of it are held."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from datashift import sdg
from datashift.kit.language.retold import retold
from datashift.web.explore.queries.places import Part
from datashift.web.explore.queries.voices.asked import group_name
from datashift.web.explore.queries.voices.gathered import offices
from datashift.web.explore.queries.voices.voice import Seen, Voice
from datashift.web.official import queries as official


@dataclass(frozen=True)
class Newest:
    """The newest figure of a series for an area.

    Args:
        indicator: of the framework.
        voice: the office or the instruments.
        seen: the figure; of everybody, or of the widest group where there is none of everybody.
        group: whom it is of, in words; "" for everybody.
        state: the query of the indicator's page that shows it.
    """

    indicator: sdg.Indicator
    voice: Voice
    seen: Seen
    group: str
    state: str


def of_area(part: Part) -> list[Newest]:
    """The newest figure of each series of the framework that is held for an area."""
    if part.area is not None:
        known = written = {part.area.code}
    else:
        known = {code for code, _ in part.written}
        written = known | {name for _, name in part.written}
    held = official.figures_of(official.indicators_of(areas=written), areas=written)
    found = []
    for one, voice in zip(held, offices(held, part.place), strict=True):
        try:
            indicator = sdg.indicator(one.series.definition.indicator)
        except KeyError:
            continue
        dated = [each for each in voice.seen if each.area in known and each.at is not None]
        if not dated:
            continue
        widest = min(len(each.groups) for each in dated)
        seen = max(
            (each for each in dated if len(each.groups) == widest), key=lambda each: each.at or 0
        )
        state = {"place": part.place.slug, "area": part.slug}
        if seen.groups:
            state["group"] = ";".join(f"{name}:{code}" for name, code in seen.groups)
        group = ", ".join(retold(group_name(*each)) for each in seen.groups)
        found.append(Newest(indicator, voice, seen, group, urlencode(state, safe=":;")))
    order = {each.code: at for at, each in enumerate(sdg.indicators())}
    return sorted(found, key=lambda each: (order[each.indicator.code], each.voice.who))
