"""Words that stand for "no answer", and when they may be believed."""

from __future__ import annotations

from datashift.kit.text import fold

# Only unmistakable ones: "none" and "nil" may mean zero, so they are not here.
_WRITTEN = (
    "NA", "N/A", "N.A.", "#N/A", "null", "NaN", "-", "--", "---", "–", "—", ".", "..", "...",
    "?", "??", "¿?", "x", "n/d", "n.d.", "nd", "na_dn", "s/d", "s.d.", "sd", "sin dato",
    "sin datos", "sin información", "se desconoce", "desconocido", "desconocida", "no data",
    "unknown", "not known", "not available", "blank", "(blank)", "inconnu", "inconnue",
    "non disponible", "haijulikani", "hakuna taarifa", "थाहा छैन", "उपलब्ध छैन",
)  # fmt: skip
MARKERS = frozenset(fold(word) for word in _WRITTEN)

# In a column of words these are too often a real answer (an X on a list, a code) to be remarked on.
_REAL_AS_TEXT = frozenset({"x", "sd", "nd"})
MARKERS_IN_TEXT = MARKERS - _REAL_AS_TEXT


def is_marker(text: str) -> bool:
    """Whether the text is one of the usual marks of a missing answer.

    >>> is_marker("Sin Datos"), is_marker("none")
    (True, False)
    """
    return len(text) <= 20 and fold(text) in MARKERS
