"""Questionnaires, the phones that carry them, and what comes back."""

from datashift.web.collect.models.copies import Copy
from datashift.web.collect.models.counts import PublicCount
from datashift.web.collect.models.devices import Device
from datashift.web.collect.models.questionnaires import Media, Questionnaire, Version, XLSForm
from datashift.web.collect.models.submissions import (
    Attachment,
    Cover,
    Door,
    Instance,
    Quarantine,
    Submission,
)

__all__ = [
    "Attachment",
    "Copy",
    "Cover",
    "Device",
    "Door",
    "Instance",
    "Media",
    "PublicCount",
    "Quarantine",
    "Questionnaire",
    "Submission",
    "Version",
    "XLSForm",
]
