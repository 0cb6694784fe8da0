"""Fixtures of programmes that ask over ODK Central's interface."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from people import PASSWORD
from pyodk.client import Client  # type: ignore[import-untyped]
from web.central.households import households
from web.central.programmes import SignIn

from datashift.web.accounts.models import Organisation, User
from datashift.web.collect.models import Questionnaire


@pytest.fixture
def pyodk_of(live_server: Any, organisation: Organisation, tmp_path: Path) -> Iterator[SignIn]:
    """pyodk signed in as somebody, in the project of the organisation."""

    def sign_in(user: User) -> Client:
        config = tmp_path / f"{user.pk}.toml"
        config.write_text(
            f'[central]\nbase_url = "{live_server.url}"\nusername = "{user.email}"\n'
            f'password = "{PASSWORD}"\ndefault_project_id = {organisation.pk}\n'
        )
        client = Client(config_path=config, cache_path=tmp_path / f"{user.pk}-cache.toml")
        opened.append(client)
        return client.open()

    opened: list[Client] = []
    yield sign_in
    for client in opened:
        client.close()


@pytest.fixture
def form(organisation: Organisation, amina: User) -> Questionnaire:
    return households(organisation, amina)
