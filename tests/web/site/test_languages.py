"""A page is in the language its address says, in every cache, and nothing is left in English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from unittest import mock

import published
import pytest
from babel import Locale
from babel.dates import get_month_names
from django.apps import apps
from django.conf import LazySettings
from django.db.models import CharField, TextField
from django.template import engines
from django.test import Client
from django.urls import clear_url_caches, reverse
from django.utils import translation
from django.utils.translation import trans_real
from people import Scene, SignIn, make_scene

from datashift import sdg
from datashift.figures import compiled
from datashift.kit.language import catalogue, retold
from datashift.web.evidence.models import Study
from datashift.web.explore.queries import methods
from datashift.web.site.catalogues.extract import found

# Every message, told between brackets: what stands outside of them was never marked.
PSEUDO = "fr"
OPEN, CLOSE = "⟦", "⟧"
PAGE = {"Accept": "text/html"}


@pytest.fixture
def bilingual(settings: LazySettings) -> None:
    settings.LANGUAGES = [("en", "English"), ("fr", "Français")]


def test_the_address_says_the_language(bilingual: None, db: None) -> None:
    stranger = Client()
    english = stranger.get("/about/trust/", headers=PAGE)
    french = stranger.get("/fr/about/trust/", headers=PAGE)
    assert b'<html lang="en">' in english.content
    assert b'<html lang="fr">' in french.content
    assert french["Content-Language"] == "fr"
    assert "Cookie" not in french["Vary"]
    assert stranger.get("/sw/about/trust/").status_code == 404


def test_a_page_names_itself_in_the_other_languages(bilingual: None, db: None) -> None:
    text = Client().get("/fr/about/trust/", headers=PAGE).content.decode()
    assert '<link rel="alternate" hreflang="en" href="http://testserver/about/trust/">' in text
    assert '<link rel="alternate" hreflang="fr" href="http://testserver/fr/about/trust/">' in text


def test_a_chosen_language_is_remembered_and_keeps_the_page(bilingual: None, db: None) -> None:
    stranger = Client()
    chosen = stranger.get("/language/fr/", {"next": "/places/?q=a"})
    assert chosen["Location"] == "/fr/places/?q=a"
    again = stranger.get("/about/trust/", headers=PAGE)
    assert again["Location"] == "/fr/about/trust/"
    assert "no-store" in again["Cache-Control"]
    back = stranger.get("/language/en/", {"next": "/fr/places/"})
    assert back["Location"] == "/places/"
    assert stranger.get("/about/trust/", headers=PAGE).status_code == 200


def test_machines_are_never_sent_to_another_language(bilingual: None, db: None) -> None:
    stranger = Client(headers={"Cookie": "django_language=fr", "Accept": "application/json"})
    assert stranger.get("/api/goals").status_code == 200


def test_the_start_page_follows_the_browser_until_somebody_chooses(
    bilingual: None, db: None
) -> None:
    stranger = Client(headers={"Accept-Language": "fr-CH,en;q=0.5"})
    assert stranger.get("/", headers=PAGE)["Location"] == "/fr/"
    assert stranger.get("/about/trust/", headers=PAGE).status_code == 200


@pytest.fixture
def pseudo(
    tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """A language in which every message is itself, between brackets."""
    told = {"": "Content-Type: text/plain; charset=utf-8\nPlural-Forms: nplurals=2; plural=n!=1;\n"}
    for one in found():
        start = f"{one.context}\x04" if one.context else ""
        if isinstance(one.message, str):
            told[start + one.message] = f"{OPEN}{one.message}{CLOSE}"
        else:
            forms = [f"{OPEN}{form}{CLOSE}" for form in one.message]
            told[start + "\0".join(one.message)] = "\0".join(forms)
    folder = tmp_path / PSEUDO / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.mo").write_bytes(catalogue.packed(told))
    settings.LANGUAGES = [("en", "English"), (PSEUDO, "Pseudo")]
    settings.LOCALE_PATHS = [tmp_path]
    forget()
    with mock.patch.object(retold, "messages", lambda code: told if code == PSEUDO else {}):
        import gettext
        import io

        ours = gettext.GNUTranslations(io.BytesIO(catalogue.packed(told)))
        monkeypatch.setattr("datashift.kit.language.translations", lambda code: ours)
        yield
    forget()


def forget() -> None:
    trans_real._translations = {}  # type: ignore[attr-defined]
    retold._patterns.cache_clear()
    retold._told.cache_clear()
    compiled._without_blanks.cache_clear()
    methods._methods.cache_clear()
    clear_url_caches()
    for loader in engines["django"].engine.template_loaders:  # type: ignore[attr-defined]
        loader.reset()  # what templates keep of a language goes with them


class Visible(HTMLParser):
    """What people see or hear of a page that is in its language: texts, labels, alternatives."""

    HEARD = ("aria-label", "alt", "placeholder", "title")
    QUIET = ("script", "style", "code", "pre", "textarea", "option")

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        other = tag in self.QUIET or (tag != "html" and "lang" in known)
        hidden = other or any(self.open)
        if not hidden:
            self.texts += [known[name] or "" for name in self.HEARD if name in known]
        if tag not in VOID:
            self.open.append(other)

    def handle_endtag(self, tag: str) -> None:
        if self.open and tag not in VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.open):
            self.texts.append(data)


VOID = {"meta", "link", "input", "br", "img", "hr", "source", "wbr"}
NAMES = re.compile(
    r"\b(Office Open XML|Apache Parquet|CSV on the Web|DataShift|SDGs?|SDMX\S*|CSV|JSON\S*|Open|BibTeX|SHA|HXL|DCAT\S*|RO|Crate|Parquet|Frictionless"
    r"|Data|Package|CSVW|XLSX|WhatsApp|English|Pseudo|OpenAPI|CC|BY|Atom|Excel|Schema|schema|org|PDF"
    r"|PNG|SVG|Vega|Lite|ISO|UNESCO|ONS|KNBS|JPEG|http\S*|testserver\S*|[\w.-]+\.(?:json|csv|html|yaml|xlsx))\b"
)
WORD = re.compile(r"[^\W\d_]{3,}")


def outside(text: str) -> str:
    """What of a text stands outside of all brackets."""
    depth, kept = 0, []
    for sign in text:
        depth += (sign == OPEN) - (sign == CLOSE)
        if not depth and sign != CLOSE:
            kept.append(sign)
    return "".join(kept)


def content() -> set[str]:
    """The words of what people typed and what data hold; those need no translation."""
    words = set(WORD.findall(f"{published.STUDY} {published.OFFICIAL} {published.rows()}"))
    for text in (*(one.name for one in sdg.countries()), *names()):
        words.update(WORD.findall(text))
    for model in apps.get_models():
        if model._meta.app_label in {"contenttypes", "auth", "sessions", "django_tasks_database"}:
            continue
        fields = [
            one.name
            for one in model._meta.get_fields()
            if isinstance(one, CharField | TextField)
            and one.name not in {"headline", "range", "problem", "step", "text", "message"}
        ]
        for row in model._default_manager.values_list(*fields) if fields else ():
            words.update(word for value in row for word in WORD.findall(str(value)))
    return words


def names() -> list[str]:
    """Months, countries, goals, targets and indicators: no messages, they have their own files."""
    everything = (*sdg.goals(), *sdg.targets(), *sdg.indicators())
    return [
        *get_month_names("wide", locale=PSEUDO).values(),
        *Locale(PSEUDO).territories.values(),
        *(str(one.name(PSEUDO)) for one in everything),  # type: ignore[attr-defined]
        *(str(one.short(PSEUDO)) for one in sdg.goals()),
    ]


def unmarked(page: str, known: set[str]) -> list[str]:
    reader = Visible()
    reader.feed(page)
    faults = []
    for text in reader.texts:
        rest = NAMES.sub("", outside(text))
        if any(word not in known for word in WORD.findall(rest)):
            faults.append(" ".join(text.split()))
    return faults


def pages(scene: Scene, study: Study) -> Iterator[tuple[str, str]]:
    """Who looks, and at which page: one of each kind."""
    key = [scene.organisation.slug, study.slug]
    for address in (
        *("home", "goals", "places", "findings", "trust", "methods", "search", "interface"),
    ):
        yield "anonymous", reverse(f"explore:{address}")
    yield "anonymous", reverse("explore:organisation", args=key[:1])
    yield "anonymous", reverse("explore:study", args=key)
    yield "anonymous", reverse("explore:release", args=[*key, 1])
    for finding in ("works", "counted"):
        yield "anonymous", reverse("explore:finding", args=[*key, 1, finding])
    yield "anonymous", reverse("account_login")
    yield "anonymous", reverse("account_signup")
    for name in ("study", "bring", "check", "questions", "compare", "publish", "harm", "run"):
        yield "owner", reverse(f"evidence:{name}", args=[study.pk])
    for name in ("evidence:today", "evidence:studies", "accounts:organisations"):
        yield "owner", reverse(name)
    yield "owner", reverse("accounts:organisation", args=key[:1])
    yield "owner", reverse("accounts:profile")
    yield "owner", reverse("credibility:standing", args=[study.pk])


@pytest.mark.slow
def test_nothing_people_read_is_left_unmarked(pseudo: None, db: None, browser_of: SignIn) -> None:
    scene = make_scene()
    release = published.publish(scene.organisation, by=scene.people["owner"])
    known = content()
    faults: dict[str, list[str]] = {}
    browsers = {"anonymous": Client(), "owner": browser_of(scene.people["owner"])}
    with translation.override(PSEUDO):
        wanted = list(pages(scene, release.study))
    for who, address in wanted:
        answer = browsers[who].get(address, headers=PAGE)
        if answer.status_code != 200:
            continue
        if left := unmarked(answer.content.decode(), known):
            faults[address] = left
    assert not faults, "\n".join(f"{page}: {text}" for page in faults for text in faults[page])
