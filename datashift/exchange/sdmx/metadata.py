"""Reference metadata: what stands behind each series, in the attributes of the SDG metadata structure.

One metadata set per indicator against `IAEG-SDGs:SDG_MSD(1.0)`, SDMX-ML 3.0, aimed at the indicator's
code in the list of series. An attribute of which the release says nothing is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from datashift.exchange.languages import OURS, Worded, beside_ours
from datashift.exchange.published import Published
from datashift.exchange.sdmx import structure
from datashift.exchange.sdmx.carried import Carried
from datashift.exchange.sdmx.definition import AGENCY
from datashift.exchange.sdmx.series import carriers
from datashift.exchange.text import code
from datashift.figures import Finding

_SPACE = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0"
_URN = "urn:sdmx:org.sdmx.infomodel"
_MSD = f"{_URN}.metadatastructure.MetadataStructure=IAEG-SDGs:SDG_MSD(1.0)"
_FLOW = f"{_URN}.metadatastructure.Metadataflow={AGENCY}:SDG_META(1.0)"
_SAMPLING = {
    "census": "A complete count.",
    "probability": "A probability sample.",
    "volunteer": "Whoever answered; not a random sample.",
    "register": "A register; not a random sample.",
    "sensor": "Sensors.",
}


def text(made: Carried, more: Mapping[str, str] | None = None) -> bytes:
    """The message; `more` is said after what the release says of an attribute, by its id.

    Those who wrote `more` may each have written in a language of their own.
    """
    return "\n".join(_message(made, more or {})).encode() + b"\n"


def attributes(release: Published, finding: Finding) -> dict[str, Worded]:
    """What the release says of an indicator, by id of the metadata attribute."""

    def ours(text: str) -> Worded:
        return Worded(text, OURS)

    def both(text: str) -> Worded:
        return Worded(text, beside_ours(finding.language))

    said = {
        "SDG_GOAL": Worded(finding.sdg.partition(".")[0]),
        "SDG_TARGET": Worded(finding.sdg.rpartition(".")[0]),
        "SDG_INDICATOR": Worded(finding.sdg),
        "SDG_SERIES_DESCR": Worded(finding.title, finding.language),
        "META_LAST_UPDATE": Worded(release.created.isoformat() if release.created else ""),
        "ORGANISATION_UNIT": Worded(release.producer),
        "COMPILING_ORG": Worded(release.producer),
        "UNIT_MEASURE": Worded(finding.unit_words, finding.language)
        or Worded(finding.unit_measure),
        "STAT_CONC_DEF": both(f"{finding.title}; one row of the data is one {finding.unit}."),
        "DATA_SOURCE": Worded("; ".join(part.name for part in release.inputs[1:])),
        "SOURCE_TYPE": ours("Citizen-generated data. " + _SAMPLING.get(finding.sampling, "")),
        "COVERAGE": Worded(", ".join(part for part in (finding.place, finding.period) if part)),
        "COMPARABILITY": both(_comparability(finding)),
        "DATA_COMP": ours(finding.method),
        "QUALITY_ASSMNT": ours(" ".join(one.message for one in release.noticed)),
        "REC_USE_LIM": ours(
            " ".join(part for part in (finding.range, finding.sensitivity) if part)
        ),
        "OTHER_DOC": ours(f"Licence: {release.licence}" if release.licence else ""),
        "ADJUSTMENT": ours(_protection(release)),
    }
    return {name: worded for name, worded in said.items() if worded}


def _comparability(finding: Finding) -> str:
    match = f"Match with SDG indicator {finding.sdg}: {finding.match}." if finding.sdg else ""
    reasons = [reason.text for reason in finding.reasons]
    return " ".join(part for part in (match, finding.match_reason, *reasons) if part)


def _protection(release: Published) -> str:
    if not release.minimum:
        return ""
    return (
        f"Figures that stand on fewer than {release.minimum:,} are hidden, and further ones where "
        f"they would give these away: {release.hidden:,} in all."
    )


def _message(made: Carried, more: Mapping[str, str]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield (
        f'<mes:GenericMetadata xmlns:mes="{_SPACE}/message" xmlns:com="{_SPACE}/common" '
        f'xmlns:met="{_SPACE}/metadata/generic">'
    )
    about = (
        '<mes:Structure structureID="SDG_MSD">',
        f"<com:Structure>{_MSD}</com:Structure>",
        "</mes:Structure>",
    )
    yield from structure.header(made.release, inside=about)
    for finding in made.release.findings:
        yield from _set(made, finding, more)
    yield "</mes:GenericMetadata>"


def _set(made: Carried, finding: Finding, more: Mapping[str, str]) -> Iterator[str]:
    carrier = carriers(made.release)[finding.id]
    codes = made.lists["SERIES"]
    yield f'<mes:MetadataSet id="{code(carrier.code)}" agencyID="{AGENCY}" version="1.0">'
    yield structure.worded("com:Name", Worded(finding.title, finding.language))
    yield f"<met:Metadataflow>{_FLOW}</met:Metadataflow>"
    yield (
        f"<met:Target>{_URN}.codelist.Code={codes.agency}:{codes.id}({codes.version})."
        f"{carrier.code}</met:Target>"
    )
    said = attributes(made.release, finding)
    for name in dict.fromkeys((*said, *more)):
        yield f'<met:Attribute id="{name}">'
        yield structure.worded("com:Text", _with_more(said.get(name), more.get(name)))
        yield "</met:Attribute>"
    yield "</mes:MetadataSet>"


def _with_more(said: Worded | None, more: str | None) -> Worded:
    if said is None or not more:
        return said or Worded(more or "")
    return Worded(f"{said.text} {more}")
