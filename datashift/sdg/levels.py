"""Which level of areas a country's own word for them means: a district is second in Nepal.

Sources: Constitution of Nepal 2015, art. 56; Constitution of Kenya 2010, sch. 1, and the County
Governments Act 2012, s. 48; Constitution of Tanzania, art. 2 and 145; INDEC, codes of Argentina's
provinces, departments and local governments.
"""

from __future__ import annotations

from collections.abc import Mapping

from datashift.kit.language import verbatim
from datashift.kit.text import fold

_CALLED: Mapping[str, tuple[frozenset[str], ...]] = {
    country: tuple(frozenset(map(fold, level.split("|"))) for level in levels)
    for country, levels in verbatim(
        {
            "AR": (
                "province|provincia|jurisdiction|jurisdicción",
                "department|departamento|département|partido|comuna|commune",
                "municipality|municipio|municipalité|localidad|locality",
            ),
            "KE": (
                "county|counties|kaunti|condado|comté|province|mkoa",
                "sub county|sub counties|kaunti ndogo|constituency|constituencies|district|wilaya",
                "ward|wadi|kata",
            ),
            "NP": (
                "province|pradesh|प्रदेश|provincia|zone|anchal|अञ्चल",
                "district|jilla|जिल्ला|distrito",
                "municipality|municipalities|palika|पालिका|local level|स्थानीय तह|municipio",
                "ward|वडा",
            ),
            "TZ": (
                "region|mkoa|mikoa|región|région",
                "district|wilaya|distrito|council|halmashauri",
                "ward|kata|shehia",
                "village|kijiji|vijiji|mtaa",
            ),
        }
    ).items()
}


def level_called(country: str, word: str) -> int | None:
    """The level that a word or a number names in a country; None when it says nothing there.

    Args:
        country: alpha-2 code.
        word: such as "district" or "2"; in any of our languages, in one or in many.

    >>> level_called("NP", "Districts"), level_called("KE", "Sub-county"), level_called("FR", "zone")
    (2, 2, None)
    """
    said = fold(word).replace("-", " ")
    if said.isdecimal():
        return int(said)
    levels = _CALLED.get(country, ())
    forms = {said, said.removesuffix("s")}
    return next((at for at, words in enumerate(levels, 1) if words & forms), None)
