"""What the page of a questionnaire costs on a slow line, and that all of it is kept for later."""

from __future__ import annotations

import gzip
import json
import re
from html import unescape
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find
from django.test import Client
from people import NOW
from web.fill.asked import CHILDREN, needs_script, questionnaire_of

from datashift.web.accounts.models import Organisation, User
from datashift.web.fill.actions.links import make_public_link

pytestmark = needs_script
BEFORE_A_TAP = 10_000  # bytes by gzip; public pages may have 15,000
QUESTIONS = 9_500  # what is loaded with the engine when somebody begins


@pytest.fixture
def address(organisation: Organisation, amina: User) -> str:
    asked = questionnaire_of(CHILDREN, organisation, amina)
    return f"/fill/{make_public_link(asked, by=amina, at=NOW).key}/"


def weight(static: str) -> int:
    return len(gzip.compress(Path(str(find(static.removeprefix("/static/")))).read_bytes(), 6))


def test_only_a_small_script_comes_before_somebody_begins(address: str) -> None:
    page = Client().get(address).content.decode()
    first = re.findall(r'<(?:script|link)\b[^>]*(?:src|href)="([^"]+\.js)"', page)
    assert len(first) == 1
    assert sum(map(weight, first)) <= BEFORE_A_TAP
    imported = Path(str(find(first[0].removeprefix("/static/")))).read_text("utf-8")
    assert not re.search(r'\b(?:import|from)\s*["\']', imported)  # brings nothing else with it


def test_what_is_loaded_later_is_kept_from_the_first_visit_on(address: str) -> None:
    page = Client().get(address).content.decode()
    told = re.search(r'data-config="([^"]+)"', page)
    assert told
    addresses = json.loads(unescape(told[1]))["addresses"]
    later = {each for each in addresses.values() if each.startswith("/static/")}
    worker = Client().get(addresses["worker"]).content.decode()
    kept = re.search(r"^const FILES = (\[.*\]);$", worker, re.MULTILINE)
    assert kept
    assert {addresses[name] for name in ("engine", "filling", "backup")} == later
    assert later < set(json.loads(kept[1]))
    assert weight(addresses["filling"]) <= QUESTIONS
