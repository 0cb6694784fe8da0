"""The catalogue of official figures. The figures themselves are Parquet under DATA/official."""

from __future__ import annotations

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from datashift import sdg
from datashift.web.accounts.models import User


def holdings() -> Path:
    """The folder of the figures, the same that `datashift official --into` writes."""
    return Path(settings.DATA) / "official"


class Source(models.Model):
    """Who publishes figures: an office, an agency, or the makers of a big data series."""

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("An office or an agency")
        BIG = "big", _("Big data: sensors, satellites, traces")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    slug = models.CharField(max_length=80, unique=True)  # of its folder
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.OFFICIAL)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Version(models.Model):
    """What a source published, as it was loaded once. It never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    file = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    licence = models.CharField(max_length=100, blank=True)
    address = models.CharField(max_length=1000, blank=True)
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(  # None: by the command line, or by itself
        User, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    series_count = models.PositiveIntegerField()
    figures = models.PositiveBigIntegerField()
    new = models.PositiveBigIntegerField()
    changed = models.PositiveBigIntegerField()
    gone = models.PositiveBigIntegerField()
    refused = models.JSONField(default=list)  # sentences about files inside that were not read
    newest = models.BooleanField(default=False)  # of its source's versions that stand
    put_aside_at = models.DateTimeField(null=True)
    put_aside_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["source__name", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="one_version_per_number"),
            models.UniqueConstraint(
                fields=["source"], condition=models.Q(newest=True), name="one_newest_version"
            ),
            models.CheckConstraint(
                condition=models.Q(newest=False) | models.Q(put_aside_at=None),
                name="newest_version_stands",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id}, {self.number}"


class Series(models.Model):
    """One series of a version, without its figures."""

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="series")
    number = models.PositiveIntegerField()  # its place in the version's Parquet file
    indicator = models.CharField(max_length=12, blank=True, db_index=True)
    code = models.CharField(max_length=60, blank=True)
    title = models.TextField(blank=True)
    unit = models.CharField(max_length=60, blank=True)
    told = models.TextField(blank=True)  # for holdings.unpacked; "" when catalogued without it

    class Meta:
        ordering = ["version", "number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="one_series_per_place"),
        ]

    def __str__(self) -> str:
        return self.code or self.title

    @property
    def framework_title(self) -> str:
        """What the framework calls its code, in English; "" where the source says it or nobody."""
        known = None if self.title else sdg.all_series().get(self.code)
        return known.title if known is not None else ""


class SeriesArea(models.Model):
    """What a series has of one area."""

    id = models.BigAutoField(primary_key=True)
    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="areas")
    area = models.CharField(max_length=100, blank=True, db_index=True)  # as the source writes it
    first = models.CharField(max_length=40)
    last = models.CharField(max_length=40)
    figures = models.PositiveIntegerField()
    packed = models.BinaryField(null=True)  # them; the version's Parquet file has them too

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "area"], name="one_area_per_series"),
        ]

    def __str__(self) -> str:
        return f"{self.series_id}, {self.area}"


class Arrival(models.Model):
    """A file of official figures that somebody brought, until it is a version or was refused."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("Waiting to be read")
        READING = "READING", _("Being read")
        READY = "READY", _("Read")
        REFUSED = "REFUSED", _("Could not be read")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=Source.Kind.choices, default=Source.Kind.OFFICIAL)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    licence = models.CharField(max_length=100, blank=True)
    address = models.CharField(max_length=1000, blank=True)
    declared = models.JSONField(default=dict)  # what the file does not say: Declared's fields
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    step = models.CharField(max_length=120, blank=True)
    problem = models.TextField(blank=True)
    brought_at = models.DateTimeField()
    brought_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    version = models.ForeignKey(
        Version, on_delete=models.SET_NULL, null=True, related_name="arrivals"
    )
    known = models.BooleanField(default=False)  # the same bytes were there already

    class Meta:
        ordering = ["-brought_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def folder(self) -> Path:
        """Where the file waits."""
        return Path(settings.DATA) / "work" / f"official-{self.pk}"

    @property
    def open(self) -> bool:
        return self.state in {self.State.WAITING, self.State.READING}


class Renewal(models.Model):
    """When a source that is renewed by itself was asked, and whether it worked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField(max_length=200, unique=True)
    tried_at = models.DateTimeField()
    worked_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)

    class Meta:
        ordering = ["source"]

    def __str__(self) -> str:
        return self.source
