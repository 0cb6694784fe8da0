"""A questionnaire about households, with groups, repeats in repeats, a place and a photograph."""

from __future__ import annotations

from datetime import datetime
from hashlib import md5

from people import NOW

from datashift.questionnaires import xform
from datashift.questionnaires.xlsform import Converted
from datashift.web.accounts.models import Organisation, User
from datashift.web.collect.actions.questionnaires import publish_version
from datashift.web.collect.actions.xlsforms import add_version
from datashift.web.collect.models import Questionnaire

FORM = """<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms">
<h:head><h:title>Households</h:title><model><instance>
<data id="households" version="{version}"><name/><place><where/><path/></place><photo/>
<member jr:template=""><given/><age/><phone jr:template=""><number/></phone></member>
<meta><instanceID/><instanceName/></meta></data></instance>
<bind nodeset="/data/name" type="string"/>
<bind nodeset="/data/place/where" type="geopoint"/>
<bind nodeset="/data/place/path" type="geotrace"/>
<bind nodeset="/data/photo" type="binary"/>
<bind nodeset="/data/member/given" type="string"/>
<bind nodeset="/data/member/age" type="int"/>
<bind nodeset="/data/member/phone/number" type="string"/>
<bind nodeset="/data/meta/instanceID" type="string" readonly="true()" jr:preload="uid"/></model></h:head>
<h:body><input ref="/data/name"><label>Whose household is it?</label></input>
<group ref="/data/place"><label>Place</label>
<input ref="/data/place/where"><label>Where is it?</label></input>
<input ref="/data/place/path"><label>How do you get there?</label></input></group>
<upload ref="/data/photo" mediatype="image/*"><label>Photograph</label></upload>
<group ref="/data/member"><label>Member</label><repeat nodeset="/data/member">
<input ref="/data/member/given"><label>Name</label></input>
<input ref="/data/member/age"><label>Age</label></input>
<group ref="/data/member/phone"><label>Phone</label><repeat nodeset="/data/member/phone">
<input ref="/data/member/phone/number"><label>Number</label></input></repeat></group>
</repeat></group></h:body></h:html>"""

Member = tuple[str, int, tuple[str, ...]]


def households(
    organisation: Organisation, by: User, *, version: str = "1", at: datetime = NOW
) -> Questionnaire:
    """The questionnaire, open, with one version."""
    text = FORM.format(version=version).encode()
    converted = Converted(xform=text, questionnaire=xform.read(text))
    made = add_version(organisation, converted, by=by, at=at)
    publish_version(made, by=by, at=at)
    return Questionnaire.objects.get(pk=made.questionnaire_id)


def household(
    instance_id: str,
    *,
    name: str = "Wanjiru",
    members: tuple[Member, ...] = (),
    replaces: str = "",
    photo: str = "",
    where: str = "-0.1 34.75 1131 4.5",
    version: str = "1",
) -> str:
    """A filled questionnaire."""
    told = "".join(
        f"<member><given>{given}</given><age>{age}</age>"
        + "".join(f"<phone><number>{number}</number></phone>" for number in numbers)
        + "</member>"
        for given, age, numbers in members
    )
    deprecated = f"<deprecatedID>{replaces}</deprecatedID>" if replaces else ""
    return (
        f'<data id="households" version="{version}"><name>{name}</name>'
        f"<place><where>{where}</where><path>0 34 0 0;0.5 34.5 0 0</path></place>"
        f"<photo>{photo}</photo>{told}<meta><instanceID>{instance_id}</instanceID>"
        f"<instanceName>{name}</instanceName>{deprecated}</meta></data>"
    )


def digest(text: str) -> str:
    """As phones notice a change of a form."""
    return md5(text.encode(), usedforsecurity=False).hexdigest()
