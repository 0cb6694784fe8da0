"""What voices say together, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from datashift.comparison.apart import difference
from datashift.comparison.series import Figure
from datashift.figures import Quantity, Row, numbers, words
from datashift.kit.language.retold import retold
from datashift.web.explore.queries.voices.voice import Seen, Voice

_NEARNESS = {"direct": 0, "partial": 1, "proxy": 2}


def heading(voices: Sequence[Voice], *, place: str, in_groups: bool = False) -> str:
    """What the newest figures of citizens and offices say of each other.

    Args:
        in_groups: an office has figures here, of other groups than those of the voices.
    """
    leading = lead(voices)
    ours = newest([leading]) if leading is not None else None
    theirs = newest([one for one in voices if one.kind == "official"], near=ours)
    told = {"place": place}
    if ours is None and theirs is None:
        if (sensed := newest(voices)) is not None:
            return _("In %(place)s instruments saw %(ours)s") % (told | _words(sensed, None))
        return _("Nobody has published a figure of this here")
    if theirs is None:
        assert ours is not None
        if in_groups:
            return _(
                "In %(place)s citizens say %(ours)s; the office has figures of other groups"
            ) % (told | _words(ours, None))
        return _("In %(place)s only citizens have counted: %(ours)s") % (told | _words(ours, None))
    if ours is None:
        return _("In %(place)s only the office has a figure: %(theirs)s") % (
            told | _words(None, theirs)
        )
    told |= _words(ours, theirs)
    return side_by_side(*apart(ours[1], theirs[1])) % told


def lead(voices: Sequence[Voice]) -> Voice | None:
    """The citizens' voice that comes closest to the official definition; of those the newest."""
    ours = [one for one in voices if one.kind == "citizen" and newest([one]) is not None]
    return min(ours, key=_rank, default=None)


def _rank(voice: Voice) -> tuple[int, bool, float]:
    match = voice.told.match if voice.told is not None else ""
    last = newest([voice])
    assert last is not None
    _, seen = last
    return _NEARNESS.get(match, len(_NEARNESS)), seen.row.lower is None, -(seen.at or 0)


def newest(
    voices: Sequence[Voice], *, near: tuple[Voice, Seen] | None = None
) -> tuple[Voice, Seen] | None:
    """The newest figure of some voices; or that of the year next to another figure's."""
    if near is None or near[1].at is None:
        last = [(voice, voice.newest) for voice in voices]
        dated = [(voice, one) for voice, one in last if one is not None]
        return max(dated, key=lambda each: each[1].at or 0, default=None)
    found = [
        (voice, one)
        for voice in voices
        for one in voice.seen
        if one.row.value is not None and one.at is not None
    ]
    at = near[1].at
    return min(
        found,
        key=lambda each: (abs((each[1].at or 0) - at), -(each[1].at or 0)),
        default=None,
    )


def in_words(row: Row, quantity: Quantity, unit_words: str, *, counted: bool) -> str:
    """A figure to stand in a sentence: "61 in 100", "33.5 minutes".

    Args:
        counted: whether all percentages of the sentence are of people or things that were counted.
            An office's may be of money; two that stand side by side are said in one way.
    """
    whole = counted and row.value is not None and 0 <= row.value <= 100  # files have slips
    if quantity == "proportion" and row.value is not None and whole:
        return _("%(number)s in 100") % {"number": retold(numbers.figure(row.value, 0))}
    return retold(words.amount(row, quantity, unit_words))


def apart(ours: Seen, theirs: Seen) -> tuple[float | None, bool | None]:
    """Ours less theirs, and whether chance alone could explain it; None where nobody can say."""
    one, other = _figure(ours), _figure(theirs)
    value, lower, upper = difference(one, other)
    if lower is None or upper is None:
        return value, None
    return value, lower <= 0 <= upper


def side_by_side(value: float | None, same: bool | None) -> str:
    """What to say of a figure of citizens and one of an office: a sentence with the blanks place,
    ours and theirs.

    Args:
        value: ours less theirs.
        same: whether chance alone could explain that; None where nobody can say.
    """
    if same is None:
        return _("In %(place)s citizens say %(ours)s, the office %(theirs)s")
    if same:
        return _("In %(place)s both voices could be one number: %(ours)s and %(theirs)s")
    if (value or 0) > 0:
        return _("In %(place)s citizens find more than the office: %(ours)s, not %(theirs)s")
    return _("In %(place)s citizens find less than the office: %(ours)s, not %(theirs)s")


def _words(ours: tuple[Voice, Seen] | None, theirs: tuple[Voice, Seen] | None) -> dict[str, str]:
    said = {"ours": ours, "theirs": theirs}
    both = {name: one for name, one in said.items() if one is not None}
    counted = all(voice.counted for voice, seen in both.values())
    return {
        name: in_words(seen.row, voice.quantity, voice.unit_words, counted=counted)
        for name, (voice, seen) in both.items()
    }


def _figure(seen: Seen) -> Figure:
    sure = not seen.row.conditional
    lower, upper = (seen.row.lower, seen.row.upper) if sure else (None, None)
    return Figure(seen.row.value, lower, upper)
