"""Every message of the project, in the order in which it matters to readers."""

from __future__ import annotations

import ast
import importlib.util
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import allauth
import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation import templatize

from datashift.web.site.catalogues.sentences import sentences

ROOT = Path(__file__).resolve().parents[4]

_LAZY = {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "marked": None,
}
KEYWORDS = {**DEFAULT_KEYWORDS, **_LAZY}
_MARKS = re.compile(rf"\b(?:{'|'.join(KEYWORDS)})\s*\(".encode())

# What everybody reads first, then what those who count read, then what only few ever see.
ORDER = (
    "web/site/",
    "figures/",
    "web/explore/",
    "web/collect/",
    "web/evidence/",
    "web/credibility/",
    "web/accounts/",
    "web/",
    "questionnaires/",
    "quality/",
    "tables/",
    "comparison/",
    "studies/",
    "harmonise/",
    "disclosure/",
    "estimates/",
    "weights/",
    "kit/",
    "sdg/",
    "exchange/",
)

# Their words are code, standards' own wording, or vocabularies in several languages at once.
NOT_READ = (
    "cli/",
    "comparison/wording.py",
    "demonstration/",
    "web/site/settings.py",
    "web/site/environment.py",
    "web/site/serve.py",
    "web/site/catalogues/",
    "harmonise/vocabulary.py",
    "harmonise/expression/",
    "tables/engines/",
    "quality/headings.py",
    "quality/personal_words.py",
    "studies/notebook.py",
    "studies/dump.py",
    "exchange/columns.py",
    "exchange/licence.py",
    "exchange/sdmx/",
    "exchange/dcat.py",
    "exchange/triples.py",
    "kit/language/__init__.py",
    "kit/language/catalogue.py",
)

# Only what is plainly said to people counts where the rest is Django's or a standard's.
STRICT = ("web/", "exchange/", "kit/")

# What other packages say on our pages.
FOREIGN = (
    "django.forms.fields",
    "django.forms.models",
    "django.forms.formsets",
    "django.forms.utils",
    "django.core.validators",
    "django.contrib.auth.password_validation",
    "django.contrib.auth.forms",
    "django.utils.timesince",
    "django.template.defaultfilters",
    "allauth.account.forms",
    "allauth.account.fields",
    "allauth.account.adapter",
    "allauth.mfa.adapter",
    "allauth.mfa.totp.forms",
    "allauth.mfa.base.forms",
    "allauth.mfa.recovery_codes.forms",
)

FOREIGN_TEMPLATES = ("allauth/templates/account", "allauth/templates/mfa")


@dataclass(frozen=True)
class Found:
    """A message where it stands: a text, or its two forms; `context` tells equals apart."""

    message: str | tuple[str, str]
    place: str
    context: str | None = None
    comments: tuple[str, ...] = ()


def catalogue() -> Catalog:
    """An empty catalogue of every message, the most read first."""
    made = Catalog(project="DataShift", charset="utf-8", fuzzy=False)
    for one in found():
        made.add(
            one.message,
            locations=[(one.place, 0)],
            auto_comments=one.comments,
            context=one.context,
        )
    return made


def found() -> Iterator[Found]:
    """Every message of the project, then what other packages say on its pages."""
    package = ROOT / "datashift"
    paths = [
        path
        for ending in ("*.html", "*.txt", "*.xml", "*.j2", "*.py")
        for path in package.rglob(ending)
        if "node_modules" not in path.parts and "migrations" not in path.parts
    ]
    names = {path: path.relative_to(package).as_posix() for path in paths}
    for path in sorted(paths, key=lambda path: (_place(names[path]), names[path])):
        if not names[path].startswith(NOT_READ):
            yield from _of(path, names[path])
    for module in FOREIGN:
        spec = importlib.util.find_spec(module)
        if spec is not None and spec.origin:
            yield from _marked(Path(spec.origin), module)
    yield from _frameworks(package / "quality" / "credibility" / "frameworks")
    packages = Path(allauth.__file__).parents[1]
    for folder in FOREIGN_TEMPLATES:
        for path in sorted((packages / folder).rglob("*.*")):
            yield from _templates(path, path.relative_to(packages).as_posix())


def _frameworks(folder: Path) -> Iterator[Found]:
    """What the credibility frameworks ask: the words of statistical offices, in our translation."""
    for path in sorted(folder.glob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for text in dict.fromkeys(_asked(content)):
            yield Found(text, f"quality/credibility/frameworks/{path.name}")


_ASKED = ("name", "question", "goodwill", "means")


def _asked(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key in _ASKED and isinstance(value, str):
                yield value
            elif key == "parts" and isinstance(value, dict):
                yield from filter(lambda text: isinstance(text, str), value.values())
            else:
                yield from _asked(value)
    elif isinstance(node, list):
        for value in node:
            yield from _asked(value)


def _place(name: str) -> int:
    """Where a file stands in the order; pages before the code of the same part."""
    part = next((i for i, start in enumerate(ORDER) if name.startswith(start)), len(ORDER))
    return 2 * part + (not name.endswith((".html", ".j2")))


def _of(path: Path, name: str) -> Iterator[Found]:
    if path.suffix == ".py":
        yield from _marked(path, name)
        strict = name.startswith(STRICT)
        for _, sentence in sentences(path, strict=strict):
            yield Found(sentence, name)
    elif path.suffix == ".j2":
        with path.open("rb") as file:
            messages = extract("jinja2.ext:babel_extract", file, KEYWORDS, options=_JINJA)
            for _, message, _, context in messages:
                yield Found(_shape(message), name, context)
    elif "templates" in path.parts:
        yield from _templates(path, name)


_JINJA = {"trim_blocks": "true", "lstrip_blocks": "true", "trimmed": "true"}


def _marked(path: Path, name: str) -> Iterator[Found]:
    if not _MARKS.search(path.read_bytes()):  # most modules: no need to read them word by word
        return
    with path.open("rb") as file:
        for _, message, comments, context in extract(
            "python", file, KEYWORDS, comment_tags=["Translators:"]
        ):
            if message:
                yield Found(_shape(message), name, context, tuple(comments))


def _shape(message: str | tuple[str, ...]) -> str | tuple[str, str]:
    return message if isinstance(message, str) else (message[0], message[1])


_CALL = re.compile(r"(?<!\w)(?:_|u?n?p?gettext)\(")


def _templates(path: Path, name: str) -> Iterator[Found]:
    """Messages of a template of Django's, which Django turns into calls."""
    text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for start in _CALL.finditer(text):
        call = _call(text, start.start())
        if call is None:
            continue
        kind = text[start.start() : start.end() - 1]
        words = [arg.value for arg in call.args if isinstance(arg, ast.Constant)]
        texts = [word for word in words if isinstance(word, str)]
        context = texts.pop(0) if "p" in kind.replace("gettext", "") else None
        if texts:
            yield Found(
                (texts[0], texts[1]) if "ng" in kind or "np" in kind else texts[0], name, context
            )


def _call(text: str, start: int) -> ast.Call | None:
    """The call that begins at this place of a text that is otherwise no Python."""
    end = start
    for _ in range(20):
        end = text.find(")", end) + 1
        if not end:
            return None
        try:
            tree = ast.parse(text[start:end], mode="eval")
        except (SyntaxError, ValueError):
            continue
        return tree.body if isinstance(tree.body, ast.Call) else None
    return None
