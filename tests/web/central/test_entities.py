"""Lists over ODK Central's interface: pyodk makes, fills, merges and reads them; phones get them."""

from __future__ import annotations

import csv
import io
import zipfile
from uuid import UUID, uuid4

import pytest
from pyodk.client import Client  # type: ignore[import-untyped]
from pyodk.errors import PyODKError  # type: ignore[import-untyped]
from web.central.households import household
from web.central.programmes import SignIn
from web.collect.wells import new_id

from datashift.web.accounts.models import Organisation, User
from datashift.web.collect.models import Questionnaire
from datashift.web.review.actions.lists import content_of
from datashift.web.review.models import Entity, EntityList

pytestmark = pytest.mark.django_db(transaction=True)
KEY = str(UUID(int=77))


@pytest.fixture
def client(pyodk_of: SignIn, organisation: Organisation, amina: User) -> Client:
    """A programme of Amina's, with an empty list of pumps."""
    client = pyodk_of(amina)
    client.entity_lists.create(entity_list_name="pumps")
    for name in ("village", "litres"):
        client.entity_lists.add_property(name, entity_list_name="pumps")
    client.entities.default_entity_list_name = "pumps"
    client.entity_lists.default_entity_list_name = "pumps"
    return client


def test_a_list_is_made_and_read(client: Client, organisation: Organisation) -> None:
    assert [each.name for each in client.entity_lists.list()] == ["pumps"]
    found = client.entity_lists.get()
    assert [each.name for each in found.properties] == ["village", "litres"]
    with pytest.raises(PyODKError):
        client.entity_lists.create(entity_list_name="pumps")
    with pytest.raises(PyODKError):
        client.entity_lists.create(entity_list_name="my pumps")


def test_an_entry_is_made_changed_and_removed(client: Client, amina: User) -> None:
    made = client.entities.create("Mto", {"village": "Ahero"}, uuid=KEY)
    assert (made.uuid, made.creatorId, made.currentVersion.version) == (KEY, amina.pk, 1)
    with pytest.raises(PyODKError):
        client.entities.create("Another", {}, uuid=KEY)
    changed = client.entities.update(KEY, data={"litres": 12}, base_version=1)
    assert changed.currentVersion.data == {"village": "Ahero", "litres": "12"}
    with pytest.raises(PyODKError):  # somebody else was there first
        client.entities.update(KEY, label="Late", base_version=1)
    client.entities.update(KEY, label="Mto wa juu", force=True)
    table = client.entities.get_table(count=True)
    assert table["@odata.count"] == 1
    (row,) = table["value"]
    assert (row["__id"], row["label"], row["litres"]) == (KEY, "Mto wa juu", "12")
    assert (row["__system"]["version"], row["__system"]["updates"]) == (3, 2)
    with pytest.raises(PyODKError):
        client.entities.create("Mto", {"colour": "red"})
    assert client.entities.delete(KEY)
    assert client.entities.list() == []


def test_a_register_is_merged(client: Client) -> None:
    client.entity_lists.create(entity_list_name="wells")
    register = [{"label": f"Well {n}", "village": "Ahero", "litres": str(n)} for n in range(30)]
    client.entities.merge(register, entity_list_name="wells")
    assert Entity.objects.count() == 30
    register[3]["litres"] = "99"
    newer = [*register[:20], {"label": "New", "village": "", "pump": "Afridev"}]
    client.entities.merge(newer, entity_list_name="wells", delete_not_matched=True)
    assert Entity.objects.count() == 21
    assert Entity.objects.get(label="Well 3").values["litres"] == "99"
    content = content_of(EntityList.objects.get(name="wells")).decode()
    (first, *rest) = csv.DictReader(io.StringIO(content))
    assert len(rest) == 20
    assert set(first) == {"name", "label", "__version", "village", "litres", "pump"}


def test_a_list_is_fetched_as_csv(client: Client, organisation: Organisation) -> None:
    client.entities.create("Mto, juu", {"village": "Ahero"}, uuid=KEY)
    answer = client.get(f"projects/{organisation.pk}/datasets/pumps/entities.csv")
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert (row["__id"], row["label"], row["village"]) == (KEY, "Mto, juu", "Ahero")
    assert (row["__creatorName"], row["__version"]) == ("Amina", "1")
    versions = client.get(f"projects/{organisation.pk}/datasets/pumps/entities/{KEY}/versions")
    assert [each["version"] for each in versions.json()] == [1]


def test_who_may_look_may_not_write(
    pyodk_of: SignIn, client: Client, bruno: User, chidi: User
) -> None:
    looking = pyodk_of(bruno)
    assert looking.entities.list("pumps") == []
    with pytest.raises(PyODKError):
        looking.entity_lists.create(entity_list_name="others")
    with pytest.raises(PyODKError):
        looking.entities.create("Mto", {}, entity_list_name="pumps")
    with pytest.raises(PyODKError):
        pyodk_of(chidi).entities.list("pumps")


def test_submissions_are_fetched_as_csv(
    pyodk_of: SignIn, organisation: Organisation, amina: User, form: Questionnaire
) -> None:
    client = pyodk_of(amina)
    family = (("Otieno", 34, ("07001", "07002")), ("=1+1", 6, ()))
    own = new_id(uuid4().int >> 65)
    client.submissions.create(household(own, members=family), form_id="households")
    address = f"projects/{organisation.pk}/forms/households/submissions.csv"
    (row,) = csv.DictReader(io.StringIO(client.get(address).text))
    assert (row["KEY"], row["SubmitterName"], row["meta-instanceID"]) == (own, "Amina", own)
    where = [row[f"place-where-{part}"] for part in ("Latitude", "Longitude", "Accuracy")]
    assert where == ["-0.1", "34.75", "4.5"]
    with zipfile.ZipFile(io.BytesIO(client.get(f"{address}.zip").content)) as packed:
        assert packed.namelist() == [
            "households.csv", "households-member.csv", "households-phone.csv"
        ]  # fmt: skip
        members = list(csv.DictReader(io.StringIO(packed.read("households-member.csv").decode())))
        phones = list(csv.DictReader(io.StringIO(packed.read("households-phone.csv").decode())))
    assert [(each["given"], each["PARENT_KEY"]) for each in members] == [
        ("Otieno", own), ("'=1+1", own)
    ]  # fmt: skip
    assert {each["PARENT_KEY"] for each in phones} == {members[0]["KEY"]}
