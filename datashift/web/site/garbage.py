"""How often a process that serves looks through its memory for rubbish."""

from __future__ import annotations

import gc


def leave_what_is_loaded() -> None:
    """To be called when all is loaded: it stays for good, and only what came since is looked at.

    Looking through all of it again and again took a seventh of the time of a page, which makes much
    and drops it all at its end.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
