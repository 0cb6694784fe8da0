from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


def _password_changed(user: Any, **_: Any) -> None:
    from datashift.web.central.actions.sessions import close_sessions_of

    close_sessions_of(user)


class CentralConfig(AppConfig):
    name = "datashift.web.central"

    def ready(self) -> None:
        from allauth.account import signals

        from datashift.web.audit.words import tell

        for changed in (signals.password_changed, signals.password_reset, signals.password_set):
            changed.connect(_password_changed, dispatch_uid="central.sessions")
        tell(
            {
                "programme.signed_in": _("Signed in from a programme"),
                "programme.signed_out": _("Signed a programme out"),
                "device.assigned": _("Changed which questionnaires a phone has"),
            }
        )
