"""Words in Devanagari as Latin letters, for addresses and the names of files and columns.

An address in Devanagari itself can be read in a browser's bar and hardly elsewhere: copied from there it
has nine signs for each letter (`%E0%A4%95`); with the letters themselves an SMS is one of 70 letters
instead of 160 (3GPP TS 23.038), and not every telephone makes a link of them.
"""

from __future__ import annotations

import re
import unicodedata

from datashift.kit.text import with_plain_digits

# As Nepali names are written on signs and in the newspapers (Hunterian transliteration without its
# marks): long and short vowels alike, dental and retroflex letters alike.
_LETTERS = (
    "कk खkh गg घgh ङng चch छchh जj झjh ञn टt ठth डd ढdh णn तt थth दd धdh नn पp फph बb भbh मm यy रr लl "
    "ळl वv शsh षsh सs हh"
)
_ALONE = "अa आa इi ईi उu ऊu ऋri एe ऐai ओo औau ऍe ऑo"
_JOINED = "ाa िi ीi ुu ूu ृri ेe ैai ोo ौau ॅe ॉo"
_CONSONANTS, _VOWELS, _SIGNS = (
    {each[0]: each[1:] for each in table.split()} for table in (_LETTERS, _ALONE, _JOINED)
)
_VIRAMA, _NASAL, _SILENT = "्", "ंँ", "ः़ऽ\u200c\u200d"
_OPEN = "aeiou"
_LIPS = "पफबभम"
_WORD = re.compile("[\u0900-\u0963\u0966-\u097f\u200c\u200d]+")


def latin(text: str) -> str:
    """The text with words in Devanagari in Latin letters; all else stays.

    >>> latin("नेपाल महिला संघ, काठमाडौं २०८०")
    'nepal mahila sangha, kathmadaun 2080'
    """
    whole = unicodedata.normalize("NFD", text).replace("।", ".")
    plain = _WORD.sub(lambda word: _said(word[0]), whole.replace("ज्ञ", "ग्य"))
    return with_plain_digits(unicodedata.normalize("NFC", plain))


def _said(word: str) -> str:
    letters = [letter for letter in word if letter not in _SILENT]
    found = ""
    for at, letter in enumerate(letters):
        following, *later = (*letters[at + 1 :], "")
        if letter in _NASAL:
            found += "m" if following and following in _LIPS else "n"
        elif letter in _CONSONANTS:
            spoken = found[-1:] in _OPEN and letters[at - 1 : at] != [_VIRAMA]
            own = _own_vowel(following, later, after_vowel=bool(found) and spoken)
            found += _CONSONANTS[letter] + own
        elif letter != _VIRAMA:
            found += _VOWELS.get(letter) or _SIGNS.get(letter) or letter
    return found


def _own_vowel(following: str, later: list[str], *, after_vowel: bool) -> str:
    """The a that is in a consonant by itself, where it is spoken.

    Behind a vowel it is silent at a word's end (नेपाल) and before a syllable with a vowel of its own
    that is not the last (नगरपालिका is nagarpalika, योजना is yojana).
    """
    if following in _SIGNS or following == _VIRAMA:
        return ""
    if not after_vowel:
        return "a"
    inside = following in _CONSONANTS and later[0] in _SIGNS
    last = not any(letter not in _NASAL for letter in later[1:] if letter)
    return "" if not following or (inside and not last) else "a"
