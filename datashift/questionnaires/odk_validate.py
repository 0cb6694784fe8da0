"""ODK Validate: the reference check of an XForm, where there is Java."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

SECONDS = 100
_PATH = re.compile(r"/[\w.-]+(?:/[\w.-]+)+")
_CAUSE = re.compile(r"^(Caused by: )?([\w.]+Exception: )+")
_NOISE = re.compile(
    r"^\s*(at |\.\.\. )|\.java:|^>>|^\s*$|^(Result|Xform is|org\.|java\.|The following files|/\S*form.xml)"
)


@dataclass(frozen=True)
class Verdict:
    """What ODK Validate says.

    Args:
        asked: False where there is no Java, or the validator is not installed.
        valid: it can be filled in.
        remarks: what it says, without its own inner workings.
    """

    asked: bool
    valid: bool = False
    remarks: tuple[str, ...] = ()


def validate(xform: bytes, *, java: str | None = None) -> Verdict:
    """Ask ODK Validate (the jar inside pyxform) about a form; it runs with 512 MB.

    Args:
        java: the program; looked for where None.
    """
    import pyxform  # type: ignore[import-untyped]

    jar = Path(pyxform.__file__).parent / "validators/odk_validate/bin/ODK_Validate.jar"
    program = java or shutil.which("java")
    if program is None or not jar.is_file():
        return Verdict(asked=False)
    with tempfile.TemporaryDirectory() as folder:
        form = Path(folder) / "form.xml"
        form.write_bytes(xform)
        command = [program, "-Xmx512m", "-Djava.awt.headless=true", "-jar", str(jar), str(form)]
        try:
            done = subprocess.run(  # noqa: S603
                command, capture_output=True, timeout=SECONDS, check=False, text=True
            )
        except subprocess.TimeoutExpired:
            return Verdict(asked=True, remarks=("ODK Validate takes too long.",))
    return Verdict(asked=True, valid=done.returncode == 0, remarks=_remarks(done.stderr))


def _remarks(said: str) -> tuple[str, ...]:
    lines = [_CAUSE.sub("", line.strip()) for line in said.splitlines()]
    lines = [line for line in lines if not _NOISE.search(line)]
    named = [
        _PATH.sub(lambda path: "${" + path[0].rpartition("/")[2] + "}", line) for line in lines
    ]
    return tuple(dict.fromkeys(named))[:20]
