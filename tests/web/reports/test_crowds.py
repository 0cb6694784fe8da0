"""A flood of anonymous reports: sealed like others, in a pile of its own, without a time."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from people import SignIn
from web.reports.sealed import send, slip_of

from datashift.web.accounts.models import User
from datashift.web.collect.actions import crowds
from datashift.web.collect.models import Submission
from datashift.web.reports.models import Box, Report


def test_a_flood_is_a_pile_of_its_own(
    box: Box, reader: User, browser_of: SignIn, settings: Any
) -> None:
    settings.DOOR_HOURLY = 2
    for number in range(5):
        assert len(send(box, who=f"story {number}")) == 16
    states = Submission.objects.order_by("state").values_list("state", flat=True)
    assert list(states) == ["QUARANTINED"] * 3 + ["RECEIVED"] * 2
    browser, address = browser_of(reader), f"/collect/reports/{box.pk}/"
    shown = browser.get(address)
    assert len(shown.context["page"].object_list) == 2
    assert "?crowd" in shown.content.decode()
    crowd = browser.get(f"{address}?crowd").context["page"].object_list
    assert len(crowd) == 3
    browser.post(f"/collect/reports/one/{crowd[0].pk}/aside/", {"back": "1"})
    assert len(browser.get(address).context["page"].object_list) == 3


def test_so_many_bytes_are_asked_to_wait_and_nothing_typed_is_lost(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crowds, "MOST_BYTES", 10)
    browser, address = Client(), f"/q/{box.pk}/"
    slip = slip_of(browser.get(address).content)
    answer = browser.post(address, {"slip": slip, "where": "clinic"})
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert not Report.objects.exists()
