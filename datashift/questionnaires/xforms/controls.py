"""Questions and groups of an XForm: its instance, bindings and controls brought together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from datashift.questionnaires import xml
from datashift.questionnaires.questionnaire import (
    Choice,
    EntityList,
    Group,
    Question,
    walk,
)
from datashift.questionnaires.xforms import kinds
from datashift.questionnaires.xforms.entities import entity_list
from datashift.questionnaires.xforms.itext import Said, Words
from datashift.questionnaires.xforms.model import Model, path_of
from datashift.questionnaires.xforms.paths import Path

_LIST = re.compile(
    r"(?:(?P<random>randomize\()\s*)?"
    r"instance\('(?P<list>[^']+)'\)/root/item(?:\[(?P<filter>.*)\])?"
    r"(?:(?:\s*,\s*(?P<seed>.+?))?\s*\))?\s*",
    re.DOTALL,
)
_SPOKEN_FOR = {
    "type",
    "required",
    "relevant",
    "constraint",
    "readonly",
    "calculate",
    "jr:constraintMsg",
    "jr:requiredMsg",
    "jr:preload",
    "jr:preloadParams",
    "entities:saveto",
    "datashift:concept",
    "datashift:indicator",
}
_OF_GROUPS = {"relevant", "readonly", "jr:constraintMsg", "jr:requiredMsg"}
_BIND_PARAMETERS = {
    "orx:max-pixels": "max-pixels",
    "odk:quality": "quality",
    "odk:track-changes": "track-changes",
    "odk:track-changes-reasons": "track-changes-reasons",
    "odk:identify-user": "identify-user",
    "odk:location-priority": "location-priority",
    "odk:location-min-interval": "location-min-interval",
    "odk:location-max-age": "location-max-age",
    "odk:allow-mock-accuracy": "allow-mock-accuracy",
}
_BODY_PARAMETERS = {
    "start": "start",
    "end": "end",
    "step": "step",
    "rows": "rows",
    "accuracyThreshold": "capture-accuracy",
    "unacceptableAccuracyThreshold": "warning-accuracy",
    "odk:incremental": "incremental",
    "incremental": "incremental",
    "odk:tick-interval": "tick_interval",
    "odk:placeholder": "placeholder",
    "odk:tick-labelset": "tick_labelset",
    "intent": "app",
}
_MEDIA_DEFAULT = re.compile(r"jr://[\w-]+/(.+)")


@dataclass(frozen=True)
class _Control:
    """A control of the body, and the group or repeat elements about it."""

    tag: str
    element: Any
    repeat: Any = None


@dataclass(frozen=True)
class Reader:
    """All that is needed to say what stands at a path.

    Args:
        controls: path to control.
        triggered: path to (names of triggers, expression, what happens).
    """

    model: Model
    words: Words
    controls: Mapping[Path, _Control]
    triggered: Mapping[Path, tuple[tuple[str, ...], str, str]]

    def contents(self) -> tuple[Question | Group, ...]:
        """The form's questions and groups in order; what is recorded about filling in, last."""
        return (*self._below(()), *self._audit())

    def entities(self) -> tuple[EntityList, ...]:
        """The lists that submissions make or change."""
        found = []
        for path, node in self.model.nodes.items():
            if path[-1] == "entity" and "meta" in path and node.get("dataset"):
                found.append(entity_list(self.model, path, node))
        return tuple(found)

    def unused(self, contents: tuple[Question | Group, ...]) -> dict[str, tuple[Choice, ...]]:
        """Lists of choices that no question offers."""
        used = {item.choice_list for item in walk(contents) if isinstance(item, Question)}
        return {name: self._choices(name) for name in self.model.lists if name not in used}

    def _below(self, path: Path) -> tuple[Question | Group, ...]:
        depth = len(path) + 1
        return tuple(
            self._item(below, node)
            for below, node in self.model.nodes.items()
            if len(below) == depth and below[: depth - 1] == path and below[-1] != "meta"
        )

    def _audit(self) -> Iterator[Question]:
        path = ("meta", "audit")
        if path in self.model.nodes:
            parameters, bind = _parameters(self.model.bind(path))
            yield Question(
                "audit", "meta/audit", "audit", parameters=parameters, bind=_rest(bind, "audit")
            )

    def _item(self, path: Path, node: Any) -> Question | Group:
        control = self.controls.get(path)
        if len(node) or (control is not None and control.tag == "group"):
            return self._group(path, control, node)
        return self._question(path, control, node)

    def _group(self, path: Path, control: _Control | None, node: Any) -> Group:
        bind, said = self.model.bind(path), Said({})
        body: dict[str, str] = {}
        appearance = count = ""
        if control is not None:
            said = self.words.of_element(xml.child(control.element, "label"), path)
            body = self._attributes(control.element)
            if control.repeat is not None:
                inner = self._attributes(control.repeat)
                count = self.model.names.said(inner.pop("jr:count", ""), path)
                body = {**body, **inner}
            appearance = body.pop("appearance", "")
        return Group(
            name=path[-1],
            path="/".join(path),
            contents=self._below(path),
            labels=said.words,
            media=said.media,
            relevant=self._expression(bind, "relevant", path),
            appearance=appearance,
            read_only=self._expression(bind, "readonly", path),
            repeats=control is not None and control.repeat is not None,
            count=count,
            bind={name: value for name, value in bind.items() if name not in _OF_GROUPS},
            body=body,
            instance=self._instance(node),
        )

    def _question(self, path: Path, control: _Control | None, node: Any) -> Question:
        model, bind = self.model, self.model.bind(path)
        action, events, set_to = model.values.get(path, ("", "", ""))
        triggers, triggered, what = self.triggered.get(path, ((), "", ""))
        element = None if control is None else control.element
        if control is None:
            kind = kinds.of_hidden(bind, action)
            kind = "calculate" if triggers and triggered else kind
        else:
            kind = kinds.of_control(control.tag, element, bind)
            if kind == "acknowledge" and path not in model.binds:
                kind = "trigger"
        if what == "setgeopoint":
            kind = "background-geopoint"
        said = self.words.of_element(xml.child(element, "label"), path)
        hint = self.words.of_element(xml.child(element, "hint"), path)
        body = {} if element is None else self._attributes(element)
        parameters, bind_left = _parameters(bind)
        appearance = body.pop("appearance", "")
        body.pop("mediatype", None)
        for name in [name for name in body if name in _BODY_PARAMETERS]:
            if name == "intent" and kind != "image":
                continue  # the programme that answers; pyxform has a parameter for cameras only
            parameters[_BODY_PARAMETERS[name]] = body.pop(name)
        default = _MEDIA_DEFAULT.sub(r"\1", (node.text or "").strip())
        if action == "setvalue" and "odk-instance-first-load" in events:
            default = model.names.said(set_to, path)
        if action == "recordaudio" and set_to:
            parameters["quality"] = set_to
        offered = self._offered(element, path, body)
        parameters |= offered.parameters
        return Question(
            name=path[-1],
            path="/".join(path),
            kind=kind,
            labels=said.words,
            hints=hint.words,
            guidance=hint.guidance,
            media=said.media,
            choices=offered.choices,
            choice_list=offered.name,
            choice_filter=offered.filter,
            choices_file=offered.file,
            required=self._expression(bind, "required", path),
            required_messages=self.words.of_message(bind.get("jr:requiredMsg", ""), path),
            relevant=self._expression(bind, "relevant", path),
            constraint=self._expression(bind, "constraint", path),
            constraint_messages=self.words.of_message(bind.get("jr:constraintMsg", ""), path),
            read_only="" if kind == "note" else self._expression(bind, "readonly", path),
            calculation=model.names.said(triggered, path)
            if triggered
            else self._expression(bind, "calculate", path),
            default=default,
            appearance=appearance,
            parameters=parameters,
            triggers=triggers,
            save_to=bind.get("entities:saveto", ""),
            concept=bind.get("datashift:concept", ""),
            indicator=bind.get("datashift:indicator", ""),
            bind=_rest(bind_left, kind),
            body=body,
            instance=self._instance(node),
        )

    def _expression(self, bind: Mapping[str, str], name: str, path: Path) -> str:
        return self.model.names.said(bind.get(name, ""), path)

    def _attributes(self, element: Any) -> dict[str, str]:
        return {
            self.model.qualified(name): value
            for name, value in element.attrib.items()
            if name not in {"ref", "nodeset"}
        }

    def _instance(self, node: Any) -> dict[str, str]:
        return {
            self.model.qualified(name): value
            for name, value in node.attrib.items()
            if name != f"{{{xml.JAVAROSA}}}template"
        }

    def _offered(self, element: Any, path: Path, body: dict[str, str]) -> _Offered:
        itemset = xml.child(element, "itemset")
        if itemset is not None:
            return self._of_list(itemset, path)
        if query := body.get("query"):
            body.pop("query")
            match = _LIST.fullmatch(query)
            said = self.model.names.said((match and match["filter"]) or "", path)
            return _Offered(name=match["list"] if match else query, filter=said)
        items = tuple(
            _choice(
                (xml.child(item, "value").text or "").strip(),
                self.words.of_element(xml.child(item, "label"), path),
                {},
            )
            for item in xml.children(element, "item")
            if xml.child(item, "value") is not None
        )
        return _Offered(name=path[-1] if items else "", choices=items)

    def _of_list(self, itemset: Any, path: Path) -> _Offered:
        nodeset = itemset.get("nodeset", "")
        match = _LIST.fullmatch(nodeset.strip())
        if match is None:
            # The answers of a repeat: XLSForm names the question in it whose answers are offered.
            name, _, rest = nodeset.partition("[")
            value = xml.child(itemset, "value")
            inside = "" if value is None else f"/{value.get('ref', '')}"
            said = self.model.names.said(f" {name.strip()}{inside} ", path)
            return _Offered(name=said, filter=self.model.names.said(rest.rpartition("]")[0], path))
        parameters = {}
        if match["random"]:
            parameters["randomize"] = "true"
            if match["seed"]:
                parameters["seed"] = self.model.names.said(f" {match['seed']} ", path)
        said = self.model.names.said(match["filter"] or "", path)
        name = match["list"]
        if name in self.model.sources:
            value, label = (
                xml.child(itemset, part).get("ref", "")
                if xml.child(itemset, part) is not None
                else ""
                for part in ("value", "label")
            )
            file = self.model.sources[name].rpartition("/")[2]
            usual = ("id", "title") if file.endswith(".geojson") else ("name", "label")
            if value != usual[0]:
                parameters["value"] = value
            if label != usual[1]:
                parameters["label"] = label
            return _Offered(name=name, filter=said, file=file, parameters=parameters)
        return _Offered(name, self._choices(name), said, "", parameters)

    def _choices(self, name: str) -> tuple[Choice, ...]:
        found = []
        for item in self.model.lists.get(name, ()):
            cells = dict(item)
            identifier, stored = cells.pop("itextId", ""), cells.pop("name", "")
            said = self.words.of_id(identifier) if identifier else Said({})
            if label := cells.pop("label", ""):
                said = Said({"": {"default": label}})
            found.append(_choice(stored, said, cells))
        return tuple(found)


