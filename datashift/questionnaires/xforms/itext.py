"""The words of an XForm in all its languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from datashift.questionnaires import xml
from datashift.questionnaires.questionnaire import UNNAMED
from datashift.questionnaires.xforms.model import Model
from datashift.questionnaires.xforms.paths import Path

_REFERENCE = re.compile(r"jr:itext\('(?P<id>.*)'\)")
_MEDIA = re.compile(r"jr://[\w-]+/(?P<name>.+)")
_FILLER = "-"  # what pyxform writes where a translation is missing
PLAIN = ""
GUIDANCE = "guidance"


@dataclass(frozen=True)
class Said:
    """What one label or hint says: form ("" for words, `image`, `guidance` ...) by language."""

    forms: Mapping[str, Mapping[str, str]]

    @property
    def words(self) -> Mapping[str, str]:
        """The words by language."""
        return self.forms.get(PLAIN, {})

    @property
    def guidance(self) -> Mapping[str, str]:
        """Words for those who ask, by language."""
        return self.forms.get(GUIDANCE, {})

    @property
    def media(self) -> Mapping[str, Mapping[str, str]]:
        """Kind of file to its name by language."""
        return {
            form: names
            for form, names in self.forms.items()
            if form in {"image", "audio", "video", "big-image"}
        }


NOTHING = Said({})


@dataclass(frozen=True)
class Words:
    """The form's words.

    Args:
        languages: as the form names them, the default first.
        texts: id to form to language to (element's) words.
    """

    languages: tuple[str, ...]
    texts: Mapping[str, Mapping[str, Mapping[str, Any]]]
    model: Model

    @classmethod
    def of(cls, model: Model) -> Words:
        """Read the translations of a model."""
        texts: dict[str, dict[str, dict[str, Any]]] = {}
        languages: list[str] = []
        itext = xml.child(model.element, "itext")
        for translation in xml.children(itext, "translation"):
            language = translation.get("lang", UNNAMED)
            first = translation.get("default") is not None
            languages.insert(0 if first else len(languages), language)
            for text in xml.children(translation, "text"):
                forms = texts.setdefault(text.get("id", ""), {})
                for value in xml.children(text, "value"):
                    forms.setdefault(value.get("form", PLAIN), {})[language] = value
        return cls(tuple(dict.fromkeys(languages)), texts, model)

    def of_element(self, element: Any, at: Path) -> Said:
        """What a label or hint element says."""
        if element is None:
            return NOTHING
        reference = _REFERENCE.fullmatch(element.get("ref", ""))
        if reference:
            return self.of_id(reference["id"], at)
        words = self._text(element, at)
        return Said({PLAIN: {UNNAMED: words}} if words else {})

    def of_id(self, identifier: str, at: Path = ()) -> Said:
        """What the text of that id says."""
        forms = {}
        for form, by_language in self.texts.get(identifier, {}).items():
            said = {
                language: _file(words) if form in _FILES else words
                for language, element in by_language.items()
                if (words := self._text(element, at))
            }
            if len(self.languages) > 1 and set(said.values()) != {_FILLER}:
                said = {language: words for language, words in said.items() if words != _FILLER}
            if said:
                forms[form] = said
        return Said(forms)

    def of_message(self, written: str, at: Path) -> Mapping[str, str]:
        """A message of a binding: words, or the id of words."""
        if not written:
            return {}
        reference = _REFERENCE.fullmatch(written)
        return self.of_id(reference["id"], at).words if reference else {UNNAMED: written}

    def files(self) -> tuple[str, ...]:
        """Names of the pictures and sounds among the words."""
        found = [
            _file(element.text or "")
            for forms in self.texts.values()
            for form, by_language in forms.items()
            if form in _FILES
            for element in by_language.values()
            if (element.text or "") not in {"", _FILLER}
        ]
        return tuple(dict.fromkeys(found))

    def _text(self, element: Any, at: Path) -> str:
        parts = [element.text or ""]
        for output in element:
            parts.append(self.model.names.said(f" {output.get('value', '').strip()} ", at))
            parts.append(output.tail or "")
        return "".join(parts).strip()


_FILES = {"image", "audio", "video", "big-image"}


def _file(address: str) -> str:
    match = _MEDIA.fullmatch(address)
    return match["name"] if match else address
