"""How a test signs pyodk in."""

from __future__ import annotations

from collections.abc import Callable

from pyodk.client import Client  # type: ignore[import-untyped]

from datashift.web.accounts.models import User

SignIn = Callable[[User], Client]
