"""Words in Devanagari become Latin letters that somebody can read out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datashift.kit.latin import latin

# As these are written in Latin letters on signs and in newspapers of Nepal.
KNOWN = {
    "नेपाल": "nepal",
    "काठमाडौं महानगरपालिका": "kathmadaun mahanagarpalika",
    "कञ्चनपुर": "kanchanpur",
    "खानेपानी तथा सरसफाइ": "khanepani tatha sarasphai",
    "स्वास्थ्य र शिक्षा": "svasthya ra shiksha",
    "हाम्रो गाउँ, हाम्रो पानी।": "hamro gaun, hamro pani.",
    "सम्पर्क केन्द्र": "samparka kendra",
    "सर्वेक्षण २०८०": "sarvekshan 2080",
    "योजना": "yojana",
    "ज्ञानेन्द्र": "gyanendra",
}


@pytest.mark.parametrize(("written", "read"), KNOWN.items())
def test_names_are_written_as_on_signs(written: str, read: str) -> None:
    assert latin(written) == read


@given(st.text(st.characters(max_codepoint=0x17F, exclude_categories=["Cs", "Mn"])))
def test_what_is_latin_already_stays(text: str) -> None:
    import unicodedata

    assert latin(text) == unicodedata.normalize("NFC", text)


@given(st.text("कखगघङचजञटणतनपफबभमयरलवशषसहअआइईउऊऋएऐओऔ", min_size=1), st.text("ािीुूृेैोौ्ंँः़", max_size=3))
def test_letters_of_nepali_leave_letters_of_ascii(letters: str, signs: str) -> None:
    said = latin(letters + signs + letters)
    assert said.isascii()
    assert said.isalpha()
