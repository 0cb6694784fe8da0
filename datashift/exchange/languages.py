"""In which language a text stands: the study's own words, English ones of ours, or both in one."""

from __future__ import annotations

from dataclasses import dataclass

from datashift.kit.language import LANGUAGES

OURS = "en"
_UNKNOWN, _SEVERAL = "und", "mul"  # ISO 639-2's words for them
# The authority table of the EU Publications Office, as far as eForms SDK 1.15.1 lists it (version
# 20260617-0): each is the upper-case ISO 639-3 code.
_LISTED = (
    "AFR AKA AMH ARA AYM AZE BEL BEN BIS BOD BOS BRE BUL CAT CES CHA COR COS CYM DAN DEU DIV DZO "
    "ELL ENG EST EUS EWE FAO FAS FIJ FIL FIN FRA FRY FUL GLA GLE GLG GLV GRN HAT HAU HEB HIN HMO "
    "HRV HSB HUN HYE IBO IND ISL ITA JPN KAL KAT KAZ KHM KIN KIR KON KOR KUR LAO LAT LAV LIN LIT "
    "LTZ LUA MAH MAN MIN MKD MLG MLT MON MRI MSA MYA NAU NBL NEP NIU NLD NNO NOB NOR NSO NYA OCI "
    "OSS PAN PAP PAU POL POR PUS QUE RAR ROH ROM RON RUN RUS SAG SCO SIN SLK SLV SME SMO SOM SOT "
    "SPA SQI SRP SSW SWA SWE TAM TET TGK THA TIR TKL TON TPI TSN TSO TUK TUR TVL UKR URD UZB VEN "
    "VIE WLN WOL XHO YID YOR ZHO ZUL "
)
_AUTHORITY = frozenset(_LISTED.split())


@dataclass(frozen=True)
class Worded:
    """A text and the code (BCP 47) of its language; "" where nobody said it, or it has none."""

    text: str
    language: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)


def xml_lang(language: str) -> str:
    """What `xml:lang` says of it.

    >>> xml_lang("sw"), xml_lang("")
    ('sw', 'und')
    """
    return language or _UNKNOWN


def beside_ours(written: str) -> str:
    """The language of a text in which a study's words stand among English ones of ours.

    >>> [beside_ours(one) for one in ("en-GB", "es", "")]
    ['en', 'mul', '']
    """
    if not written:
        return ""
    return OURS if _primary(written) == OURS else _SEVERAL


def told_in(written: str) -> str:
    """The one of our languages in which a study is told: its own where that is one, else English.

    Who reads makes no difference: what is exported is the same for everybody.

    >>> [told_in(one) for one in ("es-AR", "luo", "")]
    ['es', 'en', 'en']
    """
    own = _primary(written)
    return own if own in LANGUAGES else OURS


def authority(written: str) -> str:
    """The language's code in the EU Publications Office's table; "" where it is not known to be.

    >>> [authority(one) for one in ("es-AR", "sw", "fil", "luo", "")]
    ['SPA', 'SWA', 'FIL', '', '']
    """
    from babel.core import get_global

    code = _primary(written)
    if len(code) == 3:
        return code.upper() if code.upper() in _AUTHORITY else ""
    longer = (old.upper() for old, new in get_global("language_aliases").items() if new == code)
    return next((one for one in sorted(longer) if one in _AUTHORITY), "")


def _primary(written: str) -> str:
    return written.partition("-")[0]
