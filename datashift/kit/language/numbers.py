"""Numbers as a language writes them: decimal sign, groups, digits and percent.

From the Unicode Common Locale Data Repository; a test compares every line with Babel's copy of
it. English keeps a space before the sign of percent, as the International System of Units does.
"""

from __future__ import annotations

from dataclasses import dataclass

_LATIN = "0123456789"
_NO_BREAK, _NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"


@dataclass(frozen=True)
class Style:
    """How a language writes numbers.

    Args:
        group: between groups of digits.
        least: digits that must stand before the first group mark ("1234" but "12.345").
        higher: digits in a group after the first three: 3, or 2 in South Asia.
        before_percent: between the number and the sign.
    """

    decimal: str = "."
    group: str = ","
    least: int = 1
    higher: int = 3
    digits: str = _LATIN
    before_percent: str = ""


STYLES = {
    "en": Style(before_percent=_NO_BREAK),
    "es": Style(",", ".", least=2, before_percent=_NO_BREAK),
    "fr": Style(",", _NARROW, before_percent=_NO_BREAK),
    "sw": Style(),
    "ne": Style(higher=2, digits="०१२३४५६७८९"),
}


def written(value: float, decimals: int, language: str) -> str:
    """A number with so many decimals; a minus is a minus, and nothing is negative zero.

    >>> written(1234.5, 1, "en"), written(-0.04, 1, "en"), written(12345.6, 1, "es")
    ('1,234.5', '0.0', '12.345,6')
    >>> written(1234567, 0, "ne")
    '१२,३४,५६७'
    """
    style = STYLES.get(language, STYLES["en"])
    text = f"{abs(value):.{decimals}f}"
    whole, _, part = text.partition(".")
    sign = "−" if value < 0 and float(text) != 0 else ""
    said = _grouped(whole, style) + (f"{style.decimal}{part}" if part else "")
    return sign + digits(said, language)


def digits(text: str, language: str) -> str:
    """A text with its digits as the language writes them, and nothing else changed.

    >>> digits("80.5 kB", "ne"), digits("80.5 kB", "sw")
    ('८०.५ kB', '80.5 kB')
    """
    shown = STYLES.get(language, STYLES["en"]).digits
    return text if shown == _LATIN else text.translate(str.maketrans(_LATIN, shown))


def percent(number: str, language: str) -> str:
    """A written number with the sign of percent, never parted."""
    return f"{number}{STYLES.get(language, STYLES['en']).before_percent}%"


def _grouped(whole: str, style: Style) -> str:
    if len(whole) < 3 + style.least:
        return whole
    start, groups = whole[:-3], [whole[-3:]]
    while start:
        start, group = start[: -style.higher], start[-style.higher :]
        groups.insert(0, group)
    return style.group.join(groups)
