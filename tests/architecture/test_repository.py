"""Rules of the house that a machine can hold."""

from __future__ import annotations

import configparser
import re
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = {".py", ".html", ".css", ".js", ".ts"}
LONGEST = 500


@cache
def tracked() -> list[Path]:
    """Every file under version control that is in the working tree."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return [path for path in paths if path.is_file()]


@cache
def texts() -> dict[str, str]:
    """The tracked files that are text, by name."""
    found = {}
    for path in tracked():
        content = path.read_bytes()
        if b"\0" not in content[:8000]:
            found[str(path.relative_to(ROOT))] = content.decode("utf-8", errors="replace")
    return found


def test_no_file_is_too_long_to_read() -> None:
    long = {
        name: lines
        for name, text in texts().items()
        if Path(name).suffix in CODE
        and "/migrations/" not in name
        and (lines := text.count("\n")) > LONGEST
    }
    assert not long


def registries() -> set[str]:
    """Hosts of package registries, as the tools that use them know them."""
    from pip._internal.models.index import PyPI

    found = {PyPI.netloc, PyPI.file_storage_domain}
    for place in (Path("/etc/pip.conf"), Path.home() / ".config/pip/pip.conf"):
        if place.exists():
            config = configparser.ConfigParser(interpolation=None)
            config.read(place)
            for section in config.sections():
                hosts = re.findall(r"https?://(?:[^/@\s]+@)?([^/:\s]+)", str(dict(config[section])))
                found.update(hosts)
    return {host for host in found if "." in host}


def test_no_file_names_a_package_registry() -> None:
    """Where packages come from is a matter of the machine, not of the project."""
    hosts = re.compile("|".join(map(re.escape, sorted(registries()))))
    assert not [name for name, text in texts().items() if hosts.search(text)]


def test_requirements_are_pinned_by_their_hashes() -> None:
    for name in ("run", "test", "uv"):
        text = texts()[f"requirements/{name}.txt"]
        pins = re.findall(r"^[\w.-]+==", text, re.MULTILINE)
        blocks = re.split(r"\n(?=[\w.-]+==)", text)
        assert pins
        assert all("--hash=sha256:" in block for block in blocks if "==" in block)


def test_every_setting_is_documented() -> None:
    read = re.compile(r"DATASHIFT_[A-Z_]+")
    sources = [
        text
        for name, text in texts().items()
        if name.endswith(".py") and name.startswith(("datashift/", "tests/journeys"))
    ]
    used = {setting for text in sources for setting in read.findall(text)}
    documented = set(read.findall(texts()["docs/settings.md"]))
    assert used == documented


def test_pages_and_documents_leave_no_note_to_themselves() -> None:
    notes = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b|[Ll]orem ipsum")
    ours = {name: text for name, text in texts().items() if Path(name).suffix in {*CODE, ".md"}}
    assert not [name for name, text in ours.items() if notes.search(text)]
