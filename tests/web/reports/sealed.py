"""A questionnaire that takes anonymous reports, people who read them, and what somebody sends."""

from __future__ import annotations

import re
from io import BytesIO
from uuid import uuid4

from django.test import Client
from people import NOW
from PIL import Image

from datashift.questionnaires import sealing
from datashift.web.accounts.models import Organisation, User
from datashift.web.collect.models import Questionnaire, Version
from datashift.web.reports.actions import arriving, boxes
from datashift.web.reports.models import Box, PersonalKey, Report

CHEAP = sealing.Cost(1, 1 << 20)  # so that a test takes no second for each key
PASSPHRASE = "seven goats under a tin roof"
FORM = b"""<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms">
<h:head><h:title>Asked for money</h:title><model><instance><data id="bribes" version="1">
<start/><where/><often/><again/><who/><photo/><meta><instanceID/></meta></data></instance>
<bind nodeset="/data/start" jr:preload="timestamp" jr:preloadParams="start" type="dateTime"/>
<bind nodeset="/data/where" type="select1" required="true()"/>
<bind nodeset="/data/often" type="int"/>
<bind nodeset="/data/again" type="select1"/>
<bind nodeset="/data/who" type="string" relevant="/data/again = 'yes'"/>
<bind nodeset="/data/photo" type="binary"/></model></h:head>
<h:body>
<select1 ref="/data/where"><label>**Where** were you asked?</label>
<item><label>At the clinic</label><value>clinic</value></item>
<item><label>At the office</label><value>office</value></item></select1>
<input ref="/data/often"><label>How often?</label></input>
<select1 ref="/data/again"><label>By the same person?</label>
<item><label>Yes</label><value>yes</value></item>
<item><label>No</label><value>no</value></item></select1>
<input ref="/data/who"><label>What happened?</label></input>
<upload ref="/data/photo" mediatype="image/*"><label>A photograph</label></upload></h:body>
</h:html>"""


def bribes(organisation: Organisation, by: User) -> Questionnaire:
    """An open questionnaire with one published version."""
    made = Questionnaire.objects.create(
        organisation=organisation,
        form_id="bribes",
        title="Asked for money",
        state=Questionnaire.State.OPEN,
        created_by=by,
        created_at=NOW,
        changed_at=NOW,
    )
    Version.objects.create(
        questionnaire=made,
        number=1,
        name="1",
        title="Asked for money",
        xform=FORM,
        md5="0" * 32,
        files=[["photo"]],
        brought_by=by,
        brought_at=NOW,
        published_at=NOW,
    )
    return made


def key_of(user: User) -> PersonalKey:
    """The person's key, locked with `PASSPHRASE`; made where there is none."""
    found = PersonalKey.objects.filter(user=user, replaced_at=None).first()
    if found is not None:
        return found
    pair = sealing.new_pair()
    locked = sealing.lock(pair.private, PASSPHRASE, cost=CHEAP)
    return PersonalKey.objects.create(user=user, public=pair.public, locked=locked, made_at=NOW)


def open_box(questionnaire: Questionnaire, *readers: User, by: User) -> Box:
    """Open the questionnaire for reports that these people read."""
    for reader in readers:
        key_of(reader)
        boxes.add_reviewer(questionnaire, reviewer=reader, by=by, at=NOW)
    return boxes.open_box(questionnaire, elsewhere="https://weather.example/", by=by, at=NOW)


def report_in(box: Box, text: bytes = b"<data id='bribes' version='1'/>") -> Report:
    """A report, without its page."""
    version = box.questionnaire.versions.get(number=1)
    keys = sealing.receipt_keys(sealing.new_receipt(), b"p" * 32, cost=CHEAP)
    return arriving.put_in(
        box,
        arriving.Written(text, {}),
        version=version,
        instance_id=uuid4(),
        keys=keys,
        today=NOW.date(),
    )


def slip_of(page: bytes) -> str:
    """The slip that a page gives its reader."""
    found = re.search(rb'name="slip" value="([^"]+)"', page)
    assert found
    return found[1].decode()


def receipt_of(page: bytes) -> str:
    """The sixteen digits on the page that says that a report arrived."""
    return "".join(re.findall(r"<span>(\d{4})</span>", page.decode()))


def send(box: Box, **answers: object) -> str:
    """Report as a passer-by does; the number."""
    browser = Client(enforce_csrf_checks=True)
    address = f"/q/{box.pk}/"
    slip = slip_of(browser.get(address).content)
    response = browser.post(address, {"slip": slip, "where": "clinic", **answers})
    assert response.status_code == 200, response.content.decode()[:3000]
    return receipt_of(response.content)


def unlocked(browser: Client, box: Box) -> Client:
    """The same browser with its reader's key open."""
    response = browser.post(f"/collect/reports/{box.pk}/unlock/", {"passphrase": PASSPHRASE})
    assert response.status_code == 302
    return browser


def photograph(**exif: str) -> bytes:
    """A photograph that tells where it was taken, and by which phone."""
    picture, found = Image.new("RGB", (640, 480), "olive"), Image.Exif()
    found[0x010F] = exif.get("maker", "Tecno")
    found[0x010E] = exif.get("words", "planted")
    gps = found.get_ifd(0x8825)
    gps[1], gps[2] = "S", (1.0, 17.0, 31.7)
    gps[3], gps[4] = "E", (36.0, 49.0, 11.3)
    out = BytesIO()
    picture.save(out, "JPEG", exif=found)
    return out.getvalue()