@dataclass(frozen=True)
class _Offered:
    """The answers of a question: the list, its filter, or the file it stands in."""

    name: str = ""
    choices: tuple[Choice, ...] = ()
    filter: str = ""
    file: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)


def _choice(stored: str, said: Said, cells: dict[str, str]) -> Choice:
    code = cells.pop("datashift_code", "")
    return Choice(stored, said.words, code, said.media, cells)


def _parameters(bind: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Settings of the kind among a binding's attributes, and the attributes that are left."""
    found = {
        _BIND_PARAMETERS[name]: value for name, value in bind.items() if name in _BIND_PARAMETERS
    }
    return found, {name: value for name, value in bind.items() if name not in _BIND_PARAMETERS}


def _rest(bind: Mapping[str, str], kind: str) -> dict[str, str]:
    preloaded = {"jr:preload", "jr:preloadParams"} if kind not in kinds.PRELOADED else set()
    left = {name: value for name, value in bind.items() if name not in _SPOKEN_FOR - preloaded}
    if kind == "range":  # its type follows from its steps
        return left
    usual = kinds.BIND_TYPES.get(kind, "string")
    if (said := bind.get("type", usual)) != usual:
        left["type"] = said
    return left


def reader(model: Model, words: Words, body: Any) -> Reader:
    """Bring a form's controls together by path."""
    root = xml.local(model.primary.tag)
    controls: dict[Path, _Control] = {}
    triggered: dict[Path, tuple[tuple[str, ...], str, str]] = {}

    def gather(element: Any) -> None:
        for item in element:
            tag = xml.local(item.tag)
            path = path_of(item.get("ref"), root)
            if tag == "group":
                repeat = xml.child(item, "repeat")
                if repeat is not None:
                    path = path_of(repeat.get("nodeset"), root)
                if path is not None:
                    controls.setdefault(path, _Control("group", item, repeat))
                gather(item if repeat is None else repeat)
            elif tag == "repeat":
                inside = path_of(item.get("nodeset"), root)
                if inside is not None:
                    controls.setdefault(inside, _Control("group", item, item))
                gather(item)
            elif path is not None and tag not in {"label", "hint"}:
                controls.setdefault(path, _Control(tag, item))
                for action in item:
                    if kinds.acts(action) and (target := path_of(action.get("ref"), root)):
                        names, _, _ = triggered.get(target, ((), "", ""))
                        what = xml.local(action.tag)
                        triggered[target] = ((*names, path[-1]), action.get("value", ""), what)

    if body is not None:
        gather(body)
    return Reader(model, words, controls, triggered)
