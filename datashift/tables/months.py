"""Names of the months, folded, in English, Spanish, Swahili, Nepali and French."""

from __future__ import annotations

from datashift.kit.text import fold

# Full names as the Unicode CLDR gives them, then the short forms people write.
_NAMES: tuple[tuple[str, ...], ...] = (
    ("january", "enero", "januari", "जनवरी", "janvier", "jan", "ene", "janv"),
    ("february", "febrero", "februari", "फेब्रुअरी", "फेब्रुवरी", "février", "feb", "févr", "fév"),
    ("march", "marzo", "machi", "मार्च", "mars", "mar", "mac"),
    ("april", "abril", "aprili", "अप्रिल", "avril", "apr", "abr", "avr"),
    ("may", "mayo", "mei", "मे", "mai"),
    ("june", "junio", "juni", "जुन", "juin", "jun"),
    ("july", "julio", "julai", "जुलाई", "juillet", "jul", "juil"),
    ("august", "agosto", "agosti", "अगस्ट", "août", "aug", "ago"),
    (
        "september",
        "septiembre",
        "setiembre",
        "septemba",
        "सेप्टेम्बर",
        "septembre",
        "sep",
        "sept",
        "set",
    ),
    ("october", "octubre", "oktoba", "अक्टोबर", "octobre", "oct", "okt"),
    ("november", "noviembre", "novemba", "नोभेम्बर", "novembre", "nov"),
    ("december", "diciembre", "desemba", "डिसेम्बर", "décembre", "dec", "dic", "des", "déc"),
)
MONTHS = {fold(name): number for number, names in enumerate(_NAMES, 1) for name in names}

# The official calendar of Nepal runs 56-57 years ahead; its months are no months of ours.
BIKRAM_SAMBAT = frozenset(
    fold(name)
    for name in (
        "बैशाख", "वैशाख", "जेठ", "असार", "साउन", "श्रावण", "भदौ", "भाद्र", "असोज", "आश्विन",
        "कात्तिक", "कार्तिक", "मंसिर", "पुस", "पौष", "माघ", "फागुन", "फाल्गुन", "चैत", "चैत्र",
        "baisakh", "jestha", "asar", "shrawan", "bhadra", "ashwin", "kartik", "mangsir", "poush",
        "magh", "falgun", "chaitra",
    )
)  # fmt: skip
