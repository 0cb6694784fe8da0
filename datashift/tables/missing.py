"""Words that stand for "no answer", and when they may be believed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datashift.kit.language import verbatim
from datashift.kit.text import fold
from datashift.tables.arrays import Mask

if TYPE_CHECKING:
    import pyarrow as pa

# Only unmistakable ones: "none" and "nil" may mean zero, so they are not here.
_NOTHING = (
    "NA", "N/A", "N.A.", "#N/A", "null", "NaN", "-", "--", "---", "–", "—", ".", "..", "...",
    "?", "??", "¿?", "n/d", "n.d.", "na_dn", "s/d", "s.d.", "sin dato", "sin datos",
    "sin información", "se desconoce", "desconocido", "desconocida", "no data", "unknown",
    "not known", "not available", "blank", "(blank)", "inconnu", "inconnue", "non disponible",
    "haijulikani", "hakuna taarifa", "थाहा छैन", "उपलब्ध छैन",
)  # fmt: skip
# Among numbers these mean no number; among words they are answers like any other.
_NO_NUMBER = verbatim((
    "x", "nd", "sd", "dk", "don't know", "do not know", "refused", "ns/nr", "ns/nc", "no sabe",
    "no responde", "nsp", "ne sait pas", "sijui", "not applicable", "no aplica", "sans objet",
))  # fmt: skip


# What programs write for an empty cell or a failed formula, in just these letters ("Nan" is a city).
BY_PROGRAMS = ("nan", "NaN", "null", "NULL", "#N/A", "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NUM!", "#NAME?")  # fmt: skip


def _forms(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word.lower() for word in words) | frozenset(map(fold, words))


IN_TEXT = _forms(_NOTHING)
IN_NUMBERS = IN_TEXT | _forms(_NO_NUMBER)


def markers(texts: pa.StringArray, words: frozenset[str]) -> Mask:
    """Which trimmed texts are one of the (lower-case) words, whatever their case."""
    import pyarrow as pa
    import pyarrow.compute as pc

    lowered = pc.utf8_lower(texts)
    found: Mask = pc.is_in(lowered, pa.array(sorted(words), pa.string())).to_numpy(
        zero_copy_only=False
    )
    return found


def by_programs(texts: pa.StringArray) -> Mask:
    """Which texts are written by programs for "nothing", and by nobody else."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found: Mask = pc.is_in(texts, pa.array(BY_PROGRAMS, pa.string())).to_numpy(zero_copy_only=False)
    return found


def is_marker(text: str) -> bool:
    """Whether the text marks a missing answer in a column of numbers or dates.

    >>> is_marker("Sin Datos"), is_marker("none")
    (True, False)
    """
    return text.strip().lower() in IN_NUMBERS
