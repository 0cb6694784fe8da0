"""The bill of materials: every package that is pinned, as CycloneDX 1.6 in JSON (ECMA-424).

It is made of the files that set-up installs from, so that it names neither a time nor a machine and
the same pins make the same bytes. It lies beside this module, so that a wheel, which has no such
files, holds it too.
"""

from __future__ import annotations

import base64
import json
import re
import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

BILL = Path(__file__).with_name("datashift.cdx.json")
PINNED = "datashift:pinned"
_LOCKS = ("run", "test", "spark", "spark-build", "frontend", "uv")
_NPM = "frontend/package-lock.json"
_RUNNING = {"requirements/run.txt", _NPM}
_PIN = re.compile(
    r"^([\w.-]+)==(\S+)(?: ; (.+?))? \\\n((?:    --hash=\S+(?: \\)?\n?)+)", re.MULTILINE
)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_ALGORITHMS = {"sha256": "SHA-256", "sha384": "SHA-384", "sha512": "SHA-512"}


@dataclass(frozen=True)
class Pin:
    """One version of a package in one of the files.

    Args:
        kind: "pypi" or "npm".
        where: the file, and the condition under which it counts there.
        hashes: of every file that may be installed: algorithm and hexadecimal digits.
    """

    kind: str
    name: str
    version: str
    where: str
    hashes: frozenset[tuple[str, str]]

    @property
    def file(self) -> str:
        return self.where.partition(" ; ")[0]

    @property
    def address(self) -> str:
        """Its package URL."""
        return f"pkg:{self.kind}/{quote(self.name, safe='/')}@{quote(self.version, safe='')}"


def pins(root: Path) -> Iterator[Pin]:
    """Everything that a checkout pins."""
    for lock in _LOCKS:
        file = f"requirements/{lock}.txt"
        for found in _PIN.finditer((root / file).read_text(encoding="utf-8")):
            name, version, condition, hashes = found.groups()
            where = f"{file} ; {condition}" if condition else file
            digits = frozenset(("SHA-256", each) for each in _HASH.findall(hashes))
            yield Pin("pypi", name, version, where, digits)
    packages = json.loads((root / _NPM).read_text(encoding="utf-8"))["packages"]
    for path, package in packages.items():
        if path:  # the first is the list of what is asked for
            name = package.get("name") or path.rpartition("node_modules/")[2]
            digits = frozenset(_npm_hashes(package["integrity"]))
            yield Pin("npm", name, package["version"], _NPM, digits)


def _npm_hashes(integrity: str) -> Iterator[tuple[str, str]]:
    for each in integrity.split():
        algorithm, _, digest = each.partition("-")
        yield _ALGORITHMS[algorithm], base64.b64decode(digest).hex()


def made(root: Path) -> str:
    """The bill of a checkout, each package on a line of its own."""
    together: dict[str, list[Pin]] = {}
    for pin in pins(root):
        together.setdefault(pin.address, []).append(pin)
    components = [_component(together[address]) for address in sorted(together)]
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    ours = f"pkg:pypi/{project['name']}@{project['version']}"
    about = {
        "lifecycles": [{"phase": "pre-build"}],
        "component": {
            "type": "application",
            "bom-ref": ours,
            "name": project["name"],
            "version": project["version"],
            "description": project["description"],
            "purl": ours,
        },
    }
    lines = ",\n".join(map(_written, components))
    told = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, _written(about) + lines)}",
        "version": 1,
        "metadata": about,
        # Not the Python and the Debian below, nor what wheels hold inside, such as OpenSSL.
        "compositions": [{"aggregate": "incomplete", "assemblies": [ours]}],
    }
    return f'{_written(told)[:-1]}, "components": [\n{lines}\n]}}\n'


def _component(found: list[Pin]) -> dict[str, Any]:
    first = found[0]
    hashes = sorted(frozenset[tuple[str, str]]().union(*(pin.hashes for pin in found)))
    return {
        "type": "library",
        "bom-ref": first.address,
        "name": first.name,
        "version": first.version,
        "scope": "required" if _RUNNING & {pin.file for pin in found} else "optional",
        "purl": first.address,
        "externalReferences": [
            {
                "type": "distribution",
                "url": first.address,  # whichever mirror a place can reach
                "hashes": [{"alg": kind, "content": digits} for kind, digits in hashes],
            }
        ],
        "properties": [{"name": PINNED, "value": pin.where} for pin in _once(found)],
    }


def _once(found: list[Pin]) -> list[Pin]:
    return list({pin.where: pin for pin in found}.values())


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
