"""A questionnaire: what is asked, in which words, under which conditions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

Texts = Mapping[str, str]
"""Words by language, the language as the form names it: ``{"English (en)": "Age"}``."""

UNNAMED = "default"
"""The language of words that name none."""

SELECTS = frozenset({"select_one", "select_multiple", "rank"})
FILES = frozenset({"image", "audio", "video", "file", "osm", "audit", "background-audio"})
METADATA = frozenset(
    {"start", "end", "today", "deviceid", "username", "phonenumber", "email", "audit"}
    | {"start-geopoint", "background-geopoint", "background-audio"}
)
DATA_FILES = frozenset({"csv-external", "xml-external"})
"""Kinds of rows that name a file beside the form."""

UNASKED = METADATA | DATA_FILES | {"calculate", "hidden"}
"""Kinds of what the phone fills in or brings along by itself."""


@dataclass(frozen=True)
class Choice:
    """One answer of a list.

    Args:
        name: what is stored.
        labels: what people read, by language.
        code: what it means for the question's concept (`datashift::code`), or "".
        media: `image`, `audio`, `video` or `big-image` to the file's name by language.
        more: other columns of the choices sheet, by which choices are filtered.
        own: those of the author's own that no form can carry (`beside`).
    """

    name: str
    labels: Texts = field(default_factory=dict)
    code: str = ""
    media: Mapping[str, Texts] = field(default_factory=dict)
    more: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """One question, or a value that the phone fills in.

    Expressions are XPath in which ``${name}`` stands for another question's answer.

    Args:
        name: short name, unique within its group.
        path: where its answer stands in a submission, without the root: ``household/age``.
        kind: XLSForm's word: ``select_one``, ``integer``, ``geopoint``, ``calculate`` ...
        labels, hints, guidance: words by language.
        media: `image`, `audio`, `video` or `big-image` to the file's name by language.
        choices: the answers offered, when the form itself lists them.
        choice_list: name of that list.
        choice_filter: expression that keeps some of the choices.
        choices_file: name of the file that lists the choices instead.
        required, relevant, constraint, read_only, calculation: expressions, or "".
        required_messages, constraint_messages: words by language.
        default: the answer to start from: a value, or an expression.
        appearance: how it is shown.
        parameters: settings of the kind (`rows=4`, `max-pixels=1024`).
        triggers: names of the questions after whose change the calculation is made.
        save_to: property of the entity list that keeps the answer.
        concept: what the answer measures (`datashift::concept`), or "".
        indicator: indicators that the answer gives (`datashift::indicator`), or "".
        bind, body, instance: further attributes of the XForm (`bind::orx:max-pixels`).
        own: columns of the author's own in the survey sheet (`beside`).
        above: rows above it that ask nothing: notes, questions that are switched off.
    """

    name: str
    path: str
    kind: str
    labels: Texts = field(default_factory=dict)
    hints: Texts = field(default_factory=dict)
    guidance: Texts = field(default_factory=dict)
    media: Mapping[str, Texts] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    choice_list: str = ""
    choice_filter: str = ""
    choices_file: str = ""
    required: str = ""
    required_messages: Texts = field(default_factory=dict)
    relevant: str = ""
    constraint: str = ""
    constraint_messages: Texts = field(default_factory=dict)
    read_only: str = ""
    calculation: str = ""
    default: str = ""
    appearance: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    triggers: tuple[str, ...] = ()
    save_to: str = ""
    concept: str = ""
    indicator: str = ""
    bind: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, str] = field(default_factory=dict)
    instance: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)
    above: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True)
class Group:
    """Questions that stand together; a repeat when they are asked several times.

    Args:
        name, path, labels, appearance, relevant, own, above: as of a question.
        contents: questions and groups in order.
        repeats: asked several times.
        count: expression for how many times, or "" when the person decides.
        closing: rows that ask nothing, above the one that ends it.
        ending: columns of the author's own in that one.
    """

    name: str
    path: str
    contents: tuple[Question | Group, ...] = ()
    labels: Texts = field(default_factory=dict)
    media: Mapping[str, Texts] = field(default_factory=dict)
    relevant: str = ""
    appearance: str = ""
    read_only: str = ""
    repeats: bool = False
    count: str = ""
    bind: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, str] = field(default_factory=dict)
    instance: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)
    above: tuple[Mapping[str, str], ...] = ()
    closing: tuple[Mapping[str, str], ...] = ()
    ending: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class EntityList:
    """A list of things visited more than once, made or changed by submissions.

    Args:
        name: of the list.
        label: expression for what an entity is called.
        entity_id: expression for which one is changed.
        create_if, update_if: conditions.
        path: of the group that it belongs to, "" for the whole questionnaire.
        properties: property to the path of the question that gives it.
    """

    name: str
    label: str = ""
    entity_id: str = ""
    create_if: str = ""
    update_if: str = ""
    path: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Questionnaire:
    """A whole questionnaire.

    Args:
        id: what every version has in common.
        version: name of this version, or "".
        title: for people.
        languages: as the form names them, the first shown first; `UNNAMED` where none is named.
        contents: questions and groups in order.
        entities: lists that its submissions make or change.
        media: names of the files that the form needs beside it.
        files: names of lists of choices and other data among them.
        lists: lists of choices that no question offers.
        root: name of the submission's first element.
        instance_name: expression for what a submission is called, or "".
        public_key: RSA key in base64 to which submissions are encrypted, or "".
        settings: further settings of the XLSForm: `style`, `submission_url`, `auto_send` ...
        namespaces: prefix to address, of attributes that the form adds.
        closing: rows that ask nothing, at the end of the survey sheet.
    """

    id: str
    version: str = ""
    title: str = ""
    languages: tuple[str, ...] = (UNNAMED,)
    contents: tuple[Question | Group, ...] = ()
    entities: tuple[EntityList, ...] = ()
    media: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    lists: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    root: str = "data"
    instance_name: str = ""
    public_key: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    namespaces: Mapping[str, str] = field(default_factory=dict)
    closing: tuple[Mapping[str, str], ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in order, those of groups and repeats among them."""
        return tuple(item for item in walk(self.contents) if isinstance(item, Question))

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions that somebody reads: what the phone fills in by itself is none."""
        return tuple(each for each in self.questions if each.kind not in UNASKED)

    @property
    def groups(self) -> tuple[Group, ...]:
        """All groups and repeats in order."""
        return tuple(item for item in walk(self.contents) if isinstance(item, Group))

    @property
    def repeats(self) -> tuple[Group, ...]:
        """The repeats in order."""
        return tuple(group for group in self.groups if group.repeats)

    @property
    def encrypted(self) -> bool:
        """Whether submissions are encrypted on the phone."""
        return bool(self.public_key)

    def question(self, path: str) -> Question:
        """The question at that path.

        Raises:
            KeyError: there is none.
        """
        for question in self.questions:
            if question.path == path:
                return question
        raise KeyError(path)


def walk(contents: tuple[Question | Group, ...]) -> Iterator[Question | Group]:
    """Every question and group in order, a group before what it contains."""
    for item in contents:
        yield item
        if isinstance(item, Group):
            yield from walk(item.contents)
