"""Feed damaged and hostile files to what reads official figures, borders and studies.

Usage: PYTHONPATH=.:tests python tests/endurance/official_fuzz.py [inputs] [seed] [parser ...]

Messages of SDMX, downloads and answers of databases, Open SDG's files; GeoJSON and TopoJSON; a
study and the small language in it. `fuzzing` says what a failure is.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from endurance.fuzzing import Parser, as_cells, as_json, as_words, main, rewritten

SDMX = 'xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message" xmlns:g="g"'
SPECIFIC = (
    f"<?xml version='1.0'?><m:StructureSpecificData {SDMX}><m:Header><m:ID>a</m:ID>"
    "<m:Structure dimensionAtObservation='TIME_PERIOD'/></m:Header><m:DataSet UNIT_MEASURE='PT'>"
    "<Group SERIES='SH_H2O_SAFE' NATURE='C'/><Series SERIES='SH_H2O_SAFE' REF_AREA='404' SEX='_T'>"
    "<Obs TIME_PERIOD='2019' OBS_VALUE='1.5' NATURE='C'/><Obs TIME_PERIOD='2020' OBS_VALUE='2.5'/>"
    "</Series></m:DataSet></m:StructureSpecificData>"
).encode()
GENERIC = (
    f"<?xml version='1.0'?><m:GenericData {SDMX}><m:DataSet><g:Series><g:SeriesKey>"
    "<g:Value id='SERIES' value='SH_H2O_SAFE'/><g:Value id='REF_AREA' value='KE'/></g:SeriesKey>"
    "<g:Attributes><g:Value id='UNIT_MEASURE' value='PT'/></g:Attributes>"
    "<g:Obs><g:ObsDimension value='2019'/><g:ObsValue value='58.5'/><g:Attributes>"
    "<g:Value id='NATURE' value='C'/></g:Attributes></g:Obs><g:Obs><g:Time>2020</g:Time>"
    "<g:ObsValue value='59'/></g:Obs></g:Series></m:DataSet></m:GenericData>"
).encode()
_DIMENSIONS = {
    "dataSet": [{"id": "UNIT_MEASURE", "values": [{"id": "PT"}]}],
    "series": [{"id": "SERIES", "values": [{"id": "SH_H2O_SAFE"}]},
               {"id": "REF_AREA", "values": [{"id": "404"}, {"id": "524"}]}],
    "observation": [{"id": "TIME_PERIOD", "values": [{"value": "2019"}, {"value": "2020"}]}],
}  # fmt: skip
MESSAGE = {
    "meta": {},
    "data": {
        "dataSets": [
            {
                "structure": 0,
                "dimensionGroupAttributes": {"0:1": [0]},
                "series": {
                    "0:0": {"attributes": [0], "observations": {"0": [58.5, 0], "1": [59, None]}},
                    "0:1": {"observations": {"0": ["16.1"]}},
                },
                "observations": {},
            }
        ],
        "structures": [
            {
                "dimensions": _DIMENSIONS,
                "attributes": {
                    "observation": [{"id": "NATURE", "values": [{"id": "C"}]}],
                    "series": [{"id": "SOURCE", "values": [{"name": "An office"}]}],
                    "dimensionGroup": [{"id": "COVER", "values": [{"id": "x"}]}],
                },
            }
        ],
    },
}
SDMX_CSV = (
    b"STRUCTURE,STRUCTURE_ID,ACTION,SERIES,REF_AREA,SEX,AGE,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,LOWER_BOUND\n"
    b"dataflow,A:B(1.0),I,SH_H2O_SAFE,404,_T,_T,2021,58.5,PT,50\n"
    b"dataflow,A:B(1.0),I,SH_H2O_SAFE,404,F,Y15T24,2021,<2.5,PT,\n"
)
UN = (
    b"Goal,Target,Indicator,SeriesCode,SeriesDescription,GeoAreaCode,GeoAreaName,TimePeriod,"
    b"Value,Time_Detail,[Nature],[Units],[Sex]\n"
    b'6,6.1,6.1.1,SH_H2O_SAFE,"Safely managed water (%)",524,Nepal,2022,16.1,2022,E,PERCENT,BOTHSEX\n'
    b'6,6.1,6.1.1,SH_H2O_SAFE,"Safely managed water (%)",404,Kenya,2021,>95,2021,C,PERCENT,FEMALE\n'
)
UN_ANSWER = {
    "size": 1, "totalElements": 1, "totalPages": 1, "pageNumber": 1, "attributes": [],
    "dimensions": [{"id": "Location", "codes": [{"code": "URBAN", "description": "Urban"}]}],
    "data": [
        {"goal": ["6"], "target": ["6.1"], "indicator": ["6.1.1"], "series": "SH_H2O_SAFE",
         "seriesDescription": "Safely managed water (%)", "geoAreaCode": "404",
         "geoAreaName": "Kenya", "timePeriodStart": year, "value": "58.5", "valueType": "Float",
         "time_detail": None, "upperBound": None, "lowerBound": "50", "footnotes": [""],
         "attributes": {"Nature": "C", "Units": "PERCENT"},
         "dimensions": {"Location": "URBAN", "Reporting Type": "G"}}
        for year in (2020.0, 2021.0)
    ],
}  # fmt: skip
_TITLE = "People using safely managed drinking water services (% of population)"
BANK = (
    '"Data Source","World Development Indicators",\n\n"Last Updated Date","2026-10-01",\n\n'
    '"Country Name","Country Code","Indicator Name","Indicator Code","2021","2022",\n'
    f'"Nepal","NPL","{_TITLE}","SH.H2O.SMDW.ZS","16.6","16.1",\n'
    f'"Kenya","KEN","{_TITLE}","SH.H2O.SMDW.ZS","","60.5",\n'
).encode()
DATABANK = (
    "Country Name,Country Code,Series Name,Series Code,2019 [YR2019],2020 [YR2020]\n"
    f'Kenya,KEN,"{_TITLE}",SH.H2O.SMDW.ZS,57.1,..\n'
).encode()
BANK_ANSWER = [
    {"page": 1, "pages": 2, "per_page": "50", "total": 1, "lastupdated": "2026-10-01"},
    [
        {"indicator": {"id": "SH.H2O.SMDW.ZS", "value": _TITLE},
         "country": {"id": "NP", "value": "Nepal"}, "countryiso3code": "NPL", "date": year,
         "value": 16.1, "unit": "", "obs_status": "", "decimal": 1}
        for year in ("2021", "2022")
    ],
]  # fmt: skip
_WB = 'xmlns:wb="http://www.worldbank.org"'
BANK_XML = (
    f'<?xml version="1.0"?><wb:data page="1" pages="1" total="2" {_WB}><wb:data>'
    f'<wb:indicator id="SH.H2O.SMDW.ZS">{_TITLE}</wb:indicator>'
    '<wb:country id="NP">Nepal</wb:country><wb:countryiso3code>NPL</wb:countryiso3code>'
    "<wb:date>2022</wb:date><wb:value>16.1</wb:value><wb:unit /><wb:decimal>1</wb:decimal>"
    "</wb:data></wb:data>"
).encode()
BANK_RECORDS = (
    f'<?xml version="1.0"?><Root {_WB}><data><record>'
    '<field name="Country or Area" key="NPL">Nepal</field>'
    f'<field name="Item" key="SH.H2O.SMDW.ZS">{_TITLE}</field>'
    '<field name="Year">2021</field><field name="Value">16.6</field></record></data></Root>'
).encode()
GENDER = (
    b"INDICATOR_LABEL\tINDICATOR_ID\tMINSET_SERIES\tMINSET_SERIES_DESC\tREF_AREA\tREF_AREA_DESC\tISO3\t"
    b"TIME_PERIOD\tSEX\tSEX_DESC\tAGE\tAGE_DESC\tOBS_VALUE\tUNIT_MEASURE\tNATURE\tSDG_SeriesID\n"
    b"I.17\tI13151395\tS13151395\tUsing the Internet\t364\tIran\tIRN\t2010\t_T\tBoth sexes\t_T\tAll ages\t"
    b"15.9\tPT\tC\tIT_USE_ii99\n"
    b"I.17\tI13151395\tS13151395\tUsing the Internet\t364\tIran\tIRN\t2010\tF\tFemale\tY15T24\t15-24\t"
    b"1,234.5\tPT\tC\t\n"
)
OPEN_SDG = (
    "Year,Units,Sex,GeoCode,Observation status,Value\n2019,Percent,,,A,40.1\n2019,Percent,Female,,A,41\n"
    "2020,Percent,,NP01,E,٣٩\n"
).encode()
OPEN_SDG_JSON = {"Year": [2019, 2020], "Sex": ["", "Female"], "Value": [40.1, 41]}
_RING = [[34.0, -1.0], [35.0, -1.0], [35.0, 0.0], [34.0, 0.0], [34.0, -1.0]]
GEOJSON = {
    "type": "FeatureCollection",
    "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
    "features": [
        {"type": "Feature", "id": 7, "properties": {"name": "Kisumu", "code": "KE-17"},
         "geometry": {"type": "Polygon", "coordinates": [_RING]}},
        {"type": "Feature", "properties": {"name": "Siaya", "code": 38},
         "geometry": {"type": "MultiPolygon", "coordinates": [[_RING], [_RING]]}},
        {"type": "Feature", "properties": {"name": "None", "code": "x"}, "geometry": None},
    ],
}  # fmt: skip
TOPOJSON = {
    "type": "Topology",
    "transform": {"scale": [0.001, 0.001], "translate": [34, -1]},
    "arcs": [[[0, 0], [100, 0], [0, 100]], [[100, 100], [-100, 0], [0, -100]], [[0, 0], [5, 5]]],
    "objects": {
        "areas": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]], "id": "a",
                 "properties": {"name": "Kisumu", "code": "17"}},
                {"type": "MultiPolygon", "arcs": [[[-2, -1]], [[0, 1]]],
                 "properties": {"name": "Siaya", "code": "38"}},
            ],
        },
        "land": {"type": "Polygon", "arcs": [[0, 1]]},
    },
}  # fmt: skip
STUDY = {
    "study": 1,
    "title": "Water points that work",
    "producer": "Kisima Watch",
    "data": {"file": "points.csv", "missing": ["Unknown"], "where": "year >= 2011 and region != 'x'"},
    "design": {"sampling": "probability", "strata": "stratum", "cluster": ["psu"], "weight": "w",
               "calibrate": {"method": "rake", "to": "margins.csv"}},
    "place": {"country": "KE", "longitude": "lon", "latitude": "lat", "column": "county",
              "areas": {"file": "areas.topojson", "name": "name", "code": "code"}, "level": 1},
    "time": {"column": "date", "period": "year"},
    "variables": {"works": {"from": "status", "map": {"functional": 1, "broken": 0}},
                  "SEX": {"from": "gender", "map": {"Male": "M"}},
                  "far": {"expression": "if(minutes > 30, 1, 0)"}},
    "indicators": [
        {"id": "works", "title": "Points that work", "sdg": "6.1.1", "match": "proxy",
         "measure": "proportion", "of": "works", "by": [[], ["place"], ["place", "SEX"]]}
    ],
    "official": [{"file": "jmp.csv"}],
    "protect": {"minimum": 10},
}  # fmt: skip
EXPRESSIONS = (
    b"year >= 2011 and `water source` not in ('river', \"lake\")",
    b"if(minutes / 60 > 0.5 or is_far, round(abs(-minutes), 2), first(minutes, 3.5e2))",
    b"not (contains(lower(region), 'a''b') and date < '2013-05-31') or year(date) == 2012",
    b"min(minutes, year, 3) + max(1, 2) * -floor(minutes) is not missing",
)
KINDS = {"year": "number", "water source": "text", "minutes": "number", "is_far": "truth",
         "region": "text", "date": "date", "shape": "other"}  # fmt: skip


def _file(document: bytes, name: str, read: Callable[[Path], object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / name
        place.write_bytes(document)
        read(place)


def _official(name: str) -> Callable[[bytes], None]:
    from datashift.comparison import official

    def series(path: Path) -> None:
        for each in official.read(path):
            for flag in each.flags:
                flag.message.encode()

    return lambda document: _file(document, name, series)


def _borders(document: bytes) -> None:
    from datashift.harmonise import boundaries
    from datashift.harmonise.specification import AreasFile

    def areas(path: Path) -> None:
        boundaries.properties(path, name=path.name)
        found = boundaries.read(AreasFile(path, name="name", code="code"))
        if len(found.parts) != len(found.area) or len(found.codes) != len(found.names):
            raise ValueError("parts without areas")
        for flag in found.flags:
            flag.message.encode()

    _file(document, "areas.json", areas)


def _study(document: bytes) -> None:
    from datashift.studies.loading import load, problems

    def study(path: Path) -> None:
        for each in problems(document.decode("utf-8", "replace")):
            str(each).encode()
        load(path, confined=True)

    _file(document, "study.yaml", study)


def _expression(document: bytes) -> None:
    import ibis

    from datashift.harmonise.expression import parse

    said = parse(document.decode("utf-8", "replace"))
    if str(parse(str(said))) != str(said):
        raise ValueError("another sentence when it is written again")
    said.kind(KINDS)  # type: ignore[arg-type]
    types = {"number": "float64", "text": "string", "truth": "boolean", "date": "date"}
    columns = {name: types[kind] for name, kind in KINDS.items() if kind != "other"}
    ibis.to_sql(said.to_ibis(ibis.table(columns, name="t")).name("x"), dialect="duckdb")


def _lines(seed: bytes, chance: random.Random) -> bytes:
    """A study in JSON, which is YAML, or with a line for each of its keys."""
    document = as_json(seed, chance)
    if chance.random() < 0.5:
        return document
    import yaml

    return yaml.safe_dump(json.loads(document), allow_unicode=True).encode("utf-8", "surrogatepass")


def _json(document: object) -> bytes:
    return json.dumps(document).encode()


def parsers() -> dict[str, Parser]:
    """Each kind of file with documents that are read."""
    return {
        "sdmx-ml": Parser((SPECIFIC, GENERIC), _official("m.xml"), rewritten),
        "sdmx-json": Parser((_json(MESSAGE),), _official("m.json"), as_json),
        "sdmx-csv": Parser((SDMX_CSV,), _official("m.csv"), as_cells),
        "un-csv": Parser((UN,), _official("un.csv"), as_cells),
        "un-answer": Parser((_json(UN_ANSWER),), _official("un.json"), as_json),
        "bank-csv": Parser((BANK, DATABANK), _official("bank.csv"), as_cells),
        "bank-answer": Parser((_json(BANK_ANSWER),), _official("bank.json"), as_json),
        "bank-xml": Parser((BANK_XML, BANK_RECORDS), _official("bank.xml"), rewritten),
        "un-gender": Parser((GENDER,), _official("gender.csv"), as_cells),
        "open-sdg": Parser((OPEN_SDG,), _official("indicator_6-1-1.csv"), as_cells),
        "open-sdg-json": Parser((_json(OPEN_SDG_JSON),), _official("6-1-1.json"), as_json),
        "geojson": Parser((_json(GEOJSON),), _borders, as_json),
        "topojson": Parser((_json(TOPOJSON),), _borders, as_json),
        "study": Parser((_json(STUDY),), _study, _lines),
        "expression": Parser(EXPRESSIONS, _expression, as_words),
    }


if __name__ == "__main__":
    sys.exit(main(__file__, parsers(), sys.argv[1:]))
