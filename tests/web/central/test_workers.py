"""Who only looks reads what was answered, and nowhere who carried the phone."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from people import NOW, Scene, SignIn
from web.collect.wells import new_id

from datashift.questionnaires import submission, xform
from datashift.questionnaires.xlsform import Converted
from datashift.web.accounts.models import Organisation, User
from datashift.web.central.actions.sessions import open_session
from datashift.web.collect.actions.questionnaires import publish_version
from datashift.web.collect.actions.receive import receive
from datashift.web.collect.actions.xlsforms import add_version
from datashift.web.collect.models import Door, Submission

FORM = """<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms">
<h:head><h:title>Taps</h:title><model><instance>
<data id="taps" version="1"><who/><about><phone/><sim/><tap/></about><email/>
<meta><instanceID/></meta></data></instance>
<bind nodeset="/data/who" type="string" jr:preload="property" jr:preloadParams="username"/>
<bind nodeset="/data/about/phone" type="string" jr:preload="property" jr:preloadParams="deviceid"/>
<bind nodeset="/data/about/sim" type="string" jr:preload="property" jr:preloadParams="phonenumber"/>
<bind nodeset="/data/about/tap" type="string"/><bind nodeset="/data/email" type="string"/>
</model></h:head>
<h:body><group ref="/data/about"><label>About</label>
<input ref="/data/about/tap"><label>Which tap?</label></input></group>
<input ref="/data/email"><label>To whom may we write?</label></input></h:body></h:html>"""
SECRETS = ("Wanjiku", "device-77", "0700-1234", "wanjiku@x.example", "imei-5")
ANSWERS = ("Kisima tap", "tap-users@x.example")


def taps(organisation: Organisation, by: User) -> Submission:
    """A questionnaire that records who carries the phone, and one that was sent and edited."""
    text = FORM.encode()
    version = add_version(
        organisation, Converted(xform=text, questionnaire=xform.read(text)), by=by, at=NOW
    )
    publish_version(version, by=by, at=NOW)
    first, later = new_id(), new_id()
    for own, replaced, tap in ((first, "", "Old tap"), (later, first, "Kisima tap")):
        deprecated = f"<deprecatedID>{replaced}</deprecatedID>" if replaced else ""
        sent = (
            '<data id="taps" version="1" xmlns:orx="http://openrosa.org/xforms">'
            f"<who>Wanjiku {replaced and 'again'}</who>"
            f"<about><phone>device-77</phone><sim>0700-1234</sim><tap>{tap}</tap></about>"
            "<email>tap-users@x.example</email>"
            "<imported><submitted_by>wanjiku@x.example</submitted_by></imported>"
            f"<meta><instanceID>{own}</instanceID>{deprecated}"
            "<orx:deviceID>imei-5</orx:deviceID></meta></data>"
        )
        receive(sent.encode(), organisation=organisation.pk, door=Door.OPENROSA, at=NOW)
    return Submission.objects.get()


def read(found: Submission, user: User, path: str) -> str:
    """What a programme gets."""
    _session, token = open_session(user, at=NOW)
    address = f"/v1/projects/{found.questionnaire.organisation_id}/forms/taps{path}"
    answer: Any = Client().get(address, headers={"authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if path.partition("?")[0].endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(whole)) as packed:
            whole = b"".join(packed.read(name) for name in packed.namelist())
    return str(whole.decode())


@pytest.mark.parametrize(
    "path",
    [
        "/submissions/{id}.xml",
        "/submissions/{id}/versions/{now}.xml",
        ".svc/Submissions?$expand=*",
        ".svc/Submissions('{id}')",
        "/submissions.csv",
        "/submissions.csv.zip?attachments=false",
    ],
)
def test_programmes_of_who_only_looks_read_no_worker(
    path: str, organisation: Organisation, amina: User, bruno: User, scene: Scene
) -> None:
    found = taps(organisation, amina)
    now = found.instances.get(current=True)
    place = path.format(id=found.root_instance_id, now=now.instance_id)
    looked = read(found, bruno, place)
    for user in (amina, scene.people["reviewer"]):
        assert all(answer in read(found, user, place) for answer in (*ANSWERS, *SECRETS[:3]))
    assert all(answer in looked for answer in ANSWERS)
    assert not [secret for secret in SECRETS if secret in looked]


def test_the_text_of_a_submission_is_otherwise_as_it_came(
    organisation: Organisation, amina: User, bruno: User
) -> None:
    found = taps(organisation, amina)
    whole, looked = (
        submission.read(read(found, user, f"/submissions/{found.root_instance_id}.xml").encode())
        for user in (amina, bruno)
    )
    assert [value.path for value in looked.values] == [value.path for value in whole.values]
    changed = {
        "/".join(value.path)
        for value, seen in zip(whole.values, looked.values, strict=True)
        if value.text != seen.text
    }
    assert changed == {
        "who", "about/phone", "about/sim", "imported/submitted_by", "meta/deviceID",
    }  # fmt: skip
    assert looked.instance_id == whole.instance_id


@pytest.mark.parametrize("page", ["collect:submission", "review:story"])
def test_pages_say_the_same(
    page: str, organisation: Organisation, amina: User, bruno: User, browser_of: SignIn
) -> None:
    found = taps(organisation, amina)
    where = reverse(page, args=[found.pk])
    shown, looked = (browser_of(user).get(where).content.decode() for user in (amina, bruno))
    assert all(answer in shown for answer in (*ANSWERS, *SECRETS[:4]))
    assert all(answer in looked for answer in ANSWERS)
    assert not [secret for secret in SECRETS if secret in looked]
