"""No test reaches the network, and this is the proof."""

from __future__ import annotations

import socket
import warnings

import pytest
from pytest_socket import SocketConnectBlockedError


def test_the_outside_world_cannot_be_reached() -> None:
    warnings.simplefilter("ignore")  # the refusal is told twice
    with socket.socket() as probe, pytest.raises(SocketConnectBlockedError):
        probe.connect(("192.0.2.1", 80))
