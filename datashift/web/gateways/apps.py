from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GatewaysConfig(AppConfig):
    name = "datashift.web.gateways"

    def ready(self) -> None:
        from datashift.web.audit.words import tell

        tell(
            {
                "gateway.connected": _("Connected a questionnaire to a gateway for messages"),
                "gateway.switched_on": _("Let a questionnaire be answered by message"),
                "gateway.switched_off": _("Let a questionnaire be answered by message no more"),
                "gateway.removed": _("Removed a gateway for messages, with its secrets"),
            }
        )
