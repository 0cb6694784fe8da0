"""What stands in other people's pages: a frame around a card of ours."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import format_html

WIDTH = 640  # where a page asks how wide it may be


@dataclass(frozen=True)
class Card:
    """A page of ours that is made to be framed.

    Args:
        address: of the card, whole, in the reader's language.
        title: what it says.
        author: who counted.
        height: of the frame, at which all of it can be read, however narrow it is.
    """

    address: str
    title: str
    author: str
    height: int

    def frame(self, *, width: str = "100%", height: int = 0) -> str:
        """The HTML to put into a page."""
        return format_html(
            '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy"></iframe>',
            self.address,
            self.title,
            width,
            height or self.height,
        )
