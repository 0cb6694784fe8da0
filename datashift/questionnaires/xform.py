"""An XForm read into a questionnaire."""

from __future__ import annotations

from typing import Any

from datashift.kit.problem import Problem
from datashift.questionnaires import xml
from datashift.questionnaires.questionnaire import UNNAMED, Questionnaire
from datashift.questionnaires.xforms.controls import reader
from datashift.questionnaires.xforms.itext import Words
from datashift.questionnaires.xforms.model import Model

_EXPECTED_SETTINGS = {
    "action": "submission_url",
    "{http://openrosa.org/xforms}auto-send": "auto_send",
    "{http://www.opendatakit.org/xforms}client-editable": "client_editable",
    "{http://openrosa.org/xforms}auto-delete": "auto_delete",
}


def read(xform: bytes) -> Questionnaire:
    """Read an XForm (ODK XForms specification) whole.

    Raises:
        Problem: not well-formed, beyond the limits, no form in it.
    """
    document = xml.parse(xform, xml.FORM, noun="The form")
    head, body = xml.child(document, "head"), xml.child(document, "body")
    model = Model.of(xml.child(head, "model"), body)
    words = Words.of(model)
    read_form = reader(model, words, body)
    contents = read_form.contents()
    settings = _settings(model, body)
    title = xml.child(head, "title")
    instance_name = model.bind(("meta", "instanceName")).get("calculate", "")
    submission = xml.child(model.element, "submission")
    key = "" if submission is None else submission.get("base64RsaPublicKey", "")
    form_id = model.primary.get("id", "") or _namespace(model.primary.tag)
    if not form_id:
        raise Problem(
            "The form has no id",
            do="The first element of its instance needs the attribute id",
            code="xform.no_id",
        )
    return Questionnaire(
        id=form_id,
        version=model.primary.get("version", ""),
        title="" if title is None else "".join(title.itertext()).strip(),
        languages=words.languages or (UNNAMED,),
        contents=contents,
        entities=read_form.entities(),
        media=words.files(),
        files=model.files(),
        lists=read_form.unused(contents),
        root=xml.local(model.primary.tag),
        instance_name=model.names.said(instance_name, ("meta", "instanceName")),
        public_key=key,
        settings=settings,
        namespaces=_namespaces(document),
    )


def _settings(model: Model, body: Any) -> dict[str, str]:
    found = {}
    submission = xml.child(model.element, "submission")
    if submission is not None:
        for attribute, setting in _EXPECTED_SETTINGS.items():
            if value := submission.get(attribute):
                found[setting] = value
    if body is not None and body.get("class"):
        found["style"] = body.get("class")
    for attribute, value in model.primary.attrib.items():
        if attribute not in {"id", "version"}:
            found[f"attribute::{model.qualified(attribute)}"] = value
    return found


_USUAL = {
    "http://www.w3.org/2002/xforms",
    "http://www.w3.org/1999/xhtml",
    "http://www.w3.org/2001/xml-events",
    "http://www.w3.org/2001/XMLSchema",
    "http://openrosa.org/javarosa",
    "http://openrosa.org/xforms",
    "http://www.opendatakit.org/xforms",
    "http://www.opendatakit.org/xforms/entities",
    xml.DATASHIFT,
}


def _namespaces(document: Any) -> dict[str, str]:
    return {
        prefix: address
        for prefix, address in document.nsmap.items()
        if prefix and address not in _USUAL
    }


def _namespace(tag: str) -> str:
    return tag[1:].partition("}")[0] if tag.startswith("{") else ""
