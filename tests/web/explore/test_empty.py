"""Before anything is published."""

from __future__ import annotations

import pytest
from django.test import Client
from published import page


@pytest.mark.django_db
def test_an_empty_platform_has_empty_dots_and_one_way_to_fill_them(stranger: Client) -> None:
    for address in ("/", "/findings/", "/goals/6/", "/indicators/6-1-1/", "/places/de/"):
        text = page(stranger, address)
        assert text.count('<div class="empty">') == 1
        assert "Start counting" in text
