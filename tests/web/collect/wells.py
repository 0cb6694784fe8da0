"""A questionnaire about wells, and what phones send of it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from people import NOW

from datashift.web.accounts.models import Organisation, User
from datashift.web.collect.models import Questionnaire, Version

XFORM = b"""<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:orx="http://openrosa.org/xforms">
<h:head><h:title>Wells</h:title><model><instance><data id="wells" version="1">
<works/><photo/><side/><meta><instanceID/></meta></data></instance>
<bind nodeset="/data/works" type="string"/>
<bind nodeset="/data/photo" type="binary"/>
<bind nodeset="/data/side" type="binary"/></model></h:head>
<h:body><input ref="/data/works"><label>Does it work?</label></input>
<upload ref="/data/photo" mediatype="image/*"><label>Photograph</label></upload>
<upload ref="/data/side" mediatype="image/*"><label>From the side</label></upload></h:body>
</h:html>"""


def wells(
    organisation: Organisation,
    by: User,
    *,
    form_id: str = "wells",
    state: Questionnaire.State = Questionnaire.State.OPEN,
    at: datetime = NOW,
) -> Questionnaire:
    """A questionnaire with one published version, named 1."""
    made = Questionnaire.objects.create(
        organisation=organisation,
        form_id=form_id,
        title="Wells",
        state=state,
        created_by=by,
        created_at=at,
        changed_at=at,
    )
    Version.objects.create(
        questionnaire=made,
        number=1,
        name="1",
        title="Wells",
        xform=XFORM,
        md5="0" * 32,
        files=[["photo"], ["side"]],
        brought_by=by,
        brought_at=at,
        published_at=at,
    )
    return made


def filled(
    instance_id: str | None = None,
    *,
    replaces: str = "",
    works: str = "yes",
    photo: str = "",
    side: str = "",
    form_id: str = "wells",
    version: str = "1",
) -> bytes:
    """A filled questionnaire as XML."""
    deprecated = f"<deprecatedID>{replaces}</deprecatedID>" if replaces else ""
    own = new_id() if instance_id is None else instance_id
    given = f"<instanceID>{own}</instanceID>" if own else ""
    return (
        f'<data id="{form_id}" version="{version}"><works>{works}</works><photo>{photo}</photo>'
        f"<side>{side}</side><meta>{given}{deprecated}</meta></data>"
    ).encode()


def new_id(number: int | None = None) -> str:
    """An instance id: a new one, or always the same for a number."""
    return f"uuid:{uuid4() if number is None else UUID(int=number)}"
