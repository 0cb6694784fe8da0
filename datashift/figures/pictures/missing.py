"""What is said where the packages that draw pictures are not installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from datashift.kit.language import gettext as _
from datashift.kit.problem import Problem

_NEEDED = ("typst", "vl_convert", "fontTools", "brotli", "PIL", "qrcode")


@contextmanager
def needed() -> Iterator[None]:
    """Say plainly that a picture's package is missing.

    Raises:
        Problem: one of them could not be imported.
    """
    try:
        yield
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in _NEEDED:
            raise
        raise absent() from None


def absent() -> Problem:
    return Problem(
        _("Pictures and printed briefs need packages that are not installed here"),
        do=_("Install them with: pip install 'datashift[pictures]'"),
        code="pictures.missing",
    )
