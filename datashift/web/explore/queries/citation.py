"""How a finding is cited, and how it is told in a line."""

from __future__ import annotations

from dataclasses import dataclass

from datashift.figures import numbers
from datashift.kit.language.retold import retold
from datashift.web.evidence.models import Finding

_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        **{sign: f"\\{sign}" for sign in "&%$#_"},
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "\n": " ",
        "\r": " ",
    }
)


@dataclass(frozen=True)
class Citation:
    """The same reference as a line of text and as BibTeX."""

    text: str
    bibtex: str


def cite(finding: Finding, *, address: str) -> Citation:
    """The reference of one finding in one release.

    Args:
        address: permanent, with its host; "" when it has none.
    """
    release = finding.release
    producer = release.producer or release.study.organisation.name
    year = release.published_at.year
    text = (
        f"{producer} ({year}). {finding.headline}. {release.title}, "
        f"release {release.number}. DataShift. {address}".rstrip()
    )
    fields = {
        "author": f"{{{_tex(producer)}}}",
        "title": f"{{{_tex(finding.headline)}}}",
        "howpublished": f"{_tex(release.title)}, release {release.number}, DataShift",
        "year": str(year),
        **({"url": address} if address else {}),
        "note": f"SHA-256 of release.json: {release.manifest_sha256}",
    }
    key = f"{release.study.slug}-{release.number}-{finding.key}"
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
    return Citation(text, "\n".join([f"@misc{{{key},", *lines, "}"]))


def summary(finding: Finding) -> str:
    """The finding in a description: range, n, place, period, who counted."""
    release = finding.release
    parts = [
        retold(finding.range).rstrip("."),
        f"n = {retold(numbers.whole(finding.n))}" if finding.n is not None else "",
        ", ".join(filter(None, [finding.place, finding.period])),
        release.producer or release.study.organisation.name,
    ]
    return f"{'. '.join(filter(None, parts))}.".replace("।.", "।")


def _tex(text: str) -> str:
    r"""Text that TeX prints as it stands.

    >>> _tex("54 % of wells & taps")
    '54 \\% of wells \\& taps'
    """
    return text.translate(_SPECIAL)
