"""Serve the platform on this machine: the web server and the worker beside it.

Knows no Django itself, so that a second start takes no longer than the server needs. Both children
end with this process, however it ends.
"""

from __future__ import annotations

import argparse
import ctypes
import http.client
import ipaddress
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from datashift.web.site import stamps
from datashift.web.site.environment import Unusable

PATIENCE = 90  # seconds until the server must answer
AHEAD = ("/", "/indicators/6-1-1/", "/findings/")
FAREWELL = 10  # seconds for the children to end what they are doing
ANY = {"0.0.0.0", "::"}  # noqa: S104 (compared with, not bound to)


class Stop(Exception):
    """Serving ends with one plain sentence, or without any when it was asked to end."""


def main(arguments: Sequence[str]) -> int:
    """Set up what is missing, serve until told to end; the exit code."""
    parser = argparse.ArgumentParser(prog="datashift serve", description="Serve the platform.")
    parser.add_argument(
        "--host", default="127.0.0.1", help="who may reach it (127.0.0.1: only you)"
    )
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument(
        "--phones",
        type=int,
        metavar="PORT",
        help="a door of its own for phones, see docs/settings.md",
    )
    options = parser.parse_args(arguments)
    try:
        for port in filter(None, (options.port, options.phones)):
            free(options.host, port)
        serve(options.host, options.port, options.phones)
    except (Stop, Unusable) as stopped:
        if str(stopped):
            sys.stderr.write(f"{stopped}\n")
            return 2
    return 0


def serve(host: str, port: int, phones: int | None = None) -> None:
    """Run all processes until one ends or somebody asks for it."""
    open_to(host)
    from datashift.web.site import settings  # after the hosts are known; refuses what is unsafe

    if not stamps.is_done(settings.DATA, settings.DATABASES["default"]):
        set_up = [sys.executable, "-m", "datashift.web", "setup"]
        if subprocess.run(set_up, check=False).returncode:
            raise Stop("The set-up failed; what it said stands above.")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, asked_to_end)
    children: list[subprocess.Popen[bytes]] = []
    try:
        children = [start(*web_server(host, port)), start(*worker())]
        if settings.OFFICIAL_SOURCES:
            children.append(start(*renewer(settings.OFFICIAL_HOURS)))
        if phones:
            children.append(start(*receiver(host, phones, behind=port)))
        wait_until_well(host, port, children)
        sys.stdout.write(greeting(host, port, settings.DATA, phones))
        sys.stdout.flush()
        look_ahead(host, port)
        while all(child.poll() is None for child in children):
            time.sleep(0.2)
        raise Stop("The server or its worker ended by itself, so the other was ended too.")
    finally:
        end(children)


def web_server(host: str, port: int) -> list[str]:
    """One process: SQLite has one writer, and DuckDB uses all cores itself.

    Threads are for waiting: whoever sends while a commit is under way joins the next one, so that
    phones at the same moment cost one commit and not one each.
    """
    granian = Path(sys.executable).with_name("granian")
    options = ["--interface", "wsgi", "--workers", "1", "--blocking-threads", "24", "--no-ws"]
    quiet = ["--log-level", "error"]
    where = ["--host", host, "--port", str(port)]
    return [str(granian), *options, *quiet, *where, "datashift.web.site.wsgi:application"]


def receiver(host: str, port: int, *, behind: int) -> list[str]:
    """The door for phones alone, before the server at the port behind it."""
    where = ["--host", host, "--port", str(port), "--behind", str(behind)]
    return [sys.executable, "-m", "datashift.web", "receive", *where]


def worker() -> list[str]:
    return [sys.executable, "-m", "datashift.web", "work"]


def renewer(hours: int) -> list[str]:
    """Asks the publishers of official figures for their newest, where the settings list any."""
    return [sys.executable, "-m", "datashift.web", "renewofficial", "--every", str(max(hours, 1))]


