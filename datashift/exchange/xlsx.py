"""A spreadsheet without formulas: a sheet to read first and a sheet of figures.

Every text is an inline string marked as text (`quotePrefix`), so that nothing that begins with
= + - @ or a tab is computed, on opening or after editing. The parts are written here, not by a
library, because those set down the clock.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from datashift.exchange.columns import Column, columns
from datashift.exchange.published import Published
from datashift.exchange.text import content, joined, mapped, one_chunk, optional, xml
from datashift.figures.words import number_of
from datashift.kit.problem import Problem

if TYPE_CHECKING:
    import pyarrow as pa

MOST_ROWS = 1_048_575  # of a sheet, beside the headings
_MOST_TEXT = 32_767  # characters in a cell
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_SHEETS = ("Read me", "Figures")
_TEXT, _BOLD = 1, 2


def files(release: Published, version: str) -> dict[str, bytes]:
    """observations.xlsx.

    Raises:
        Problem: more figures than a sheet has rows.
    """
    del version
    if release.observations.num_rows > MOST_ROWS:
        raise Problem(
            f"A spreadsheet holds {MOST_ROWS:,} figures; this release has more",
            do="Choose parquet or csvw",
            code="export.too_many",
        )
    described = columns(release)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for name, part in {
            "[Content_Types].xml": _types().encode(),
            "_rels/.rels": _package_links().encode(),
            "xl/workbook.xml": _workbook().encode(),
            "xl/_rels/workbook.xml.rels": _links().encode(),
            "xl/styles.xml": _styles().encode(),
            "xl/worksheets/sheet1.xml": _readme(release, described),
            "xl/worksheets/sheet2.xml": _figures(release, described),
        }.items():
            package.writestr(
                zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED
            )
    return {"observations.xlsx": buffer.getvalue()}


def _readme(release: Published, described: Sequence[Column]) -> bytes:
    facts = [
        ("Title", release.title),
        ("Producer", release.producer),
        ("Licence", release.licence),
        ("Language", release.language),
        ("Released", release.created.isoformat() if release.created else ""),
        ("Time", "–".join(release.periods)),
        ("Place", release.place),
        ("Shown from", f"{release.minimum:,}"),
        ("Hidden to protect people", number_of(release.hidden, "figure")),
        *(("Finding", f"{finding.headline}. {finding.range}") for finding in release.findings),
        *(("Computed from", f"{part.name}, SHA-256 {part.sha256}") for part in release.inputs),
        *((column.name, column.about) for column in described),
    ]
    rows = [
        f'<row r="{k}">{_cell(label, _BOLD)}{_cell(text)}</row>'
        for k, (label, text) in enumerate(((a, b) for a, b in facts if b), start=1)
    ]
    widths = '<cols><col min="1" max="1" width="26" customWidth="1"/>'
    widths += '<col min="2" max="2" width="110" customWidth="1"/></cols>'
    return _sheet(widths, "".join(rows).encode())


def _figures(release: Published, described: Sequence[Column]) -> bytes:
    table = release.observations
    heading = "".join(_cell(column.name, _BOLD) for column in described)
    cells: list[pa.Array | str] = []
    for column in described:
        whole = one_chunk(table[column.name])
        if column.kind == "text":
            cells.append(mapped(whole, _cell))
        else:
            import pyarrow.compute as pc

            number = optional("<c><v>", whole, "</v></c>")
            cells.append(pc.if_else(pc.is_null(whole), "<c/>", number))
    pane = (
        '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    )
    rows = content(joined("<row>", *cells, "</row>\n"))
    return _sheet(pane, f"<row>{heading}</row>\n".encode() + rows)


def _cell(text: str, style: int = _TEXT) -> str:
    """`_x0041_` would be read as the letter A, so its first underscore is written as such a code."""
    if not text:
        return "<c/>"
    kept = xml(_ESCAPE.sub("_x005F_", text[:_MOST_TEXT]))
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{kept}</t></is></c>'


def _sheet(before: str, rows: bytes) -> bytes:
    head = f'{_HEAD}<worksheet xmlns="{_MAIN}">{before}<sheetData>'
    return head.encode() + rows + b"</sheetData></worksheet>"


def _types() -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    sheets = (
        f'<Override PartName="/xl/worksheets/sheet{k}.xml" ContentType="{kind}.worksheet+xml"/>'
        for k in range(1, len(_SHEETS) + 1)
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>'
        f"{''.join(sheets)}</Types>"
    )


def _relationships(targets: Iterable[tuple[str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="rId{k}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for k, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _package_links() -> str:
    return _relationships([("officeDocument", "xl/workbook.xml")])


def _links() -> str:
    sheets = [("worksheet", f"worksheets/sheet{k}.xml") for k in range(1, len(_SHEETS) + 1)]
    return _relationships([*sheets, ("styles", "styles.xml")])


def _workbook() -> str:
    sheets = "".join(
        f'<sheet name="{name}" sheetId="{k}" r:id="rId{k}"/>'
        for k, name in enumerate(_SHEETS, start=1)
    )
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>'
    )


def _styles() -> str:
    """0 as it comes, 1 text, 2 bold text."""
    text = 'numFmtId="49" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"'
    return (
        f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/>'
        '<name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        '</cellStyleXfs><cellXfs count="3">'
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        f'<xf {text} fontId="0"/><xf {text} fontId="1" applyFont="1"/>'
        '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
        "</cellStyles></styleSheet>"
    )
