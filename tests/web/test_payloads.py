"""Hostile words in every field of a questionnaire and of what is sent: words they stay."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from html import escape, unescape
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from people import NOW, SignIn
from PIL import Image
from web.collect.wells import new_id
from web.payloads import PAYLOADS, THOUSAND, alive

from datashift.web.accounts.models import Organisation, User
from datashift.web.builder.actions.drafts import take_questionnaire
from datashift.web.collect import storage
from datashift.web.collect.actions.receive import Sent, receive
from datashift.web.collect.models import Door, Questionnaire, Submission, Version
from datashift.web.fill.actions.links import make_public_link
from datashift.web.fill.models import Link
from datashift.web.review.actions.deciding import comment

ALL = " ".join(PAYLOADS)
NAMED = [f"q{number}" for number in range(len(PAYLOADS))]


def form(payloads: Sequence[str]) -> bytes:
    """A question for each payload, with it as label, hint and the words of a choice."""
    asked, bound, shown = [], [], []
    for number, words in enumerate(map(escape, payloads)):
        name = f"q{number}"
        asked.append(f"<{name}/>")
        bound.append(f'<bind nodeset="/data/{name}" type="string" jr:constraintMsg="{words}"/>')
        shown.append(
            f'<select1 ref="/data/{name}"><label>{words}</label><hint>{words}</hint>'
            f"<item><label>{words}</label><value>{name}</value></item></select1>"
        )
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
        'xmlns:jr="http://openrosa.org/javarosa">'
        f'<h:head><h:title>{escape(ALL[:200])}</h:title><model><instance><data id="p" version="1">'
        f"{''.join(asked)}<story/><photo/><meta><instanceID/><instanceName/></meta></data>"
        f'</instance>{"".join(bound)}<bind nodeset="/data/story" type="string"/>'
        '<bind nodeset="/data/photo" type="binary"/></model></h:head>'
        f'<h:body>{"".join(shown)}<input ref="/data/story"><label>Story</label></input>'
        '<upload ref="/data/photo" mediatype="image/*"><label>Photo</label></upload></h:body>'
        "</h:html>"
    ).encode()


def answers(photo: str, payloads: Sequence[str]) -> bytes:
    given = "".join(
        f"<q{number}>{escape(words)}</q{number}>" for number, words in enumerate(payloads)
    )
    return (
        f'<data id="p" version="1">{given}<story>{escape(" ".join(payloads))}</story>'
        f"<photo>{escape(photo)}</photo><meta><instanceID>{new_id(7)}</instanceID>"
        f"<instanceName>{escape(PAYLOADS[3])}</instanceName></meta></data>"
    ).encode()


@pytest.fixture
def asked(organisation: Organisation, amina: User) -> Questionnaire:
    return hostile(organisation, amina)


def hostile(
    organisation: Organisation, amina: User, payloads: Sequence[str] = PAYLOADS
) -> Questionnaire:
    """A questionnaire of hostile words, answered with them; so are all names around it."""
    organisation.name = PAYLOADS[2] + PAYLOADS[5]
    organisation.save()
    amina.name = PAYLOADS[4]
    amina.save()
    made = Questionnaire.objects.create(
        organisation=organisation,
        form_id="p",
        title=ALL[:200],
        state=Questionnaire.State.OPEN,
        created_by=amina,
        created_at=NOW,
        changed_at=NOW,
    )
    text = form(payloads)
    Version.objects.create(
        questionnaire=made,
        number=1,
        name=PAYLOADS[6],
        title=ALL[:200],
        xform=text,
        md5=hashlib.md5(text, usedforsecurity=False).hexdigest(),
        files=[["photo"]],
        brought_by=amina,
        brought_at=NOW,
        published_at=NOW,
    )
    photo = BytesIO()
    Image.new("RGB", (4, 4)).save(photo, "PNG")
    kept = storage.keep(organisation.pk, [photo.getvalue()])
    name = f"{PAYLOADS[4]}.png"
    file = Sent(name, kept.sha256, kept.size, "image/png")
    text = answers(name, payloads)
    receive(text, organisation=organisation.pk, door=Door.WEB, at=NOW, files=[file])
    comment(Submission.objects.get(), " ".join(payloads), by=amina, at=NOW)
    make_public_link(made, by=amina, at=NOW)
    return made


def draft(asked: Questionnaire) -> str:
    found = asked.organisation.drafts.first()
    assert found is not None
    return reverse("builder:draft", args=[found.pk])


PAGES: dict[str, Callable[[Questionnaire], str]] = {
    "the plain page": lambda asked: f"/fill/{Link.objects.get().key}/",
    "questionnaire": lambda asked: reverse("collect:questionnaire", args=[asked.pk]),
    "preview": lambda asked: reverse("collect:preview", args=[asked.pk, 1]),
    "submissions": lambda asked: reverse("collect:submissions", args=[asked.pk]),
    "submission": lambda asked: reverse("collect:submission", args=[Submission.objects.get().pk]),
    "story": lambda asked: reverse("review:story", args=[Submission.objects.get().pk]),
    "piles": lambda asked: reverse("review:piles", args=[asked.pk]),
    "messages": lambda asked: reverse("gateways:gateways", args=[asked.pk]),
    "draft": draft,
    "draft's question": lambda asked: f"{draft(asked)}questions/q3/change/",
    "draft's condition": lambda asked: f"{draft(asked)}questions/q3/condition/",
}


@pytest.mark.parametrize("payloads", [PAYLOADS, THOUSAND], ids=["named", "composed"])
def test_hostile_words_stay_words(
    organisation: Organisation, amina: User, browser_of: SignIn, payloads: Sequence[str]
) -> None:
    asked = hostile(organisation, amina, payloads)
    take_questionnaire(asked, by=amina, at=NOW)
    browser = browser_of(amina)
    living = {}
    for name, where in PAGES.items():
        response = browser.get(where(asked))
        page = response.content.decode()
        assert response.status_code == 200, name
        assert "evil" in unescape(page), name
        living[name] = alive(page)
    assert living == {name: [] for name in PAGES}


def test_hostile_words_in_addresses_and_fields_stay_words(
    asked: Questionnaire, amina: User, browser_of: SignIn
) -> None:
    """As what a page is asked with and as answers: a plain reply, and all rows are still there."""
    browser, before = browser_of(amina), rows()
    fill, submissions = PAGES["the plain page"](asked), PAGES["submissions"](asked)
    for where, names in ((fill, ("language", "plain")), (submissions, ("state", "q", "page"))):
        response = browser.get(where, dict.fromkeys(names, ALL))
        assert response.status_code in {200, 404}
        assert alive(response.content.decode()) == []
    said = {f"a:{name}": words for name, words in zip(NAMED, PAYLOADS, strict=True)}
    typed = Client().post(fill, said | {"language": PAYLOADS[1], "version": PAYLOADS[2]})
    assert typed.status_code == 422
    assert alive(typed.content.decode()) == []
    states = Client().post(f"{fill}states", json.dumps(PAYLOADS), "application/json")
    assert states.json() == {"states": {}}
    assert rows() == before


@pytest.mark.parametrize(
    ("method", "where", "field"),
    [
        ("GET", "reports:encrypted", "submission"),
        ("POST", "collect:release_submissions", "submission"),
        ("POST", "review:decide", "submission"),
        ("POST", "review:decide", "story"),
    ],
)
def test_what_is_no_key_leads_nowhere(
    asked: Questionnaire, amina: User, browser_of: SignIn, method: str, where: str, field: str
) -> None:
    address = reverse(where, args=[asked.pk])
    ask = getattr(browser_of(amina), method.lower())
    fields = {"state": Submission.State.ACCEPTED, field: PAYLOADS[0]}
    assert ask(address, fields).status_code == 404


def test_the_letter_that_no_text_may_hold_is_left_out_or_leads_nowhere(
    asked: Questionnaire, amina: User, browser_of: SignIn
) -> None:
    """PostgreSQL refuses NUL, and a page that asked it failed: Django's `DataError`."""
    browser = browser_of(amina)
    sent = Submission.objects.get()
    named = f"state={sent.state}%00&words=%00{sent.root_instance_id}"
    found = browser.get(f"{PAGES['submissions'](asked)}?{named}").content.decode()
    assert PAGES["submission"](asked) in found
    media = [Link.objects.get().key, asked.versions.get().pk, "a\x00b"]
    for where in (reverse("fill:fill", args=["a\x00b"]), reverse("fill:media", args=media)):
        assert Client().get(where).status_code == 404


def rows() -> dict[str, int]:
    """How many rows each table of the collection has."""
    tables = [name for name in connection.introspection.table_names() if "collect_" in name]
    found = {}
    with connection.cursor() as cursor:
        for name in tables:
            cursor.execute(f'SELECT count(*) FROM "{name}"')
            found[name] = int(cursor.fetchone()[0])
    return found


@pytest.mark.parametrize(
    "page",
    [
        "<p onclick=evil(1)>",
        "<evil>",
        "<a href=' java\nscript:evil(1)'>x</a>",
        "<script>1</script>",
    ],
)
def test_what_comes_alive_is_noticed(page: str) -> None:
    assert alive(page)
