"""A running server with a questionnaire, and pyodk signed in at it over a socket."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from pyodk.client import Client  # type: ignore[import-untyped]

ROOT = Path(__file__).resolve().parents[3]


def signed_in(port: int, folder: Path) -> Client:
    """pyodk in the project of a new organisation; made in a process of its own."""
    made = subprocess.run([sys.executable, __file__], cwd=ROOT, check=True, capture_output=True)
    told = json.loads(made.stdout)
    config = folder / "pyodk.toml"
    config.write_text(
        f'[central]\nbase_url = "http://127.0.0.1:{port}"\nusername = "{told["email"]}"\n'
        f'password = "{told["password"]}"\ndefault_project_id = {told["project"]}\n'
    )
    return Client(config_path=config, cache_path=folder / "pyodk-cache.toml").open()


def _make() -> dict[str, str | int]:
    from people import NOW, PASSWORD, person
    from web.central.households import households

    from datashift.web.accounts import actions

    amina = person("Amina")
    organisation = actions.create_organisation(name="Kisima Watch", by=amina, at=NOW)
    households(organisation, amina)
    return {"project": organisation.pk, "email": amina.email, "password": PASSWORD}


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "datashift.web.site.settings"
    import django

    django.setup()
    print(json.dumps(_make()))  # noqa: T201
