"""A study written as YAML that reads back as the same study."""

from __future__ import annotations

from typing import Any

import yaml

from datashift.studies.document import plain_scalar
from datashift.studies.loading import Study
from datashift.studies.specification import Specification


def to_yaml(study: Study | Specification) -> str:
    """The study as text, in the contract's order, without what is unsaid.

    Text that would read as something else (a code `01`, the country `NO`) is quoted.
    """
    specification = study.specification if isinstance(study, Study) else study
    content = specification.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    content = {"study": 1, **content}
    return written(_short(content))


def written(content: object) -> str:
    """Plain values as YAML: mappings in blocks, short lists in one line, letters as they are."""
    return yaml.dump(
        content,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=100,
        default_flow_style=False,
    )


def inline(content: object) -> str:
    """A plain value, list or small mapping on one line, quoted where it must be."""
    text = yaml.dump(
        content,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=10**6,
        default_flow_style=True,
    )
    return text.removesuffix("\n").removesuffix("\n...").strip()


def _short(content: dict[str, Any]) -> dict[str, Any]:
    """The short forms people write: one file is no list, `per: column`."""
    file = content["data"]["file"]
    content["data"]["file"] = file[0] if len(file) == 1 else file
    for indicator in content["indicators"]:
        if set(indicator.get("per", ())) == {"column"}:
            indicator["per"] = indicator["per"]["column"]
        if set(indicator.get("method", ())) == {"name"}:
            indicator["method"] = indicator["method"]["name"]
    return content


class _Dumper(yaml.SafeDumper):
    """Indents lists under their key and puts flat lists and small mappings on one line."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        del indentless
        super().increase_indent(flow, indentless=False)

    def ignore_aliases(self, data: object) -> bool:
        del data
        return True


def _text(dumper: _Dumper, value: str) -> yaml.Node:
    style = None if plain_scalar(value) == value and "\n" not in value else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


def _list(dumper: _Dumper, value: list[Any] | tuple[Any, ...]) -> yaml.Node:
    flat = all(not isinstance(item, dict) for item in value)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=flat)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(list, _list)
_Dumper.add_representer(tuple, _list)
