"""Templates that people can read, in pages that carry no byte for it.

A line that begins with spaces goes on with the line above it, and so does one that begins by closing
something: the break and the indentation are layout, not content. A line break that the page needs
stands as an empty line. Nothing is left where a template extends another or loads its tags.
"""

from __future__ import annotations

import re

_HEAD = re.compile(r"^(\{% (?:extends|load) [^\n%]*%\})\n", re.MULTILINE)
_GOES_ON = re.compile(r"\n(\n*)(?: +|(?=</|\{% (?:end\w+|else|elif [^\n]*?|empty) %\}))")


def closed_up(text: str) -> str:
    r"""A template without its layout.

    >>> closed_up("<ul>\n  {% for each in all %}\n    <li>{{ each }}</li>\n  {% endfor %}\n</ul>")
    '<ul>{% for each in all %}<li>{{ each }}</li>{% endfor %}</ul>'
    >>> closed_up("<p>One</p>\n\n  <p>Two</p>")
    '<p>One</p>\n<p>Two</p>'
    """
    return _GOES_ON.sub(r"\1", _HEAD.sub(r"\1", text))
