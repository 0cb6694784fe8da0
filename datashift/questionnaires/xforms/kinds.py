"""Which of XLSForm's kinds of question an XForm's binding and control make."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from datashift.questionnaires import xml

_BY_TYPE = {
    "int": "integer",
    "integer": "integer",
    "decimal": "decimal",
    "date": "date",
    "time": "time",
    "dateTime": "datetime",
    "geopoint": "geopoint",
    "geotrace": "geotrace",
    "geoshape": "geoshape",
    "barcode": "barcode",
}
_BY_MEDIA = {"image/*": "image", "audio/*": "audio", "video/*": "video", "osm/*": "osm"}
_BY_TAG = {
    "select1": "select_one",
    "select": "select_multiple",
    "rank": "rank",
    "range": "range",
    "trigger": "acknowledge",
}
BIND_TYPES = {
    "integer": "int",
    "decimal": "decimal",
    "date": "date",
    "today": "date",
    "time": "time",
    "datetime": "dateTime",
    "start": "dateTime",
    "end": "dateTime",
    "geopoint": "geopoint",
    "start-geopoint": "geopoint",
    "background-geopoint": "geopoint",
    "geotrace": "geotrace",
    "geoshape": "geoshape",
    "barcode": "barcode",
    "rank": "odk:rank",
    "image": "binary",
    "audio": "binary",
    "video": "binary",
    "file": "binary",
    "osm": "binary",
    "audit": "binary",
    "background-audio": "binary",
}
"""The type of the binding that each kind has; all others are strings."""


PRELOADED = {"start", "end", "today"} | {
    f"{prefix}{name}"
    for prefix in ("", "uri:")
    for name in ("deviceid", "username", "phonenumber", "email", "simserial", "subscriberid")
}


def of_control(tag: str, control: Any, bind: Mapping[str, str]) -> str:
    """The kind of a question that people see."""
    if tag == "upload":
        return _BY_MEDIA.get(control.get("mediatype", ""), "file")
    if tag in _BY_TAG:
        return _BY_TAG[tag]
    if control.get("query"):
        return "select_one_external"
    kind = _BY_TYPE.get(bind.get("type", "string"), "text")
    return "note" if kind == "text" and bind.get("readonly") == "true()" else kind


def of_hidden(bind: Mapping[str, str], action: str) -> str:
    """The kind of a value that the phone fills in."""
    if action == "setgeopoint":
        return "start-geopoint"
    if action == "recordaudio":
        return "background-audio"
    preload, parameter = bind.get("jr:preload", ""), bind.get("jr:preloadParams", "")
    if preload in {"timestamp", "date", "property"} and parameter in PRELOADED:
        return parameter
    return "calculate" if "calculate" in bind else "hidden"


def acts(element: Any) -> bool:
    """Whether an element is an action inside a control."""
    return xml.local(element.tag) in {"setvalue", "setgeopoint"}
