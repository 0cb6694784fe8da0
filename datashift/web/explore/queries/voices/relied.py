"""What the figures of an indicator cannot tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from datashift.kit.language import in_digits
from datashift.kit.language.retold import retold
from datashift.web.explore.queries.voices.gathered import unit_words
from datashift.web.explore.queries.voices.said import lead, newest
from datashift.web.explore.queries.voices.voice import Voice, framework_unit

_MADE = {"E", "M", "N", "G"}  # SDMX NATURE: estimated, modelled, imputed, global monitoring


def cannot_tell(voices: Sequence[Voice]) -> list[str]:
    """Limits of the voices that are shown, the weightiest first; one sentence each."""
    return list(dict.fromkeys(_limits(voices)))


def _limits(voices: Sequence[Voice]) -> Iterator[str]:
    for voice in voices:
        if voice.told is not None:
            yield from _of_citizens(voice)
    offices = [one for one in voices if one.kind == "official"]
    for voice in offices:
        yield from _of_offices(voice)
    if any(one.kind == "big" for one in voices):
        yield _("Instruments tell what passes them, not who needs it.")
    leading = lead(voices)
    ours = newest([leading]) if leading is not None else None
    theirs = newest(offices, near=ours)
    if ours is not None and theirs is not None:
        if ours[1].period != theirs[1].period:
            yield _("The two speak of different years: %(ours)s and %(theirs)s.") % {
                "ours": in_digits(ours[1].period),
                "theirs": in_digits(theirs[1].period),
            }
        yield _("That two figures differ does not say which of them is right.")


def _of_citizens(voice: Voice) -> Iterator[str]:
    assert voice.told is not None
    told = {"who": voice.who}
    if voice.told.match == "proxy":
        yield _("What %(who)s counts moves with the indicator; it is not the indicator.") % told
    if voice.told.match == "partial":
        yield _("What %(who)s counts is a part of the indicator, or counted in another way.") % told
    if voice.told.sampling == "volunteer":
        yield _("Those who answered %(who)s came by themselves; others may live otherwise.") % told
    if voice.told.sampling == "register":
        yield _("%(who)s keeps a list: what nobody entered is missing from it.") % told


def _of_offices(voice: Voice) -> Iterator[str]:
    told = {"who": voice.who}
    if voice.official is not None and (known := framework_unit(voice.official.series)):
        units = {"unit": retold(unit_words(voice.unit)), "known": retold(unit_words(known))}
        yield (
            _(
                "%(who)s gives its figures as “%(unit)s”, but the unit of the series is “%(known)s”: "
                "they stand here as they came."
            )
            % (told | units)
        )
    if any(one.nature in _MADE for one in voice.seen):
        yield _("Some figures of %(who)s are estimated or modelled, not counted.") % told
    if all(one.row.lower is None or one.row.upper is None for one in voice.seen):
        yield _("%(who)s gives no range: how sure its figures are, nobody outside can say.") % told
