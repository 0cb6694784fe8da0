from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficialConfig(AppConfig):
    name = "datashift.web.official"

    def ready(self) -> None:
        from datashift.web.audit.words import tell

        tell(
            {
                "official.brought": _("Brought official figures"),
                "official.loaded": _("Loaded a version of official figures"),
                "official.put_aside": _("Put a version of official figures aside"),
                "official.taken_back": _("Took a version of official figures back"),
                "official.renewal_failed": _("Could not renew official figures"),
            }
        )
