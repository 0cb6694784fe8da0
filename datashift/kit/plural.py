"""The plural of an English unit; a word that is not known to be English has none."""

from __future__ import annotations

_IRREGULAR = {
    "person": "people", "child": "children", "woman": "women", "man": "men", "people": "people",
    "policeman": "policemen", "policewoman": "policewomen", "fisherman": "fishermen", "sheep": "sheep",
    "fish": "fish", "livestock": "livestock", "staff": "staff", "police": "police", "life": "lives",
}  # fmt: skip
# What citizens count, where a study does not say in which language it is written.
_KNOWN = frozenset(
    """
    account activist adult answer area arrest attack birth block book borehole boy bribe bridge building
    bus business camp candidate caregiver case centre center church citizen city class classroom clinic
    client committee community company complaint contract cooperative council country county court crime
    death defender delegate delivery detainee diary disease dispute dispensary district doctor document
    dwelling employee employer event facility family farm farmer field figure firm flat forest form garden
    girl group handpump head home hospital hour house household incident individual infant inhabitant interview
    journalist judge kiosk kiln lake landlord latrine law learner lesson letter lot machine market
    member message migrant mine minister mother municipality neighbourhood neighborhood newborn nurse
    observation office officer official organisation organization parcel parent parish participant path
    patient pensioner place plant plot point pool post pregnancy premise price prison prisoner
    producer product project protest province pump pupil question questionnaire reading record
    refugee region report reporter resident respondent response river road room route row sample school
    seat sensor service settlement shelter shop site slum soldier source spring station stop stove
    street student submission survivor system tap teacher tenant test toilet town trader train tree trial
    trip unit user vaccine vehicle victim vendor village visit visitor vote voter ward waterpoint week
    well widow witness worker year youth zone
    """.split()  # noqa: SIM905 - as a list it is two hundred lines
)


def plural(unit: str, written: str = "") -> str:
    """The plural of a unit, where it is English; a word of another language stays as it is.

    Args:
        unit: singular, of one or several words, of which the last has the plural.
        written: code of the language that the unit is in; "" where nobody said, and then only words
            that are known to be English have a plural.

    >>> plural("water point"), plural("facility"), plural("person"), plural("household")
    ('water points', 'facilities', 'people', 'households')
    >>> plural("hogar"), plural("kaya"), plural("foyer", "fr"), plural("घरधुरी")
    ('hogar', 'kaya', 'foyer', 'घरधुरी')
    >>> plural("weir", "en"), plural("weir"), plural("case", "fr"), plural("wetland pass", "en-GB")
    ('weirs', 'weir', 'case', 'wetland passes')
    """
    start, space, last = unit.rpartition(" ")
    word = last.casefold()
    said = written.partition("-")[0]
    known = word in _KNOWN or word in _IRREGULAR
    if not last or not unit.isascii() or said not in ("", "en") or not (said or known):
        return unit
    return f"{start}{space}{_plural(last)}"


def _plural(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith(("x", "ch", "sh", "ss", "us")):
        return f"{word}es"
    if word.endswith("s"):
        return word  # somebody gave the plural
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}s"
