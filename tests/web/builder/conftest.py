"""Who sits at the desk in the tests of the builder."""

from __future__ import annotations

import pytest
from django.test import Client
from people import SignIn

from datashift.web.accounts.models import User


@pytest.fixture
def desk(amina: User, browser_of: SignIn) -> Client:
    return browser_of(amina)
