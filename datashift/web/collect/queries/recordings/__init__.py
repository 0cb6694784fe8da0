"""Sounds and films as they are played: what they tell of the phone, the place and the time is
blanked where it stands, so that nothing moves and nothing is decoded. The original stays.

What is kept is what is known to be needed for playing; everything else goes. What cannot be blanked
that way is not played: editors can fetch the original.
"""

from __future__ import annotations

from pathlib import Path

from datashift.web.collect.queries.recordings import boxes, ebml, ogg, plain
from datashift.web.collect.queries.recordings.playable import Playable, broken

__all__ = ["Playable", "shown"]


def shown(path: Path) -> Playable:
    """The recording as it may be played. Its kind is told by its bytes, not by its name.

    Raises:
        Problem: it is no sound or film that is known, it is damaged, or it holds tracks besides
            sound and picture, where phones keep a path or a text.
    """
    with path.open("rb") as file:
        head = file.read(16)
        for read in (boxes.read, ebml.read, ogg.read, plain.read):
            file.seek(0)
            found = read(file, head, path.stat().st_size)
            if found is not None:
                return found
    raise broken()
