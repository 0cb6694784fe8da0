"""The structure message: concepts, code lists, data structure and dataflow of a release.

It stands beside the data so that any SDMX software can load them; code lists of the SDG structure
are cut to the codes that are used, and say so (`isPartial`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from datashift.exchange.languages import Worded, xml_lang
from datashift.exchange.published import Published
from datashift.exchange.sdmx.carried import Carried, CodeList
from datashift.exchange.sdmx.definition import AGENCY, COMPONENTS, TIME, VALUE, Component, of
from datashift.exchange.text import xml

CONCEPTS = "SDG_CONCEPTS"
_SPACES = "http://www.sdmx.org/resources/sdmxml/schemas"
_URN = "urn:sdmx:org.sdmx.infomodel"
UNDATED = "1970-01-01"  # a message must carry a date; this one says that the release has none


def text(made: Carried, version: str) -> bytes:
    """The message in SDMX-ML 2.1 or 3.0."""
    return "\n".join(_message(made, version)).encode() + b"\n"


def prepared(release: Published) -> str:
    """When the message was prepared: the day of the release, never the clock."""
    day = release.created.isoformat() if release.created else UNDATED
    return f"{day}T00:00:00"


def header(release: Published, *, inside: Iterable[str] = ()) -> Iterator[str]:
    """The header of a message."""
    yield "<mes:Header>"
    yield f"<mes:ID>DATASHIFT_{release.identity.upper()}</mes:ID>"
    yield "<mes:Test>false</mes:Test>"
    yield f"<mes:Prepared>{prepared(release)}</mes:Prepared>"
    yield f'<mes:Sender id="{AGENCY}"/>'
    yield from inside
    yield "</mes:Header>"


def worded(element: str, said: Worded) -> str:
    """An element that holds a text in its language."""
    return f'<{element} xml:lang="{xml_lang(said.language)}">{xml(said.text)}</{element}>'


def _title(release: Published) -> str:
    return worded("com:Name", Worded(release.title, release.language))


def _message(made: Carried, version: str) -> Iterator[str]:
    space = f"{_SPACES}/v{version.replace('.', '_')}"
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield (
        f'<mes:Structure xmlns:mes="{space}/message" xmlns:str="{space}/structure" '
        f'xmlns:com="{space}/common">'
    )
    yield from header(made.release)
    yield "<mes:Structures>"
    new = version != "2.1"
    lists = list(_codelists(made, new))
    flow = list(_dataflow(made, new))
    concepts = list(_concepts(new))
    definition = list(_definition(made, new))
    # The schemas of the two versions want the parts in different orders.
    parts = [lists, concepts, flow, definition] if new else [flow, lists, concepts, definition]
    for part in parts:
        yield from part
    yield "</mes:Structures>"
    yield "</mes:Structure>"


def _codelists(made: Carried, new: bool) -> Iterator[str]:
    yield "<str:Codelists>"
    for codes in {(one.agency, one.id): one for one in made.lists.values()}.values():
        yield from _codelist(codes, new)
    yield "</str:Codelists>"


def _codelist(codes: CodeList, new: bool) -> Iterator[str]:
    partial = ' isPartial="true"' if codes.partial else ""
    final = "" if new else ' isFinal="true"'
    yield (
        f'<str:Codelist id="{codes.id}" agencyID="{codes.agency}" version="{codes.version}"'
        f"{final}{partial}>"
    )
    yield f'<com:Name xml:lang="en">{codes.id}</com:Name>'
    for code, (name, description) in codes.codes.items():
        yield f'<str:Code id="{xml(code)}">'
        yield worded("com:Name", name)
        if description:
            yield worded("com:Description", description)
        yield "</str:Code>"
    yield "</str:Codelist>"


def _concepts(new: bool) -> Iterator[str]:
    around = "ConceptSchemes" if new else "Concepts"
    yield f"<str:{around}>"
    final = "" if new else ' isFinal="true"'
    yield f'<str:ConceptScheme id="{CONCEPTS}" agencyID="{AGENCY}" version="1.0"{final}>'
    yield '<com:Name xml:lang="en">Concepts of the SDG data structure, and ours</com:Name>'
    for component in COMPONENTS:
        yield f'<str:Concept id="{component.id}">'
        yield f'<com:Name xml:lang="en">{xml(component.name)}</com:Name>'
        yield "</str:Concept>"
    yield "</str:ConceptScheme>"
    yield f"</str:{around}>"


def _dataflow(made: Carried, new: bool) -> Iterator[str]:
    final = "" if new else ' isFinal="true"'
    yield "<str:Dataflows>"
    yield f'<str:Dataflow id="{made.id}" agencyID="{AGENCY}" version="1.0"{final}>'
    yield _title(made.release)
    if new:
        yield (
            f"<str:Structure>{_URN}.datastructure.DataStructure="
            f"{AGENCY}:{made.id}(1.0)</str:Structure>"
        )
    else:
        yield "<str:Structure>"
        yield (
            f'<Ref id="{made.id}" version="1.0" agencyID="{AGENCY}" '
            'package="datastructure" class="DataStructure"/>'
        )
        yield "</str:Structure>"
    yield "</str:Dataflow>"
    yield "</str:Dataflows>"


def _definition(made: Carried, new: bool) -> Iterator[str]:
    final = "" if new else ' isFinal="true"'
    yield "<str:DataStructures>"
    yield f'<str:DataStructure id="{made.id}" agencyID="{AGENCY}" version="1.0"{final}>'
    yield _title(made.release)
    yield "<str:DataStructureComponents>"
    yield '<str:DimensionList id="DimensionDescriptor">'
    for position, component in enumerate(of("dimension"), start=1):
        yield f'<str:Dimension id="{component.id}" position="{position}">'
        yield from _concept(component, new)
        yield from _representation(component, made, new)
        yield "</str:Dimension>"
    last = len(of("dimension")) + 1
    place = "" if new else f' position="{last}"'
    yield f'<str:TimeDimension id="{TIME}"{place}>'
    yield from _concept(of("time")[0], new)
    yield "<str:LocalRepresentation>"
    yield '<str:TextFormat textType="ObservationalTimePeriod"/>'
    yield "</str:LocalRepresentation>"
    yield "</str:TimeDimension>"
    yield "</str:DimensionList>"
    attributes = list(_attributes(made, new))
    yield from attributes
    yield from _measure(new)
    yield "</str:DataStructureComponents>"
    yield "</str:DataStructure>"
    yield "</str:DataStructures>"


def _attributes(made: Carried, new: bool) -> Iterator[str]:
    yield '<str:AttributeList id="AttributeDescriptor">'
    for component in of("series", "figure"):
        if new:
            usage = f'usage="{"mandatory" if component.mandatory else "optional"}"'
        else:
            usage = f'assignmentStatus="{"Mandatory" if component.mandatory else "Conditional"}"'
        yield f'<str:Attribute id="{component.id}" {usage}>'
        yield from _concept(component, new)
        yield from _representation(component, made, new)
        yield "<str:AttributeRelationship>"
        yield from _relationship(component, new)
        yield "</str:AttributeRelationship>"
        yield "</str:Attribute>"
    yield "</str:AttributeList>"


def _relationship(component: Component, new: bool) -> Iterator[str]:
    if component.kind == "series":
        for dimension in of("dimension"):
            inside = dimension.id if new else f'<Ref id="{dimension.id}"/>'
            yield f"<str:Dimension>{inside}</str:Dimension>"
    elif new:
        yield "<str:Observation/>"
    else:
        yield f'<str:PrimaryMeasure><Ref id="{VALUE}"/></str:PrimaryMeasure>'


def _measure(new: bool) -> Iterator[str]:
    measure = of("measure")[0]
    yield '<str:MeasureList id="MeasureDescriptor">'
    usage = ' usage="optional"' if new else ""
    yield f'<str:{"Measure" if new else "PrimaryMeasure"} id="{VALUE}"{usage}>'
    yield from _concept(measure, new)
    yield '<str:LocalRepresentation><str:TextFormat textType="Double"/></str:LocalRepresentation>'
    yield f"</str:{'Measure' if new else 'PrimaryMeasure'}>"
    yield "</str:MeasureList>"


def _concept(component: Component, new: bool) -> Iterator[str]:
    if new:
        yield (
            f"<str:ConceptIdentity>{_URN}.conceptscheme.Concept="
            f"{AGENCY}:{CONCEPTS}(1.0).{component.id}</str:ConceptIdentity>"
        )
        return
    yield "<str:ConceptIdentity>"
    yield (
        f'<Ref id="{component.id}" maintainableParentID="{CONCEPTS}" '
        f'maintainableParentVersion="1.0" agencyID="{AGENCY}" '
        'package="conceptscheme" class="Concept"/>'
    )
    yield "</str:ConceptIdentity>"


def _representation(component: Component, made: Carried, new: bool) -> Iterator[str]:
    yield "<str:LocalRepresentation>"
    codes = made.lists.get(component.id)
    if codes is None:
        yield f'<str:TextFormat textType="{"Double" if component.number else "String"}"/>'
    elif new:
        yield (
            f"<str:Enumeration>{_URN}.codelist.Codelist="
            f"{codes.agency}:{codes.id}({codes.version})</str:Enumeration>"
        )
    else:
        yield "<str:Enumeration>"
        yield (
            f'<Ref id="{codes.id}" version="{codes.version}" agencyID="{codes.agency}" '
            'package="codelist" class="Codelist"/>'
        )
        yield "</str:Enumeration>"
    yield "</str:LocalRepresentation>"