def start(*command: str) -> subprocess.Popen[bytes]:
    """Start a child in a group of its own: Ctrl-C reaches us only, and we end it in order."""
    return subprocess.Popen(command, start_new_session=True, preexec_fn=end_with_parent)  # noqa: PLW1509


def end_with_parent() -> None:
    """Ask Linux to end this child when its parent is killed; elsewhere it does nothing."""
    if sys.platform == "linux":
        set_parent_death_signal = 1  # PR_SET_PDEATHSIG of prctl(2)
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


def end(children: Sequence[subprocess.Popen[bytes]]) -> None:
    """End the children kindly, then firmly."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    for child in children:
        if child.poll() is None:
            child.terminate()
    until = time.monotonic() + FAREWELL
    for child in children:
        try:
            child.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def asked_to_end(number: int, frame: FrameType | None) -> None:
    raise Stop


def free(host: str, port: int) -> None:
    """Make sure that nobody serves there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise Stop(
                f"{host}:{port} cannot be used: it is taken, or not an address of this machine. "
                "Choose another with --port."
            ) from error


def open_to(host: str) -> None:
    """Let requests in by the names under which this machine is reached at that address."""
    if is_loopback(host):
        return
    names = own_names() if host in ANY else [host]
    known = os.environ.get("DATASHIFT_HOSTS", "").split(",")
    os.environ["DATASHIFT_HOSTS"] = ",".join(filter(None, [*known, *names]))


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def own_names() -> list[str]:
    """This machine's name and the address that its network knows."""
    names = [socket.gethostname()]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # A datagram socket sends nothing when it connects; the address is for examples.
            probe.connect(("192.0.2.1", 9))
            names.append(probe.getsockname()[0])
        except OSError:
            return names  # no network: the name alone
    return names


def reached(host: str) -> str:
    """The address by which this process reaches the server."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104


def look_ahead(host: str, port: int) -> None:
    """Ask for a page of each kind: what is loaded for the first one no reader need wait for."""
    for path in AHEAD:
        try:
            connection = http.client.HTTPConnection(reached(host), port, timeout=PATIENCE)
            connection.request("GET", path, headers={"Accept": "text/html"})
            connection.getresponse().read()
            connection.close()
        except (OSError, http.client.HTTPException):
            return  # whether it serves at all is looked at elsewhere


def wait_until_well(host: str, port: int, children: Sequence[subprocess.Popen[bytes]]) -> None:
    """Wait until the first page can be asked for."""
    here = reached(host)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if any(child.poll() is not None for child in children):
            raise Stop("The server or its worker did not start; what it said stands above.")
        try:
            connection = http.client.HTTPConnection(here, port, timeout=5)
            connection.request("GET", "/well/")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise Stop(f"The server did not answer within {PATIENCE} seconds.")


def greeting(host: str, port: int, data: Path, phones: int | None = None) -> str:
    """Where it is, how to sign in, how to end it."""
    address = host if host not in ANY else "127.0.0.1"
    address = f"[{address}]" if ":" in address else address
    lines = [f"DataShift is ready: http://{address}:{port}/"]
    if not is_loopback(host):
        names = own_names() if host in ANY else [host]
        lines += [
            f"Others reach it at http://{names[-1]}:{port}/",
            "Without https passwords can be read on the way; docs/settings.md says how to add it.",
        ]
    if phones:
        lines.append(f"The door for phones alone: http://{address}:{phones}/")
    demonstration = data / "demonstration.json"
    if demonstration.exists():
        lines += ["", "The demonstration, an invented country. Sign in as:"]
        for person in json.loads(demonstration.read_text(encoding="utf-8")):
            lines.append(f"  {person['email']}  {person['password']}   {person['who']}")
        lines.append(f"Anybody may answer: http://{address}:{port}/fill/water-in-ruvela/")
    return "\n".join([*lines, "", "Ctrl-C ends it.", ""])
