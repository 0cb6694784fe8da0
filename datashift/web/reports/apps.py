from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


class ReportsConfig(AppConfig):
    name = "datashift.web.reports"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_out

        from datashift.web.audit.words import tell
        from datashift.web.reports.actions.keys import lock_at_sign_out

        user_logged_out.connect(lock_at_sign_out, dispatch_uid="reports.lock")
        tell(
            {
                "key.made": _("Made a key for sealed reports"),
                "key.passphrase_changed": _("Changed the passphrase of a key for sealed reports"),
                "box.opened": _("Opened a questionnaire for anonymous reports"),
                "box.closed": _("Closed a questionnaire for anonymous reports"),
                "reviewer.added": _("Let %(member)s read sealed reports from now on"),
                "reviewer.removed": _("Took the keys of sealed reports from %(member)s"),
                "reports.shared": ngettext_lazy(
                    "Shared %(count)s earlier sealed report with %(member)s",
                    "Shared %(count)s earlier sealed reports with %(member)s",
                    "count",
                ),
                "reports.arrived": ngettext_lazy(
                    "%(count)s sealed report arrived in one week",
                    "%(count)s sealed reports arrived in one week",
                    "count",
                ),
                "report.read": _("Read a sealed report"),
                "report.answered": _("Answered a sealed report"),
                "report.set_aside": _("Set a sealed report aside"),
                "report.taken_back": _("Took a sealed report back to the others"),
                "report.destroyed": _("Destroyed a sealed report and its keys"),
                "encrypted.read": ngettext_lazy(
                    "Opened %(count)s encrypted submission with a private key",
                    "Opened %(count)s encrypted submissions with a private key",
                    "count",
                ),
            }
        )
