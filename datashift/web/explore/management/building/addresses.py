"""Which addresses there are while a site is built."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.urls import get_urlconf, set_urlconf


@contextmanager
def only_public() -> Iterator[None]:
    """Know the public pages alone: what people work in is not loaded."""
    before = get_urlconf()
    set_urlconf(settings.PUBLIC_URLCONF)
    try:
        yield
    finally:
        set_urlconf(before)
