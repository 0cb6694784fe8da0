from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FillConfig(AppConfig):
    name = "datashift.web.fill"

    def ready(self) -> None:
        from datashift.web.audit.words import tell

        tell(
            {
                "links.made": _("Made %(count)s links for filling in a questionnaire"),
                "links.revoked": _("Took %(count)s links back"),
            }
        )
