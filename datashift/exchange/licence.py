"""Licences as other formats name them."""

from __future__ import annotations

from dataclasses import dataclass

_CC = "https://creativecommons.org"
_KNOWN = {
    "CC0-1.0": f"{_CC}/publicdomain/zero/1.0/",
    "CC-BY-3.0": f"{_CC}/licenses/by/3.0/",
    "CC-BY-4.0": f"{_CC}/licenses/by/4.0/",
    "CC-BY-SA-4.0": f"{_CC}/licenses/by-sa/4.0/",
    "CC-BY-NC-4.0": f"{_CC}/licenses/by-nc/4.0/",
    "CC-BY-NC-SA-4.0": f"{_CC}/licenses/by-nc-sa/4.0/",
    "CC-BY-ND-4.0": f"{_CC}/licenses/by-nd/4.0/",
    "ODBL-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
    "ODC-BY-1.0": "https://opendatacommons.org/licenses/by/1-0/",
    "PDDL-1.0": "https://opendatacommons.org/licenses/pddl/1-0/",
    "OGL-UK-3.0": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
}


@dataclass(frozen=True)
class Licence:
    """A licence.

    Args:
        text: as the study words it.
        name: its SPDX id, or "" for one that is none of the usual ones.
        address: of its text, or "".
    """

    text: str
    name: str = ""
    address: str = ""


def licence(text: str) -> Licence:
    """The licence of those words.

    >>> licence("CC BY 4.0").address
    'https://creativecommons.org/licenses/by/4.0/'
    >>> licence("not stated").name
    ''
    """
    key = "-".join(text.upper().replace("_", "-").split())
    if key not in _KNOWN:
        return Licence(text)
    name = key.replace("ODBL", "ODbL")
    return Licence(text, name, _KNOWN[key])
