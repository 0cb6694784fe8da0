from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KeepingConfig(AppConfig):
    name = "datashift.web.keeping"

    def ready(self) -> None:
        from datashift.web.audit.words import tell

        tell(
            {
                "keeping.set": _("Said how long submissions are kept"),
                "submissions.erased": _("Erased %(count)s submissions"),
            }
        )
