"""The formats that figures can be had in, in the words of those who need them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from datashift.exchange import FORMATS, Files, Published
from datashift.exchange.published import FIGURES

_MEDIA: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xml": "application/xml",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "ttl": "text/turtle; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "yaml": "application/yaml; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "jpg": "image/jpeg",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
}
_ENDINGS = {"sdmx-ml": "xml", "sdmx-json": "json", "parquet": "parquet", "xlsx": "xlsx"}
PACKED = frozenset({"parquet", "xlsx", "zip", "jpg", "pdf", "png"})  # compressed already


@dataclass(frozen=True)
class Form:
    """A format as an address names it.

    Args:
        name: in the address; with its version where that is not the usual one.
        what: what it is, in plain words.
        format: its name among `datashift.exchange.FORMATS`; "" for the table as it was published.
        version: of the standard.
        of_one: can carry one indicator of a release.
    """

    name: str
    what: str | Promise
    format: str = ""
    version: str = ""
    of_one: bool = True

    @property
    def alone(self) -> bool:
        """Its first file says all; otherwise its files are had as one archive."""
        return not self.format or FORMATS[self.format].alone

    @property
    def standard(self) -> str:
        """What it is called by those who keep it."""
        if not self.format:
            return "CSV"
        return f"{FORMATS[self.format].standard} {self.version}".strip()

    @property
    def ending(self) -> str:
        """How the name of its file ends, without the dot."""
        return _ENDINGS.get(self.format, "csv") if self.alone else "zip"

    @property
    def media(self) -> str:
        """The media type of its file."""
        return media(self.ending)

    def files(self, release: Published) -> Files:
        """The release in this format.

        Raises:
            Problem: the format cannot carry this release.
        """
        if not self.format:
            return {FIGURES: release.documents[FIGURES]}
        return FORMATS[self.format].files(release, self.version or None)

    def first(self, release: Published) -> bytes:
        """The content of the first file of this format.

        Raises:
            Problem: the format cannot carry this release.
        """
        if not self.format:
            return release.documents[FIGURES]
        return FORMATS[self.format].first(release, self.version or None)


@dataclass(frozen=True)
class Group:
    """Formats for the same kind of people."""

    words: str | Promise
    forms: tuple[Form, ...]


GROUPS: tuple[Group, ...] = (
    Group(
        _("For people"),
        (
            Form("xlsx", _("Spreadsheet, for Excel or LibreOffice"), "xlsx"),
            Form("csv", _("Plain table, for any program")),
        ),
    ),
    Group(
        _("For statistical offices"),
        (
            Form("sdmx-ml", _("SDMX, as the SDG database takes it"), "sdmx-ml", "2.1"),
            Form("sdmx-ml-3.0", _("SDMX, newest version"), "sdmx-ml", "3.0"),
            Form("sdmx-csv", _("SDMX as a table"), "sdmx-csv"),
            Form("sdmx-json", _("SDMX for web pages"), "sdmx-json"),
            Form("open-sdg", _("Data and metadata of an Open SDG site"), "open-sdg"),
        ),
    ),
    Group(
        _("For humanitarians and data portals"),
        (
            Form("hxl", _("Table with humanitarian hashtags"), "hxl"),
            Form("dcat", _("Entry for a data portal’s catalogue"), "dcat"),
            Form("datapackage", _("Table with a description of each column"), "datapackage", "2"),
        ),
    ),
    Group(
        _("For machines and archives"),
        (
            Form("parquet", _("Typed columns, quick to load"), "parquet"),
            Form("csvw", _("Table described as linked data"), "csvw"),
            Form("datapackage-1", _("Data Package, older version"), "datapackage", "1"),
            Form(
                "ro-crate",
                _("Everything, with where it comes from"),
                "ro-crate",
                "1.1",
                of_one=False,
            ),
        ),
    ),
)
IN_PLACE = ("xlsx", "csv")
"""The forms that a site of files has of a single finding or indicator."""
FORMS: Mapping[str, Form] = MappingProxyType(
    {form.name: form for group in GROUPS for form in group.forms}
)


def media(name: str) -> str:
    """The media type of a file, by how its name ends."""
    return _MEDIA.get(name.rpartition(".")[2], "application/octet-stream")
