from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CentralConfig(AppConfig):
    name = "datashift.web.central"

    def ready(self) -> None:
        from datashift.web.audit.words import tell

        tell(
            {
                "programme.signed_in": _("Signed in from a programme"),
                "programme.signed_out": _("Signed a programme out"),
                "device.assigned": _("Changed which questionnaires a phone has"),
            }
        )
