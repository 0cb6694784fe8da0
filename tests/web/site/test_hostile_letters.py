"""Every letter that the platform sends, with hostile words in all that goes into it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import models
from django.test import Client
from django.urls import reverse
from people import NOW, PASSWORD, Scene, join, person
from pytest_django import Settings
from web.payloads import PAYLOADS

from datashift.web.accounts.models import Invitation, Role
from datashift.web.credibility.models import Assessor
from datashift.web.evidence import actions as evidence
from datashift.web.evidence.letters import send_question
from datashift.web.evidence.models import Agreement, Run, Study
from datashift.web.official.letters import tell_stewards
from datashift.web.official.models import Renewal

# What mail programs take for the end of a header, and what looks like more of the letter.
SMUGGLED = (
    "Evil\r\nBcc: evil@evil.example",
    "Evil\nSubject: evil\n\n<b>evil</b>",
    "Evil\rX-Evil: 1",
    "Evil\x0b\x0c\x85\u2028\u2029X-Evil: 1",
    "Evil\r\n\r\nOpen this link to join:\r\nhttps://evil.example/join/",
    "=?utf-8?q?Evil=0d=0aBcc:_evil=40evil.example?=",
    "Evil\r\n.\r\nMAIL FROM:<evil@evil.example>",
    "--===============evil==\r\nContent-Type: text/html\r\n\r\n<script>evil(1)</script>",
)
HEADERS = sorted(
    ("Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To", "Date",
     "Message-ID")
)  # fmt: skip
LETTERS = ("an invitation", "a seat", "a question", "a source", "a sign-up", "a second sign-up",
           "a forgotten password", "another address")  # fmt: skip
LINES = {"a source": 2}  # its name, and what went wrong


def _put(row: models.Model, name: str, words: str) -> None:
    field = row._meta.get_field(name)
    assert isinstance(field, models.CharField)
    setattr(row, name, words[: field.max_length])
    row.save(update_fields=[name])


class Letters:
    """What makes the platform write; each time everybody in it is called by the hostile words."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.words, self.guests = scene, "", 0
        self.owner = scene.people["owner"]
        other = person("Second")  # who can agree
        join(scene.organisation, other, Role.OWNER, by=self.owner)
        EmailAddress.objects.create(
            user=self.owner, email=self.owner.email, primary=True, verified=True
        )

    def write(self, which: str, words: str) -> None:
        mail.outbox.clear()
        self.words, self.guests = words, self.guests + 1
        for asked in (Invitation, Assessor):  # nobody invites so many in a day
            asked._default_manager.update(invited_at=NOW - timedelta(days=2))
        _put(self.owner, "name", words)
        _put(self.scene.organisation, "name", words)
        # What a browser says of itself, too.
        self.stranger = Client(headers={"user-agent": words, "referer": words})
        self.browser = Client(headers={"user-agent": words, "referer": words})
        self.browser.force_login(self.owner)
        getattr(self, which.replace(" ", "_").replace("-", "_"))()

    @property
    def guest(self) -> str:
        return f"guest{self.guests}@example.org"

    def an_invitation(self) -> None:
        address = reverse("accounts:invite", args=[self.scene.organisation.slug])
        self.browser.post(address, {"email": self.guest, "role": "REVIEWER"})

    def _study(self) -> Study:
        return evidence.create_study(
            self.scene.organisation, title=self.words[:200], by=self.owner, at=NOW
        )

    def a_seat(self) -> None:
        address = reverse("credibility:invite_assessor", args=[self._study().pk])
        self.browser.post(address, {"email": self.guest, "office": self.words})

    def a_question(self) -> None:
        asked = Agreement(run=Run(study=self._study()), asked_by=self.owner, expires_at=NOW)
        send_question(asked, link="https://datashift.example/workspace/agreements/1/")

    def a_source(self) -> None:
        tell_stewards(Renewal(source=self.words, problem=self.words, tried_at=NOW))

    def a_sign_up(self) -> None:
        said = {"name": self.words[:80], "email": self.guest, "password1": PASSWORD}
        self.stranger.post(reverse("account_signup"), said)

    def a_second_sign_up(self) -> None:
        said = {"name": self.words[:80], "email": self.owner.email, "password1": PASSWORD}
        self.stranger.post(reverse("account_signup"), said)

    def a_forgotten_password(self) -> None:
        for email in (f"nobody@{self.guests}.example.org", self.owner.email):
            self.stranger.post(reverse("account_reset_password"), {"email": email})
        assert len(mail.outbox) == 2

    def another_address(self) -> None:
        said = {"email": self.guest, "action_add": ""}
        self.browser.post(reverse("account_email"), said)


def sent() -> Iterator[tuple[EmailMessage, str]]:
    """Each letter as a mail program reads its bytes, and its text."""
    for letter in mail.outbox:
        read = message_from_bytes(letter.message().as_bytes(), policy=policy.default)
        assert isinstance(read, EmailMessage)
        yield read, str(read.get_content())


@pytest.fixture
def letters(scene: Scene, settings: Settings) -> Letters:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    return Letters(scene)


@pytest.mark.parametrize("which", LETTERS)
def test_a_letter_is_plain_text_to_one_with_the_headers_that_it_always_has(
    letters: Letters, which: str
) -> None:
    for words in ("Plain", *PAYLOADS, *SMUGGLED):
        letters.write(which, words)
        assert mail.outbox, words
        for read, text in sent():
            assert sorted(read.keys()) == HEADERS
            assert read.get_content_type() == "text/plain"
            headers = " ".join(f"{name}: {value}" for name, value in read.items())
            assert "evil" not in headers.lower()
            assert len(read["To"].addresses) == 1
            assert read["Subject"].startswith("DataShift: ")
            # However anybody is called, no name begins a line of its own.
            begun = [line for line in text.splitlines() if "evil" in line.lower()]
            assert len(begun) <= LINES.get(which, 1), text


def test_no_letter_goes_to_what_is_no_address(letters: Letters) -> None:
    letters.write("an invitation", "Plain")
    mail.outbox.clear()
    invite = reverse("accounts:invite", args=[letters.scene.organisation.slug])
    for words in (*PAYLOADS, *SMUGGLED):
        for address in (words, f"{words}@example.org", f"guest@example.org{words}"):
            said = {"name": "Guest", "email": address, "password1": PASSWORD, "role": "REVIEWER"}
            letters.stranger.post(reverse("account_reset_password"), said)
            letters.stranger.post(reverse("account_signup"), said)
            letters.browser.post(invite, said)
    for read, _ in sent():
        assert sorted(read.keys()) == HEADERS
        (to,) = read["To"].addresses
        assert to.domain == "example.org"


@pytest.mark.parametrize("which", ["an invitation", "a seat", "a question", "a source"])
def test_the_words_are_shown_as_they_are(letters: Letters, which: str) -> None:
    """Nothing of them is lost, and nothing is escaped where nothing can come alive."""
    for words in (*PAYLOADS, 'L\'eau & <la> "terre"'):
        letters.write(which, words)
        (text,) = {text for _, text in sent()}
        assert " ".join(words.split()) in text


def test_a_name_may_be_longer_than_a_line_of_mail(letters: Letters) -> None:
    """Which has 998 letters at most (RFC 5322, 2.1.1)."""
    letters.write("a source", "e" * 4_000)
    ((_, text),) = sent()
    (letter,) = mail.outbox
    assert max(map(len, letter.message().as_bytes().split(b"\n"))) <= 998
    assert "e" * 4_000 in text
