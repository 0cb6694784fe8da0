"""The figures of voices, laid on the areas of a place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from datashift import sdg
from datashift.comparison.comparability import Measured
from datashift.comparison.complementarity import Observed
from datashift.comparison.series import Definition
from datashift.figures import Finding as Told
from datashift.kit.text import fold
from datashift.web.evidence.models import Finding
from datashift.web.explore.http import finding_address
from datashift.web.explore.queries import published
from datashift.web.explore.queries.places import Place, parts
from datashift.web.explore.queries.voices import Seen, Voice

_PLACE = "REF_AREA"


@dataclass(frozen=True)
class Frame:
    """The areas of a place and how figures write them.

    Args:
        whole: code of the place as a whole.
        names: code to name of the whole and its areas, where no list of ours knows them.
        codes: what figures write, folded, to the code.
    """

    whole: str
    names: Mapping[str, str] | None = None
    codes: Mapping[str, str] = field(default_factory=dict)

    def area(self, written: str) -> str:
        """The code of an area as a figure writes it; "" when it is none of this place's."""
        if not written:
            return self.whole
        if self.names is None and written.startswith(f"{self.whole}-"):
            return written
        return self.codes.get(fold(written), "")


def spellings(place: Place) -> tuple[str, ...]:
    return tuple(dict.fromkeys((place.name, *place.spellings)))


def frame_of(place: Place, findings: Sequence[Finding]) -> Frame:
    """Areas of a country are those that the indicator's page takes them for; those of another
    place are the ones its findings name."""
    if place.area is not None:
        known = {
            fold(code): part.area.code
            for part in parts(place)
            if part.area is not None
            for code, _ in part.written
        }
        return Frame(place.area.code, codes=known)
    names, codes = {place.slug: place.called}, {fold(place.slug): place.slug}
    codes.update({fold(one): place.slug for one in spellings(place)})
    for one in findings:
        for part in published.told(one).breakdowns:
            if part.by != (_PLACE,):
                continue
            for row in part.rows:
                code = row.domain.get(_PLACE, "") or row.name
                names.setdefault(code, row.name)
                codes |= {fold(code): code, fold(row.name): code}
    return Frame(place.slug, names, codes)


def observed(indicator: str, voices: Iterable[Voice], frame: Frame) -> Iterator[Observed]:
    """The figures of an indicator's voices, those of groups that no other source can have left
    out."""
    for voice in voices:
        for one in voice.seen:
            area = frame.area(one.area)
            known = one.row.value is not None or one.row.hidden
            if area and known and all(_is_group(*group) for group in one.groups):
                yield Observed(
                    kind=voice.kind,
                    source=voice.who,
                    measured=_measured(indicator, voice, one, frame),
                    area=area,
                    period=one.period,
                    groups=dict(one.groups),
                    figure=one.figure,
                    hidden=one.row.hidden,
                    link=_link(voice, one),
                )


def _measured(indicator: str, voice: Voice, seen: Seen, frame: Frame) -> Measured:
    if voice.official is not None:
        return Measured(voice.who, voice.official.series.definition)
    if seen.finding is not None:
        return Measured(voice.who, _definition(published.told(seen.finding), frame))
    known = Definition(indicator=indicator, title=voice.what, measure_unit=voice.unit)
    return Measured(voice.who, known)


def _definition(told: Told, frame: Frame) -> Definition:
    return Definition(
        indicator=told.sdg,
        series=told.series,
        title=told.title,
        quantity=told.quantity,
        unit=told.unit,
        language=told.language,
        area=frame.whole,
        period=told.period,
        sampling=told.sampling or None,  # type: ignore[arg-type]
        measure_unit=told.unit_measure,
    )


def _link(voice: Voice, seen: Seen) -> str:
    if seen.finding is not None:
        return finding_address(seen.finding)
    return voice.official.address if voice.official is not None else ""


def _is_group(dimension: str, code: str) -> bool:
    """Whether a group is one that other sources can have too."""
    try:
        return code in sdg.dimension(dimension).codes
    except KeyError:
        return False
