"""The report of what was protected, as one page that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

_STYLE = (
    "body{max-width:40rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 Georgia,serif;"
    "color:#222;background:#fdfcf9}h1{font-size:1.6rem}h2{font-size:1.1rem;margin-top:1.5rem}"
)


def page(name: str, sections: Iterable[tuple[str, Sequence[str]]]) -> str:
    """The page of a protected file.

    Args:
        name: of the file.
        sections: headings, and the sentences under each; all are escaped.
    """
    title = escape(f"What was protected in {name}")
    parts = "".join(f"<h2>{escape(heading)}</h2>{_said(lines)}" for heading, lines in sections)
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">'
        f"<title>{title}</title><style>{_STYLE}</style><h1>{title}</h1>{parts}</html>\n"
    )


def _said(lines: Sequence[str]) -> str:
    if len(lines) == 1:
        return f"<p>{escape(lines[0])}</p>"
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"
