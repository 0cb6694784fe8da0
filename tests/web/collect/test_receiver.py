"""The door for phones alone, as it runs: what it keeps itself, and what it passes on."""

from __future__ import annotations

import re
import socket
import sys
from collections.abc import Iterator
from subprocess import run

import pytest
from web.collect.live import ROOT, Phone, Sender, Server, counted, id_of, served, set_up, text_of

REVOKE = """
from django.utils import timezone
from datashift.web.accounts.models import User
from datashift.web.collect.actions.devices import revoke_device
from datashift.web.collect.models import Device
device = Device.objects.get(username="{username}")
revoke_device(device, by=User.objects.get(), at=timezone.now())
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with served(phones=True) as running:
        yield running


@pytest.fixture(scope="module")
def phones(server: Server) -> list[Phone]:
    return set_up(4)


def test_one_connection_carries_whatever_a_phone_asks(server: Server, phones: list[Phone]) -> None:
    sender = Sender(server.port, phones[0])
    assert sender.send(text_of(1, 1)) == 201
    assert sender.send(text_of(1, 2)) == 201
    status, forms = sender.fetch(phones[0].path.replace("submission", "formList"))
    assert (status, b"<formID>wells</formID>" in forms) == (200, True)
    assert sender.send(text_of(1, 3), b"a photograph") in {201, 202}
    assert sender.send(text_of(1, 3), b"a photograph") in {201, 202}
    kept = counted()
    assert kept.ids >= {id_of(1, number) for number in (1, 2, 3)}
    assert (kept.instances, kept.lost, kept.broken) == (len(kept.ids), 0, None)


def test_it_does_not_matter_how_the_bytes_come(server: Server, phones: list[Phone]) -> None:
    sender = Sender(server.port, phones[1])
    assert sender.send(text_of(2, 0)) == 201
    for each in range(0, len(request := sender.request(text_of(2, 1))), 97):
        sender.stream.sendall(request[each : each + 97])
    assert sender.answer()[0] == 201
    sender.stream.sendall(sender.request(text_of(2, 2)) + sender.request(text_of(2, 3)))
    answers = b""
    while answers.count(b"</OpenRosaResponse>") < 2:
        answers += sender.stream.recv(65536)
    assert re.findall(rb'instanceID="([^"]+)"', answers) == [
        each.encode() for each in (id_of(2, 2), id_of(2, 3))
    ]


def test_whoever_takes_no_answers_is_read_no_further(server: Server, phones: list[Phone]) -> None:
    sender = Sender(server.port, phones[2])
    assert sender.send(text_of(5, 0)) == 201
    sender.stream.settimeout(2)
    with pytest.raises(OSError, match=r"timed out|reset|Broken"):
        sender.stream.sendall(sender.request(text_of(5, 1)) * 20_000)  # 30 MB
    assert Sender(server.port, phones[2]).send(text_of(5, 2)) == 201


@pytest.mark.parametrize(
    ("head", "answers"),
    [
        ("POST {path} HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", {"401", "411"}),
        ("POST {path} HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc", {"400", "401"}),
        ("POST {path} HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc", {"100", "401"}),
        ("POST {path} HTTP/1.0\r\nContent-Length: 3\r\n\r\nabc", {"400", "401"}),
        ("HEAD {path} HTTP/1.1\r\n\r\n", {"401"}),
        ("GET /well/ HTTP/1.1\r\n\r\n", {"200"}),
        ("nonsense\r\n\r\n", {"400", ""}),
    ],
)  # fmt: skip
def test_what_is_not_plainly_a_submission_is_answered_by_the_platform(
    server: Server, phones: list[Phone], head: str, answers: set[str]
) -> None:
    line, _, rest = head.format(path=phones[0].path).partition("\r\n")
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as stream:
        stream.sendall(f"{line}\r\nHost: localhost\r\n{rest}".encode())
        assert stream.recv(65536)[9:12].decode() in answers


def test_who_has_no_password_or_none_any_more_keeps_nothing(
    server: Server, phones: list[Phone]
) -> None:
    stranger = Phone(phones[3].path, phones[3].username, "guessed")
    assert Sender(server.port, stranger).send(text_of(4, 2)) == 401
    sender = Sender(server.port, phones[3])
    assert sender.send(text_of(4, 1)) == 201
    shell = [sys.executable, "-m", "datashift.web", "shell", "-c"]
    run([*shell, REVOKE.format(username=phones[3].username)], cwd=ROOT, check=True)
    assert sender.send(text_of(4, 2)) == 401
    kept = counted().ids
    assert id_of(4, 1) in kept
    assert id_of(4, 2) not in kept


def test_what_cannot_be_read_is_kept_and_set_aside(server: Server, phones: list[Phone]) -> None:
    assert Sender(server.port, phones[0]).send(b"<data><broken>") == 202
