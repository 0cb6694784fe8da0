"""The doors for phones: OpenRosa 1.0 as ODK Collect and KoboCollect speak it. No session."""

from datashift.web.collect.views.openrosa.lists import form, form_list, manifest, media
from datashift.web.collect.views.openrosa.sending import send

__all__ = ["form", "form_list", "manifest", "media", "send"]
