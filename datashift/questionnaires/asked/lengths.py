"""How long words are on a phone: what one short message holds, and one screen of USSD.

3GPP TS 23.038: 160 letters of the 7-bit alphabet fill the 140 octets of a message and 182 the 160
octets of a USSD string; in UCS-2 it is 70 and 80. The parts of a longer message lose six octets
each to the header that joins them (TS 23.040, 9.2.3.24.1): 153 and 67.
"""

from __future__ import annotations

from dataclasses import dataclass

_SEVEN = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_TWO = frozenset("^{}\\[~]|€\f")  # each takes two places


@dataclass(frozen=True)
class Room:
    """What fits at once.

    Args:
        seven: places where every letter is of the 7-bit alphabet.
        wide: places where one is not.
    """

    seven: int
    wide: int

    def holds(self, words: str) -> bool:
        """Whether the words fit."""
        return places(words) <= (self.seven if is_seven(words) else self.wide)


USSD = Room(182, 80)
_ALONE, _JOINED = Room(160, 70), Room(153, 67)


def is_seven(words: str) -> bool:
    """Whether every letter is of the 7-bit alphabet."""
    return all(letter in _SEVEN or letter in _TWO for letter in words)


def places(words: str) -> int:
    """How many places the words take: septets, or units of UCS-2."""
    if is_seven(words):
        return len(words) + sum(letter in _TWO for letter in words)
    return len(words.encode("utf-16-be")) // 2


def messages(words: str) -> int:
    """How many short messages the words take; none for no words."""
    if not words or _ALONE.holds(words):
        return int(bool(words))
    room = _JOINED.seven if is_seven(words) else _JOINED.wide
    count, free = 1, room
    for letter in words:
        width = _width(letter, seven=is_seven(words))
        if width > free:  # a letter of two places is never parted
            count, free = count + 1, room
        free -= width
    return count


def _width(letter: str, *, seven: bool) -> int:
    return 1 + (letter in _TWO if seven else ord(letter) > 0xFFFF)


def screens(words: str, room: Room | None, more: str) -> tuple[str, ...]:
    """The words in as many screens as they take, all but the last with `more` at their end.

    Lines stay whole where they can, words where lines cannot, and letters where words cannot.
    """
    if room is None or room.holds(words):
        return (words,)
    seven = is_seven(words) and is_seven(more)
    limit = (room.seven if seven else room.wide) - sum(
        _width(letter, seven=seven) for letter in f"\n{more}"
    )
    found, left = [], words
    while left and not room.holds(left):
        taken = _fitting(left, limit, seven=seven)
        found.append(f"{left[:taken].rstrip()}\n{more}")
        left = left[taken:].lstrip()
    return (*found, left) if left else tuple(found)


def _fitting(words: str, limit: int, *, seven: bool) -> int:
    """How many letters of the words fit, up to the end of a line or a word where there is one."""
    used, end = 0, 0
    for end, letter in enumerate(words):  # noqa: B007 (where it ended is what is asked)
        used += _width(letter, seven=seven)
        if used > limit:
            break
    head = words[: end + 1]
    for between in ("\n", " "):
        if (found := head.rfind(between)) > 0 and head[:found].strip():
            return found
    return max(1, end)
