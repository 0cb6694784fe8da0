"""Official figures are renewed from their publishers; what goes wrong changes nothing."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from people import NOW, Scene, SignIn

from datashift.comparison import Declared
from datashift.kit.problem import Problem
from datashift.web.official import actions, queries
from datashift.web.official.actions.fetching import Asked, asked, fetch
from datashift.web.official.models import Renewal, Version

pytestmark = pytest.mark.django_db
UN = "United Nations, SDG database"


class Database(BaseHTTPRequestHandler):
    """Answers as the SDG database does: pages of figures, so many in all."""

    values: tuple[float, ...] = (58.5, 59.0, 59.5)
    broken = False

    def do_GET(self) -> None:
        if Database.broken:
            body = b"<!DOCTYPE html><p>Back soon.</p>"
        else:
            page = int(self.path.rpartition("=")[2])
            figure = {
                "series": "SH_H2O_SAFE", "indicator": ["6.1.1"], "goal": ["6"], "target": ["6.1"],
                "seriesDescription": "Drinking water", "geoAreaCode": "404",
                "geoAreaName": "Kenya", "timePeriodStart": 2017.0 + page,
                "value": str(Database.values[page - 1]), "valueType": "Float",
                "attributes": {"Nature": "E", "Units": "PERCENT"},
                "dimensions": {"Location": "ALLAREA", "Reporting Type": "G"},
            }  # fmt: skip
            told = {"size": 1, "totalElements": 3, "totalPages": len(Database.values)}
            body = json.dumps({**told, "pageNumber": page, "data": [figure]}).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        return None


@pytest.fixture
def database() -> Iterator[Asked]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Database)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    Database.broken, Database.values = False, (58.5, 59.0, 59.5)
    port = server.server_address[1]
    address = f"http://127.0.0.1:{port}/Data?indicator={{indicator}}&areaCode={{m49}}&page={{page}}"
    try:
        yield Asked(UN, address, "json", ("6.1.1",), ("KE",))
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def values() -> list[float | None]:
    found = queries.figures("6.1.1", areas=["KE"])
    return [one.value for each in found for one in each.series.observations]


def test_all_pages_of_an_answer_become_one_version(database: Asked) -> None:
    renewal = actions.renew(database, at=NOW)
    assert renewal.problem == ""
    assert values() == [58.5, 59.0, 59.5]
    actions.renew(database, at=NOW)
    assert Version.objects.count() == 1
    Database.values = (58.5, 59.0, 61.0)
    actions.renew(database, at=NOW)
    assert values() == [58.5, 59.0, 61.0]


def test_an_answer_that_is_no_data_leaves_the_old_version_and_tells_stewards_once(
    database: Asked, scene: Scene, django_capture_on_commit_callbacks: Any
) -> None:
    actions.renew(database, at=NOW)
    Database.broken = True
    with django_capture_on_commit_callbacks(execute=True):
        actions.renew(database, at=NOW)
        actions.renew(database, at=NOW)
    assert values() == [58.5, 59.0, 59.5]
    assert "no data" in Renewal.objects.get().problem
    assert [letter.to for letter in mail.outbox] == [[scene.people["steward"].email]]


def test_plain_http_is_asked_on_this_machine_only() -> None:
    with pytest.raises(Problem, match="not an https address"):
        fetch(Asked(UN, "http://192.0.2.1/Data", "json"))


def test_the_list_of_sources_is_read_and_asked(
    database: Asked, tmp_path: Path, settings: Any
) -> None:
    told = tmp_path / "official.toml"
    told.write_text(
        f'[[source]]\nname = "{UN}"\naddress = "{database.address}"\nending = "json"\n'
        'indicators = ["6.1.1"]\nareas = ["KE"]\n'
    )
    assert asked(told) == (database,)
    settings.OFFICIAL_SOURCES = str(told)
    call_command("renewofficial", verbosity=0)
    assert values() == [58.5, 59.0, 59.5]


def test_a_list_that_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    told = tmp_path / "official.toml"
    told.write_text('[[source]]\nname = "no address"\n')
    with pytest.raises(Problem, match="list of official sources"):
        asked(told)


def test_stewards_see_whether_anybody_is_asked_and_when_the_list_is_broken(
    database: Asked, tmp_path: Path, settings: Any, scene: Scene, browser_of: SignIn
) -> None:
    steward = browser_of(scene.people["steward"])

    def said() -> str:
        return steward.get("/official/").content.decode()

    settings.OFFICIAL_SOURCES = ""
    assert "This is off: no publisher is asked." in said()
    told = tmp_path / "official.toml"
    told.write_text(f'[[source]]\nname = "{UN}"\naddress = "{database.address}"\nending = "json"\n')
    settings.OFFICIAL_SOURCES = str(told)
    assert "One publisher is asked again every 24 hours." in said()
    told.write_text("[[source]]\n")
    assert "The list of official sources cannot be read" in said()
    assert (
        "Asked again by itself"
        not in browser_of(scene.people["editor"]).get("/official/").content.decode()
    )


class Told(BaseHTTPRequestHandler):
    """Answers what it is told, by the end of the address."""

    answers: Mapping[str, bytes] = {}

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.answers[self.path.rpartition("/")[2]])

    def log_message(self, *args: Any) -> None:
        return None


@pytest.fixture
def told() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Told)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_the_zip_of_a_national_site_is_opened_and_its_country_declared(told: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("data/6-1-1.csv", "Year,Value\n2020,17\n2021,16.5\n")
    Told.answers = {"all.zip": packed.getvalue()}
    site = Asked("NSO", f"{told}all.zip", "zip", declared=Declared(area="NP"))
    assert actions.renew(site, at=NOW).problem == ""
    (found,) = queries.figures("6.1.1", areas=["NP"])
    assert [one.value for one in found.series.observations] == [17.0, 16.5]
    Told.answers = {"all.zip": b"<!DOCTYPE html><p>Back soon.</p>"}
    assert "no data" in actions.renew(site, at=NOW).problem


def test_all_pages_of_an_answer_of_the_world_bank_are_asked_for(told: str) -> None:
    def page(number: int) -> bytes:
        record = {
            "indicator": {"id": "SH.H2O.SMDW.ZS", "value": "Drinking water (% of population)"},
            "country": {"id": "KE", "value": "Kenya"}, "countryiso3code": "KEN",
            "date": str(2018 + number), "value": 58.0 + number,
        }  # fmt: skip
        return json.dumps(
            [{"page": number, "pages": 2, "per_page": 1, "total": 2}, [record]]
        ).encode()

    Told.answers = {"1": page(1), "2": page(2)}
    bank = Asked("World Bank", f"{told}{{page}}", "json", declared=Declared(indicator="6.1.1"))
    assert actions.renew(bank, at=NOW).problem == ""
    assert values() == [59.0, 60.0]
    Told.answers = {"1": b'[{"message": [{"id": "120", "value": "The value is not valid"}]}]'}
    assert "no data" in actions.renew(bank, at=NOW).problem
